import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toBase64 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';

const read = (text: string): ReturnType<typeof parseAddCheckpoint> =>
  parseAddCheckpoint(new TextEncoder().encode(text));
const HASH = toBase64(new Uint8Array(32).fill(7));
const NOTE = 'a.example\n1\nroot\n\n\u2014 a.example c2ln\n';

describe('The body of add-checkpoint', () => {
  it('is the old size, a proof, an empty line, and a checkpoint as it is', () => {
    expect(read(`old 20852014\n${HASH}\n${HASH}\n\n${NOTE}`)).toEqual({
      oldSize: 20_852_014,
      proof: [new Uint8Array(32).fill(7), new Uint8Array(32).fill(7)],
      note: new TextEncoder().encode(NOTE),
    });
    expect(read(`old 0\n\n${NOTE}`)).toMatchObject({ oldSize: 0, proof: [] });
  });

  it('has up to 63 hashes', () => {
    expect(read(`old 1\n${`${HASH}\n`.repeat(63)}\n${NOTE}`).proof).toHaveLength(63);
    expect(() => read(`old 1\n${`${HASH}\n`.repeat(64)}\n${NOTE}`)).toThrow('more than 63');
  });

  it.each([
    ['nothing', ''],
    ['no empty line', `old 0\n${HASH}\n`],
    ['an empty line first', `\n\nold 0\n\n${NOTE}`],
    ['another word', `new 0\n\n${NOTE}`],
    ['two blanks', `old  0\n\n${NOTE}`],
    ['a tab', `old\t0\n\n${NOTE}`],
    ['no size', `old \n\n${NOTE}`],
    ['a leading zero', `old 01\n\n${NOTE}`],
    ['a sign', `old +1\n\n${NOTE}`],
    ['a negative size', `old -1\n\n${NOTE}`],
    ['hexadecimal', `old 0x10\n\n${NOTE}`],
    ['a fraction', `old 1.0\n\n${NOTE}`],
    ['a size beyond 2^53', `old 9007199254740992\n\n${NOTE}`],
    ['a carriage return', `old 0\r\n\r\n${NOTE}`],
    ['a short hash', `old 1\n${toBase64(new Uint8Array(31))}\n\n${NOTE}`],
    ['a long hash', `old 1\n${toBase64(new Uint8Array(33))}\n\n${NOTE}`],
    ['base64 without padding', `old 1\n${HASH.slice(0, -1)}\n\n${NOTE}`],
    ['base64 with stray bits', `old 1\n${HASH.slice(0, -2)}d=\n\n${NOTE}`],
    ['base64 for addresses', `old 1\n${HASH.replace('B', '_')}\n\n${NOTE}`],
    ['a blank after a hash', `old 1\n${HASH} \n\n${NOTE}`],
  ])('is refused with %s', (_what, text) => {
    expect(() => read(text)).toThrow(Malformed);
  });

  it('is read as it was written', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const request = fc.record({
      oldSize: fc.maxSafeNat(),
      proof: fc.array(hash, { maxLength: 63 }),
      note: fc.uint8Array(),
    });
    fc.assert(fc.property(request, (asked) => expect(parseAddCheckpoint(formatAddCheckpoint(asked))).toEqual(asked)));
  });
});
