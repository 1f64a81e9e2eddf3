import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ed25519OfPem, ed25519OfSeed, generateEd25519, nodeSha256, verifyEd25519 } from './node-crypto.ts';

describe('SHA-256 by Node', () => {
  it('is SHA-256, as an array of its own or written where it is wanted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (data, offset) => {
        const expected = new Uint8Array(createHash('sha256').update(data).digest());
        expect(nodeSha256.digest(data)).toEqual(expected);
        const out = new Uint8Array(60).fill(1);
        const before = out.slice();
        before.set(expected, offset);
        nodeSha256.into(data, out, offset);
        expect(out).toEqual(before);
      }),
    );
  });
});

describe('Ed25519 by Node', () => {
  const message = new TextEncoder().encode('message');
  const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

  it('signs what test 2 of RFC 8032 signs', () => {
    const pair = ed25519OfSeed(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'));
    const signature = hex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(pair.publicKey).toEqual(hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'));
    expect(pair.sign(Uint8Array.of(0x72))).toEqual(signature);
    expect(verifyEd25519(pair.publicKey, Uint8Array.of(0x72), signature)).toBe(true);
  });

  it('makes a new pair each time, which can be kept and used again', () => {
    const pair = generateEd25519();
    expect(generateEd25519().publicKey).not.toEqual(pair.publicKey);
    const again = ed25519OfPem(pair.toPem());
    expect(again.publicKey).toEqual(pair.publicKey);
    expect(again.sign(message)).toEqual(pair.sign(message));
  });

  it('answers with no, and never throws, whatever it is given', () => {
    const { publicKey, sign } = generateEd25519();
    const signature = sign(message);
    const wrong: readonly (readonly [Uint8Array, Uint8Array, Uint8Array])[] = [
      [publicKey, Uint8Array.of(...message, 0), signature],
      [publicKey, message, signature.subarray(1)],
      [publicKey, message, new Uint8Array(64)],
      [publicKey, message, new Uint8Array()],
      [publicKey.subarray(1), message, signature],
      [new Uint8Array(33), message, signature],
      [new Uint8Array(32).fill(255), message, signature],
      [generateEd25519().publicKey, message, signature],
    ];
    expect(verifyEd25519(publicKey, message, signature)).toBe(true);
    for (const each of wrong) expect(verifyEd25519(...each)).toBe(false);
    for (let i = 0; i < 300; i++) {
      const { publicKey: key, sign: signed } = ed25519OfSeed(new Uint8Array(32).fill(i));
      expect(verifyEd25519(key, message, signed(message))).toBe(true);
    }
  });

  it('takes seeds of 32 bytes, and private keys of its own kind', () => {
    expect(() => ed25519OfSeed(new Uint8Array(31))).toThrow(RangeError);
    expect(() => ed25519OfPem('no key')).toThrow(expect.anything());
  });
});
