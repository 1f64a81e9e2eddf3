import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isGzip, unpack } from './gunzip.ts';

const refusal = (code: string, line: number, column: number, detail: string, mend: string): object =>
  expect.objectContaining({
    code,
    line,
    column,
    detail: expect.stringContaining(detail),
    mend: expect.stringContaining(mend),
  });

describe('Unpacking gzip', () => {
  it('gives back what was packed, several members after one another too, and what is not packed as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { minLength: 1, maxLength: 3 }), (parts) => {
        const plain = Buffer.concat(parts);
        expect(Buffer.from(unpack(Buffer.concat(parts.map((part) => gzipSync(part))))).equals(plain)).toBe(true);
        fc.pre(!isGzip(plain));
        expect(unpack(plain)).toBe(plain);
      }),
    );
  });

  it('refuses what is cut off, damaged, or followed by something else', () => {
    const packed = gzipSync('an event\n'.repeat(100));
    for (let length = 2; length < packed.length; length++) {
      expect(() => unpack(packed.subarray(0, length))).toThrow(
        refusal('intake/corrupt-gzip', 1, 1, 'cut off', 'again'),
      );
    }
    const damaged = Buffer.from(packed);
    damaged[packed.length - 6]! ^= 1;
    expect(() => unpack(damaged)).toThrow(refusal('intake/corrupt-gzip', 1, 1, 'incorrect data check', 'again'));
    const followed = Buffer.concat([packed, Buffer.from('more')]);
    expect(() => unpack(followed)).toThrow(refusal('intake/corrupt-gzip', 1, 1, 'damaged', 'again'));
  });

  it('refuses what unpacks to more than it may, whatever the packed file says of its size', () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, ' '));
    bomb.writeUInt32LE(10, bomb.length - 4);
    expect(() => unpack(bomb, 1_000_000)).toThrow(
      refusal('intake/too-large', 1, 1, 'more than 1000000 bytes', 'Split'),
    );
    for (const bytes of [Buffer.alloc(11), gzipSync(Buffer.alloc(11))]) {
      expect(() => unpack(bytes, 10)).toThrow(refusal('intake/too-large', 1, 1, 'more than 10 bytes', 'Split'));
    }
    expect(unpack(gzipSync(Buffer.alloc(10)), 10)).toHaveLength(10);
  });
});
