import { describe, expect, it } from '@jest/globals';
import type { OnusEvent } from './rulebook.ts';
import { rulebook } from './rulebook.ts';
import { bytesOf } from './state-bytes.ts';

/** What a state weighs after so many submissions of evidence. */
function bytesAfter(submissions: number): number {
  const state = rulebook.initial();
  for (let index = 0; index < submissions; index++) {
    const digest = `sha256:${index.toString(16).padStart(64, '0')}`;
    const data = { evidenceId: `e${index}`, taskId: 't4', digest, size: 1, mediaType: 'text/plain', title: null };
    const event = { type: 'EvidenceSubmitted', schema: 1, data } as unknown as OnusEvent;
    const actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' } as const;
    rulebook.evolve(state, { index, recordedAt: '2026-03-14T09:00:00Z', actor, event });
  }
  return bytesOf(state, submissions);
}

describe('The bytes of a state', () => {
  it('grow with what robots submit: a row for each, its place, and the room behind them', () => {
    const each = (bytesAfter(10_000) - bytesAfter(0)) / 10_000;
    expect(each).toBeGreaterThan(32 + 4);
    expect(each).toBeLessThan(36 + 8);
  });

  it('grow with every entry that is no evidence', () => {
    const state = rulebook.initial();
    expect(bytesOf(state, 1_000)).toBeGreaterThan(bytesOf(state, 0) + 10_000);
  });
});
