import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BEGIN, courseOf } from './course.ts';

describe('The made-up history that answers are measured on', () => {
  it('says one thing for every instant, at every size of the ledger', () => {
    for (const size of [1, 2, 10, 300]) {
      const { periods, effective } = courseOf(size);
      const latest = Math.max(...effective);
      fc.assert(
        fc.property(
          fc.integer({ min: Math.min(...effective), max: latest + 1 }),
          fc.integer({ min: 0, max: effective.length - 1 }),
          (at, change) => {
            const visible = periods.filter(
              ({ from, to, knownFrom, knownTo }) =>
                from <= at && at < to && knownFrom <= change && (knownTo === null || change < knownTo),
            );
            // Before the first change only a correction of that time says anything.
            if (at >= effective[0]!) expect(visible).toHaveLength(1);
            else expect(visible.length).toBeLessThanOrEqual(1);
          },
        ),
        { numRuns: 500 },
      );
    }
  });

  it('has as many periods as asked for, or a few more, and corrects the past now and then', () => {
    const { periods, effective } = courseOf(1_000);
    expect(periods.length).toBeGreaterThanOrEqual(1_000);
    expect(periods.length).toBeLessThan(1_010);
    expect(effective.some((at, i) => i > 0 && at < effective[i - 1]!)).toBe(true);
    expect(effective.every((at) => at >= BEGIN)).toBe(true);
  });
});
