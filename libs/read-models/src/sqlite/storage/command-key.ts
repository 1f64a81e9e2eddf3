const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/** How a command id is stored: a UUID as its 16 bytes, anything else as it is. The two never meet: a blob equals no text. */
export const commandKey = (id: string): Uint8Array | string =>
  UUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : id;

/** How the digest of a command is stored: SHA-256 as its 32 bytes, anything else as it is. */
export const digestKey = (digest: string): Uint8Array | string =>
  SHA256_HEX.test(digest) ? Buffer.from(digest, 'hex') : digest;

/** The digest as it was, from how it is stored. */
export const digestOfKey = (key: Uint8Array | string): string =>
  typeof key === 'string' ? key : Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex');
