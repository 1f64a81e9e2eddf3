import { describe, expect, it } from '@jest/globals';
import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { ed25519OfSeed } from '#ledger-store/node-crypto';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { sha256OfText } from '#pack/cryptography';
import { browserCrypto } from './browser-crypto.ts';

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const message = fc.uint8Array({ maxLength: 200 });
/** Order of the group, least significant byte first. */
const ORDER = Uint8Array.from(Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex'));

/** Points of small order, each as it is written and with the other sign; and as numbers that are not below the prime. */
const SMALL_ORDER = [
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
].flatMap((encoded) => {
  const point = Uint8Array.from(Buffer.from(encoded, 'hex'));
  return [point, point.with(31, point[31]! ^ 0x80)];
});

const numberOf = (bytes: Uint8Array): bigint => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

/** R and s side by side. */
function signatureOf(r: Uint8Array, s: bigint): Uint8Array {
  const signature = new Uint8Array(64);
  signature.set(r);
  for (let i = 32, rest = s; i < 64; i++, rest >>= 8n) signature[i] = Number(rest & 0xffn);
  return signature;
}

/** What is said in a browser, and in a terminal. */
const both = (key: Uint8Array, text: Uint8Array, signature: Uint8Array) =>
  [browserCrypto, nodePackCrypto].map(({ verifyEd25519 }) => verifyEd25519(key, text, signature));

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

  it('refuses keys of small order, under which one signature holds over many texts', () => {
    for (const key of SMALL_ORDER) {
      for (const s of [1n, 2n, 7n]) {
        const signature = signatureOf(Point.BASE.multiply(s).toBytes(), s);
        for (let text = 0; text < 32; text++) expect(both(key, Uint8Array.of(text), signature)).toEqual([false, false]);
      }
    }
  });

  it('refuses an R of small order, and takes keys that are only beside the group, as Node does', () => {
    const [secret, nonce] = [987_654_321n, 5n];
    const beside = Point.fromBytes(SMALL_ORDER.at(-4)!);
    const verdicts = new Set<string>();
    for (const point of [Point.BASE.multiply(secret), Point.BASE.multiply(secret).add(beside)]) {
      const key = point.toBytes();
      for (const r of [...SMALL_ORDER, Point.BASE.multiply(nonce).toBytes()]) {
        for (let text = 0; text < 32; text++) {
          const own = SMALL_ORDER.includes(r) ? 0n : nonce;
          const k = numberOf(sha512(Uint8Array.of(...r, ...key, text)));
          const signature = signatureOf(r, (own + k * secret) % numberOf(ORDER));
          const [browser, terminal] = both(key, Uint8Array.of(text), signature);
          expect(browser).toBe(terminal);
          verdicts.add(`${own !== 0n} ${browser}`);
        }
      }
    }
    // Some that are genuine hold, and none of small order.
    expect([...verdicts].sort()).toEqual(['false false', 'true false', 'true true']);
  });

  it('refuses what has another length, or is no point', () => {
    expect(browserCrypto.verifyEd25519(new Uint8Array(31), new Uint8Array(), new Uint8Array(64))).toBe(false);
    expect(browserCrypto.verifyEd25519(new Uint8Array(32).fill(0xff), new Uint8Array(), new Uint8Array(64))).toBe(
      false,
    );
    expect(browserCrypto.verifyEd25519(new Uint8Array(32), new Uint8Array(), new Uint8Array(63))).toBe(false);
  });
});
