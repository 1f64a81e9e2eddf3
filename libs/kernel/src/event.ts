/** A fact in the past tense, with a version. A version is never edited: the next one is added, and an upcaster. */
export interface DomainEvent<T extends string = string, S extends number = number, D = unknown> {
  readonly type: T;
  readonly schema: S;
  readonly data: D;
}

/** Who acted: a pseudonymous member of a party. Never a name, an address or a key. */
export interface Actor {
  readonly member: string;
  readonly party: string;
  readonly kind: 'person' | 'service' | 'system';
  readonly onBehalfOf: string | null;
  /** How the caller was known, for example `api-key:k_3` or `local`. */
  readonly auth: string;
}

/** Which command recorded the entry. `body` is SHA-256 (hex) over the canonical command without its sealed texts. */
export interface CommandRef {
  readonly id: string;
  readonly correlation: string;
  readonly causation: string | null;
  readonly body: string;
}

/**
 * One entry of a ledger. What is stored is what is hashed: the RFC 8785 bytes of this object.
 * `index` is the position in the ledger, the leaf of the Merkle tree and the stream revision: one number.
 */
export interface Entry<E extends DomainEvent = DomainEvent> {
  readonly v: 1;
  readonly ledger: string;
  readonly index: number;
  /** UUIDv5 of (ledger, command id, ordinal). */
  readonly id: string;
  readonly type: E['type'];
  readonly schema: E['schema'];
  /** Assigned under the ledger's order and never going back. Order is by index, never by clock. */
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly command: CommandRef;
  readonly data: E['data'];
}

/** Limits of one entry (C2SP tlog-tiles) and of one append (KurrentDB's default), in bytes. */
export const MAX_ENTRY_BYTES = 65_535;
export const MAX_APPEND_BYTES = 1_048_576;

/** At least one example of every event of a capability: what specifications, golden files and documentation show. */
export type ExamplesOf<E extends DomainEvent> = {
  readonly [T in E['type']]: readonly [Extract<E, { readonly type: T }>, ...Extract<E, { readonly type: T }>[]];
};
