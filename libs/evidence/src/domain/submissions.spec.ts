import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addSubmission,
  bytesOfSubmissions,
  countOf,
  entryThatShowed,
  noSubmissions,
  submissionsBehind,
  submitterOf,
  taskShownBy,
  type Shown,
} from './submissions.ts';

const digestOf = (last: number): string => `sha256:${last.toString(16).padStart(64, '0')}`;

/** Few digests, tasks and periods, so that many are the same. */
const shown: fc.Arbitrary<Shown> = fc.record({
  task: fc.constantFrom(0, 4, 2 ** 32 - 1),
  digest: fc.oneof(
    fc.nat(20).map(digestOf),
    fc.nat(20).map((first) => `sha256:${first.toString(16).padStart(2, '0')}${'f'.repeat(62)}`),
  ),
  covers: fc.constantFrom(
    undefined,
    { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
    { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00.5Z' },
  ),
});

const keyOf = ({ task, digest, covers }: Shown): string => `${task} ${digest} ${covers?.from} ${covers?.to}`;

describe('Submissions', () => {
  it('are found as a map of their whole content finds them, also from a copy', () => {
    fc.assert(
      fc.property(fc.array(shown, { maxLength: 120 }), fc.array(shown, { maxLength: 20 }), (added, asked) => {
        let submissions = noSubmissions();
        const first = new Map<string, number>();
        added.forEach((each, i) => {
          const before = entryThatShowed(submissions, each);
          expect(before).toBe(first.get(keyOf(each)));
          if (before !== undefined) return;
          first.set(keyOf(each), 10 + 3 * i);
          addSubmission(submissions, 10 + 3 * i, i % 7, each);
          if (i % 17 === 0) submissions = structuredClone(submissions);
        });
        expect(countOf(submissions)).toBe(first.size);
        for (const each of asked) expect(entryThatShowed(submissions, each)).toBe(first.get(keyOf(each)));
      }),
    );
  });

  it('say which task an entry showed, and who showed it, and nothing of any other entry', () => {
    const submissions = noSubmissions();
    const entries = [3, 7, 8, 500];
    for (const entry of entries)
      addSubmission(submissions, entry, entry % 3, { task: entry % 5, digest: digestOf(entry) });
    const said = Array.from({ length: 510 }, (_, entry) => taskShownBy(submissions, entry));
    expect(said.flatMap((task, entry) => (task === undefined ? [] : [[entry, task]]))).toEqual(
      entries.map((entry) => [entry, entry % 5]),
    );
    expect(taskShownBy(noSubmissions(), 0)).toBeUndefined();
    expect(entries.map((entry) => submitterOf(submissions, entry))).toEqual(entries.map((entry) => entry % 3));
    expect(submitterOf(submissions, 4)).toBeUndefined();
  });

  it('are told in order, behind any entry, also from a copy', () => {
    let submissions = noSubmissions();
    const entries = Array.from({ length: 1_000 }, (_, i) => 3 * i + 5);
    for (const entry of entries) {
      if (entry % 7 === 0) submissions = structuredClone(submissions);
      addSubmission(submissions, entry, entry % 3, { task: entry % 5, digest: digestOf(entry) });
    }
    expect(entries.map((entry) => taskShownBy(submissions, entry))).toEqual(entries.map((entry) => entry % 5));
    for (const after of [-1, 5, 772, 773, 774, 3_001, 3_002, 9_000]) {
      expect([...submissionsBehind(submissions, after)]).toEqual(
        entries.filter((entry) => entry > after).map((entry) => ({ entry, member: entry % 3 })),
      );
    }
  });

  it('stay few bytes for each, by the hundred thousand', () => {
    const submissions = noSubmissions();
    for (let entry = 0; entry < 100_000; entry++) {
      addSubmission(submissions, entry, entry % 3, { task: 4, digest: digestOf(entry) });
    }
    expect(entryThatShowed(submissions, { task: 4, digest: digestOf(99_999) })).toBe(99_999);
    expect(entryThatShowed(submissions, { task: 4, digest: digestOf(100_000) })).toBeUndefined();
    const { rows, places } = submissions;
    const bytes = [...rows.packed, rows.last, places].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes / 100_000).toBeLessThan(45);
    expect(bytesOfSubmissions(submissions)).toBe(bytes);
  });
});
