import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addRow, bytesOfRows, copyRow, DIGEST, noRows, wordOf, WORDS } from './submission-rows.ts';

const word = fc.nat(2 ** 32 - 1);
/** A column whose values lie within so many bits of each other, anywhere. */
const column = fc
  .tuple(fc.constantFrom(0, 1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 32), word)
  .map(([bits, least]) => ({ least: Math.min(least, 2 ** 32 - 2 ** bits), bits }));
const columns = fc.tuple(column, column, column, column);
const seed = fc.array(word, { minLength: 1, maxLength: 40 });

/** Rows whose words come from a few numbers, and which reach the ends of their columns. */
function rowsOf(count: number, ranges: readonly { least: number; bits: number }[], numbers: readonly number[]) {
  const number = (at: number): number => numbers[at % numbers.length]!;
  return Array.from({ length: count }, (_, row) =>
    Uint32Array.from({ length: WORDS }, (_, at) => {
      if (at >= DIGEST) return number(row * WORDS + at);
      const { least, bits } = ranges[at]!;
      if (row % 50 === 7) return least + 2 ** bits - 1;
      return row % 50 === 8 ? least : least + (number(row + at) % 2 ** bits);
    }),
  );
}

describe('Rows of submissions', () => {
  it('give back every word, however wide its column is, before and after they are packed', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 4, 5, 127, 128, 129, 256, 300), columns, seed, (count, ranges, numbers) => {
        let rows = noRows();
        const added = rowsOf(count, ranges, numbers);
        for (const [i, row] of added.entries()) {
          addRow(rows, row);
          if (i % 99 === 0) rows = structuredClone(rows);
        }
        expect(rows.count).toBe(count);
        expect(rows.packed).toHaveLength(Math.floor(count / 128));
        expect(added.map((_, i) => copyRow(rows, i, new Uint32Array(WORDS)))).toEqual(added);
      }),
    );
  });

  it('keep what they were given, and not the array that it came in', () => {
    const rows = noRows();
    const row = new Uint32Array(WORDS).fill(7);
    addRow(rows, row);
    row.fill(8);
    expect(wordOf(rows, 0, 3)).toBe(7);
  });

  it('take a quarter less, where entries follow each other and few people submit for few tasks', () => {
    const rows = noRows();
    const numbers = Array.from({ length: 1_280 }, (_, i) => Math.imul(i, 0x9e_37_79_b1) >>> 0);
    for (let i = 0; i < 1_280; i++) {
      addRow(rows, Uint32Array.from([5_000_000 + i, i % 3, i % 98, 0, ...numbers.slice(i % 900, (i % 900) + 8)]));
    }
    const bytes = rows.packed.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes / 1_280).toBeLessThan(36);
    expect(bytesOfRows(rows)).toBe(bytes + 128 * WORDS * 4);
  });
});
