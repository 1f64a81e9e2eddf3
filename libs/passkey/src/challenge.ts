import { concatBytes, fromHex } from '#transparency/bytes';

/** What a passkey signs to approve a text: the 32 bytes of its digest (hex), and a nonce that makes each signature another. */
export const challengeOf = (digest: string, nonce: Uint8Array): Uint8Array => concatBytes(fromHex(digest), nonce);
