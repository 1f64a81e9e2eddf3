import { hash } from 'node:crypto';

/** The namespace of an installation that names none. */
export const NAMESPACE = 'onus';

/** How the streams of an installation are called in the event store, which may have others beside them. */
export class Names {
  /** Every stream of the installation begins with it. */
  readonly prefix: string;
  readonly #ledgers: string;
  readonly #texts: string;

  /** @throws RangeError for a name that cannot stand in the name of a stream */
  constructor(namespace: string) {
    if (!/^[a-z][a-z0-9]{0,31}$/.test(namespace)) {
      throw new RangeError(`"${namespace}" is no namespace; write up to 32 small letters and digits, a letter first`);
    }
    this.prefix = `${namespace}-`;
    this.#ledgers = `${namespace}-s-`;
    this.#texts = `${namespace}-t-`;
  }

  /** Prefixes of the streams that have entries. */
  get entries(): readonly string[] {
    return [this.#ledgers];
  }

  /** The same, and those that have texts, or tell that a text was deleted. */
  get everything(): readonly string[] {
    return [this.#ledgers, this.#texts, `$$${this.#texts}`];
  }

  ofStream(stream: string): string {
    return this.#ledgers + stream;
  }

  /** The port's stream that an event of the event store belongs to; undefined for everything else. */
  streamIn(name: string): string | undefined {
    return name.startsWith(this.#ledgers) ? name.slice(this.#ledgers.length) : undefined;
  }

  /** Each disclosure has a stream of its own, so that it can be deleted. The name tells nothing of it. */
  ofDisclosure(stream: string, commitment: string): string {
    return this.#texts + hash('sha256', `${stream}\0${commitment}`);
  }

  /** Whether an event is about a disclosure, and which stream that is: it is written, or it is deleted. */
  disclosureIn(name: string): string | undefined {
    const about = name.startsWith('$$') ? name.slice(2) : name;
    return about.startsWith(this.#texts) ? about : undefined;
  }
}

/** Type of the events that are entries, and of those that are disclosures. Short: the server counts it in every append. */
export const ENTRY = 'entry';
export const DISCLOSURE = 'text';

/**
 * The id of an event: a UUID of version 8 (RFC 9562) from the SHA-256 of its bytes. The server takes an append with the ids that
 * already stand for the same append again and never compares bytes, so the id has to say what the bytes are.
 */
export function eventId(bytes: Uint8Array): string {
  const digest = hash('sha256', bytes, 'hex');
  const variant = ((Number.parseInt(digest[16]!, 16) & 0x3) | 0x8).toString(16);
  return (
    `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-` +
    `${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  );
}
