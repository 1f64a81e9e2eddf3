import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FOREVER, type Micros } from './instant.ts';
import { emptyTimeline, holdsFrom, nextStart, overlay, valueAt, valuesFrom, type Timeline } from './timeline.ts';

interface Said {
  readonly from: Micros;
  readonly to: Micros;
  readonly value: number | undefined;
}

const GRID = 12;

/** The meaning of a timeline, as plainly as it can be said: the last statement that covers an instant wins. */
function lastThatCovers(said: readonly Said[], at: Micros): number | undefined {
  return said.findLast(({ from, to }) => from <= at && at < to)?.value;
}

function timelineOf(said: readonly Said[]): Timeline<number> {
  let timeline = emptyTimeline<number>();
  for (const { from, to, value } of said) timeline = overlay(timeline, from, to, value);
  return timeline;
}

const statements = fc.array(
  fc.record({
    from: fc.nat(GRID),
    to: fc.oneof(fc.nat(GRID), fc.constant(FOREVER)),
    value: fc.option(fc.nat(3), { nil: undefined }),
  }),
  { maxLength: 12 },
);

const instants = Array.from({ length: GRID + 3 }, (_, i) => i - 1);

describe('A timeline', () => {
  it('answers at every instant with the last statement that covers it', () => {
    fc.assert(
      fc.property(statements, (said) => {
        const timeline = timelineOf(said);
        for (const at of instants) expect(valueAt(timeline, at)).toBe(lastThatCovers(said, at));
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps its segments in order and never empty', () => {
    fc.assert(
      fc.property(statements, (said) => {
        const timeline = timelineOf(said);
        const starts = timeline.filter((_, i) => i % 2 === 0) as number[];
        expect(timeline).toHaveLength(2 * starts.length);
        for (let i = 1; i < starts.length; i++) expect(starts[i]!).toBeGreaterThan(starts[i - 1]!);
      }),
      { numRuns: 2000 },
    );
  });

  it('tells where the next statement starts: up to there holds what holds at an instant', () => {
    fc.assert(
      fc.property(statements, fc.nat(GRID), (said, at) => {
        const timeline = timelineOf(said);
        const to = nextStart(timeline, at);
        expect(to).toBeGreaterThan(at);
        for (const other of instants) {
          if (at <= other && other < to) expect(valueAt(timeline, other)).toBe(valueAt(timeline, at));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('knows whether a statement holds anywhere from an instant on', () => {
    fc.assert(
      fc.property(statements, fc.nat(GRID), fc.nat(3), (said, at, value) => {
        const later = instants.filter((instant) => instant >= at);
        const expected = later.some((instant) => lastThatCovers(said, instant) === value);
        expect(holdsFrom(timelineOf(said), at, value)).toBe(expected);
        expect(valuesFrom(timelineOf(said), at).has(value)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('is open where nothing was said', () => {
    const timeline = emptyTimeline<number>();
    expect(valueAt(timeline, 0)).toBeUndefined();
    expect(nextStart(timeline, 0)).toBe(FOREVER);
  });

  it('lets what held before resume where a statement ends', () => {
    const timeline = timelineOf([
      { from: 0, to: FOREVER, value: 1 },
      { from: 3, to: 5, value: 2 },
    ]);
    expect([2, 3, 4, 5].map((at) => valueAt(timeline, at))).toEqual([1, 2, 2, 1]);
  });

  it('holds at the start of a statement and not at its end', () => {
    const timeline = timelineOf([{ from: 3, to: 5, value: 1 }]);
    expect([2, 3, 4, 5].map((at) => valueAt(timeline, at))).toEqual([undefined, 1, 1, undefined]);
  });

  it('is not altered by a statement that covers nothing', () => {
    const timeline = timelineOf([{ from: 0, to: FOREVER, value: 1 }]);
    expect(overlay(timeline, 4, 4, 2)).toBe(timeline);
    expect(overlay(timeline, 5, 3, 2)).toBe(timeline);
    expect(timeline).toEqual([0, 1]);
  });
});
