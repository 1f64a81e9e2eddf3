/** SHA-1 (FIPS 180-4) over bytes, as lower-case hexadecimal. Passed in: Node has it, a browser's answers too late. */
export type Sha1 = (bytes: Uint8Array) => string;

/** The id of the entry that a command recorded at a place of its own, counted from 0. */
export type EntryIds = (command: string, ordinal: number) => string;

const encoder = new TextEncoder();

/** RFC 9562 namespace for URLs. */
const URL_NAMESPACE = bytesOf('6ba7b811-9dad-11d1-80b4-00c04fd430c8');

/** The ids of a ledger's entries: UUIDv5 of command and ordinal, in the namespace that the ledger's name has as a URL. */
export function entryIds(sha1: Sha1, ledger: string): EntryIds {
  const namespace = bytesOf(uuid5(sha1, URL_NAMESPACE, ledger));
  return (command, ordinal) => uuid5(sha1, namespace, `${command}/${ordinal}`);
}

/** UUIDv5 (RFC 9562 section 5.5). */
function uuid5(sha1: Sha1, namespace: Uint8Array, name: string): string {
  const suffix = encoder.encode(name);
  const bytes = new Uint8Array(namespace.length + suffix.length);
  bytes.set(namespace);
  bytes.set(suffix, namespace.length);
  const hex = sha1(bytes);
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function bytesOf(uuid: string): Uint8Array {
  const hex = uuid.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
