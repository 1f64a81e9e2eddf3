import { hash } from 'node:crypto';
import { canonicalize } from '#kernel/json';
import type { Actor, CommandRef, DomainEvent, Entry } from '#kernel/event';
import type { Sha256 } from '#kernel/sealed';

/** SHA-256 by the runtime's own implementation. */
export const sha256: Sha256 = (text, encoding) => hash('sha256', text, encoding);

/** The RFC 8785 bytes of an entry: what is hashed and what is stored. */
export function encodeEntry(entry: Entry): Buffer {
  return Buffer.from(canonicalize(entry));
}

export interface WrittenEntry {
  readonly id: string;
  readonly bytes: Buffer;
  readonly leafHash: string;
}

/** Writes the entries of one command: who and why are canonicalised once for all of them. */
export class EntryWriter {
  private readonly head: string;
  private readonly tail: string;
  private readonly ledger: string;
  private readonly command: CommandRef;
  private readonly namespace: Uint8Array;

  constructor(ledger: string, namespace: Uint8Array, actor: Actor, command: CommandRef) {
    this.head = `{"actor":${canonicalize(actor)},"command":${canonicalize(command)},"data":`;
    this.tail = `,"ledger":${canonicalize(ledger)},"recordedAt":`;
    this.ledger = ledger;
    this.command = command;
    this.namespace = namespace;
  }

  /** The same bytes as `encodeEntry` of the whole entry, its id and its leaf hash. A test holds them equal. */
  write(event: DomainEvent, index: number, ordinal: number, recordedAt: string): WrittenEntry {
    const id = uuid5(this.namespace, `${this.command.id}/${ordinal}`);
    const text =
      `${this.head}${canonicalize(event.data)},"id":"${id}","index":${index}${this.tail}"${recordedAt}"` +
      `,"schema":${event.schema},"type":"${event.type}","v":1}`;
    // One buffer serves both: the leaf is the entry behind a zero byte.
    const leaf = Buffer.from(`\0${text}`);
    return { id, bytes: leaf.subarray(1), leafHash: hash('sha256', leaf, 'hex') };
  }
}

/** Reads an entry as stored. */
export function decodeEntry(bytes: Uint8Array): Entry {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as Entry;
}

const LEAF = Uint8Array.of(0);

/** RFC 6962 leaf hash of an entry's bytes, SHA-256(0x00 ‖ bytes), in hexadecimal. */
export function leafHash(bytes: Uint8Array): string {
  return hash('sha256', Buffer.concat([LEAF, bytes]), 'hex');
}

/** Where names are put behind their namespaces: memory for each would cost as much as hashing it. */
let named = Buffer.alloc(256);

/** UUIDv5 (RFC 9562 section 5.5) of a name in a namespace of 16 bytes. */
export function uuid5(namespace: Uint8Array, name: string): string {
  const most = namespace.length + 3 * name.length;
  if (most > named.length) named = Buffer.alloc(2 * most);
  named.set(namespace);
  const end = namespace.length + named.write(name, namespace.length);
  const digest = hash('sha1', named.subarray(0, end), 'hex');
  const variant = '89ab'[Number.parseInt(digest[16]!, 16) & 0x3]!;
  return (
    `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-` +
    `${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  );
}

/**
 * The 16 bytes of a UUID, in memory of their own: a `Buffer` would be a piece of 64 KiB that it has in common with others, all of which
 * stay for as long as one of them does.
 */
export const uuidBytes = (uuid: string): Uint8Array => Uint8Array.from(Buffer.from(uuid.replaceAll('-', ''), 'hex'));

/** RFC 9562 namespace for URLs. */
const URL_NAMESPACE = uuidBytes('6ba7b811-9dad-11d1-80b4-00c04fd430c8');

/** The namespace of a ledger's entry ids. */
export const ledgerNamespace = (ledger: string): Uint8Array => uuidBytes(uuid5(URL_NAMESPACE, ledger));
