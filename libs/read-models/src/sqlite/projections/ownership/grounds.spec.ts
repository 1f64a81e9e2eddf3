import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entriesIn, groundsOf, groundsOfLine, lastDecision } from './grounds.ts';

const anIndex = fc.integer({ min: 0, max: 2 ** 24 });

describe('What a statement rests on, kept as one integer', () => {
  it('comes back as it was, for one to three decisions behind a change', () => {
    const decisions = fc.array(fc.integer({ min: 1, max: 2 ** 15 - 1 }), { maxLength: 2 });
    fc.assert(
      fc.property(anIndex, decisions, fc.integer({ min: 1, max: 2 ** 20 - 1 }), (first, gaps, ahead) => {
        const behind = [first];
        for (const gap of gaps) behind.push(behind.at(-1)! + gap);
        const said = behind.at(-1)! + ahead;
        const grounds = groundsOf(said, behind.join(','));
        expect(Number.isSafeInteger(grounds)).toBe(true);
        expect(entriesIn(said, grounds!)).toEqual([...behind, said]);
        expect(lastDecision(said, grounds!)).toBe(behind.at(-1));
      }),
    );
  });

  it('comes back as it was for a line of an import', () => {
    const step = fc.integer({ min: 1, max: 2 ** 23 - 1 });
    fc.assert(
      fc.property(anIndex, step, step, (started, before, after) => {
        const [said, completed] = [started + before, started + before + after];
        const grounds = groundsOfLine(said, started, completed);
        expect(Number.isSafeInteger(grounds)).toBe(true);
        expect(entriesIn(said, grounds!)).toEqual([started, said, completed]);
        expect(lastDecision(said, grounds!)).toBeUndefined();
      }),
    );
  });

  it('is nothing but the statement itself where one side said it alone', () => {
    expect(groundsOf(7, null)).toBeNull();
    expect(lastDecision(7, null)).toBeUndefined();
    expect(entriesIn(7, null)).toEqual([7]);
  });

  it('is left to the entry where it does not fit: too many decisions, or too far apart', () => {
    expect(groundsOf(9, '')).toBeUndefined();
    expect(groundsOf(9, '1,2,3,4')).toBeUndefined();
    expect(groundsOf(2 ** 15 + 2, `1,${2 ** 15 + 1}`)).toBeUndefined();
    expect(groundsOf(2 ** 15 + 9, `1,${2 ** 15 + 1},${2 ** 15 + 2}`)).toBeUndefined();
    expect(groundsOf(2 ** 20 + 1, '1')).toBeUndefined();
    expect(groundsOfLine(5, 1, 2 ** 24 + 1)).toBeUndefined();
  });
});
