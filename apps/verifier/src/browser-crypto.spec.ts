import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ed25519OfSeed } from '#ledger-store/node-crypto';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { sha256OfText } from '#pack/cryptography';
import { browserCrypto } from './browser-crypto.ts';

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const message = fc.uint8Array({ maxLength: 200 });
/** Order of the group, least significant byte first. */
const ORDER = Uint8Array.from(Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex'));

describe('What a browser verifies with', () => {
  it('hashes as Node does', () => {
    fc.assert(
      fc.property(message, fc.string({ unit: 'binary' }), (bytes, text) => {
        expect(browserCrypto.sha256.digest(bytes)).toEqual(nodePackCrypto.sha256.digest(bytes));
        const out = new Uint8Array(40);
        browserCrypto.sha256.into(bytes, out, 5);
        expect([...out.subarray(5, 37)]).toEqual([...nodePackCrypto.sha256.digest(bytes)]);
        expect(browserCrypto.sha1(bytes)).toBe(nodePackCrypto.sha1(bytes));
        for (const encoding of ['hex', 'base64url'] as const) {
          expect(sha256OfText(browserCrypto)(text, encoding)).toBe(sha256OfText(nodePackCrypto)(text, encoding));
        }
      }),
    );
  });

  it('verifies signatures as Node does: genuine ones, and any with a bit changed', () => {
    fc.assert(
      fc.property(seed, message, fc.nat({ max: 64 * 8 - 1 }), fc.nat({ max: 32 * 8 - 1 }), (key, text, bit, keyBit) => {
        const { publicKey, sign } = ed25519OfSeed(key);
        const signature = sign(text);
        expect(browserCrypto.verifyEd25519(publicKey, text, signature)).toBe(true);
        const forged = signature.with(bit >> 3, signature[bit >> 3]! ^ (1 << (bit & 7)));
        expect(browserCrypto.verifyEd25519(publicKey, text, forged)).toBe(
          nodePackCrypto.verifyEd25519(publicKey, text, forged),
        );
        const other = publicKey.with(keyBit >> 3, publicKey[keyBit >> 3]! ^ (1 << (keyBit & 7)));
        expect(browserCrypto.verifyEd25519(other, text, signature)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a second form of the same signature: S with the order added', () => {
    const { publicKey, sign } = ed25519OfSeed(new Uint8Array(32).fill(3));
    const signature = sign(new Uint8Array(1));
    const second = signature.slice();
    for (let i = 0, carry = 0; i < 32; i++) {
      const sum = signature[32 + i]! + ORDER[i]! + carry;
      second[32 + i] = sum & 0xff;
      carry = sum >> 8;
    }
    expect(browserCrypto.verifyEd25519(publicKey, new Uint8Array(1), signature)).toBe(true);
    expect(browserCrypto.verifyEd25519(publicKey, new Uint8Array(1), second)).toBe(false);
  });

  it('refuses what has another length, or is no point', () => {
    expect(browserCrypto.verifyEd25519(new Uint8Array(31), new Uint8Array(), new Uint8Array(64))).toBe(false);
    expect(browserCrypto.verifyEd25519(new Uint8Array(32).fill(0xff), new Uint8Array(), new Uint8Array(64))).toBe(
      false,
    );
    expect(browserCrypto.verifyEd25519(new Uint8Array(32), new Uint8Array(), new Uint8Array(63))).toBe(false);
  });
});
