import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { taskShownBy } from '#evidence/domain/submissions';
import { examples as approval } from '#approval/domain/approval.examples';
import { cast, examples as engagement } from '#engagement/domain/engagement.examples';
import { examples as evidence } from '#evidence/domain/evidence.examples';
import type { DomainEvent, ExamplesOf } from '#kernel/event';
import { canonicalize } from '#kernel/json';
import { replaceSealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { examples as matrixVersion } from '#matrix-version/domain/matrix-version.examples';
import { examples as objection } from '#objection/domain/objection.examples';
import { examples as responsibility } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import { eachTask } from '#responsibility/domain/tasks/known-tasks';
import { rulebook, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { examples as snapshot } from '#snapshot/domain/snapshot.examples';

/** In an order in which a ledger could hold them: an import begins before its lines come, and ends after. */
const { ImportStarted, ImportPartRecorded, ImportCompleted, ...statements } = responsibility;
const all: ExamplesOf<OnusEvent> = {
  ...engagement,
  ImportStarted,
  ...statements,
  ImportPartRecorded,
  ImportCompleted,
  ...approval,
  ...evidence,
  ...objection,
  ...snapshot,
  ...matrixVersion,
};
const byType: readonly (readonly [OnusEvent, ...OnusEvent[]])[] = Object.values(all);
const examples = byType.flat();

const goldenFile = ({ type, schema }: DomainEvent): string => join(import.meta.dirname, `${type}.v${schema}.json`);

/** The first example of each type in each of its versions. */
const firsts = examples.filter(
  (event, i) => i === examples.findIndex((other) => goldenFile(other) === goldenFile(event)),
);

function fold(events: readonly OnusEvent[]): OnusState {
  const state = rulebook.initial();
  const recordedAt = '2026-01-05T09:00:00Z';
  for (const [index, event] of events.entries()) {
    rulebook.evolve(state, { index, recordedAt, actor: cast.meier, event });
  }
  return state;
}

describe('The golden files', () => {
  it.each(firsts)('hold the canonical bytes of the first example: $type, version $schema', (event) => {
    const kept = existsSync(goldenFile(event)) ? readFileSync(goldenFile(event)) : Buffer.of();
    expect(kept.equals(Buffer.from(`${canonicalize(event)}\n`))).toBe(true);
  });

  it('are, with the further examples, a ledger that the rulebook of today can fold', () => {
    const asWritten = examples.map((event) =>
      firsts.includes(event) ? (JSON.parse(readFileSync(goldenFile(event), 'utf8')) as OnusEvent) : event,
    );
    const state = fold(asWritten);
    expect([...eachTask(state.responsibility.tasks)].map(({ ref }) => ref)).toEqual(['LOG-03', 'BKP-04']);
    expect(state.approval.proposed).toBe(6);
    expect([...state.approval.firstForm.keys()]).toEqual([]);
    expect([...state.approval.open.keys()]).toEqual([]);
    const { submitted } = state.evidence;
    expect([76, 77, 78, 79].filter((entry) => taskShownBy(submitted, entry) !== undefined)).toEqual([77, 78]);
  });
});

describe('All examples', () => {
  it('carry the digest of what they say', () => {
    const said = [...all.TaskDefined, ...all.TaskRevised, ...all.ResponsibilityAssigned];
    for (const { data } of said) {
      expect(data.digest).toBe(digestOf(sha256, 'definition' in data ? data.definition : data.assignment));
    }
    for (const { data } of all.ChangeProposed) {
      const { changeId, effectiveFrom, effectiveTo, digest } = data;
      const lines = all.ChangeLineProposed.filter((line) => line.data.changeId === changeId).map(
        (line) => line.data.proposed,
      );
      expect(lines).toHaveLength(data.lines);
      expect(digest).toBe(sha256(`onus/change/v1\n${canonicalize({ effectiveFrom, effectiveTo, lines })}`, 'hex'));
    }
  });

  it('keep every text of a person sealed', () => {
    const commitments = examples.flatMap((event: DomainEvent) => [
      ...canonicalize(event).matchAll(/"sealed":"([^"]*)"/g),
    ]);
    expect(commitments.length).toBeGreaterThan(0);
    for (const [, commitment] of commitments) expect(commitment).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const texts: string[] = [];
    for (const event of examples) replaceSealed(event as never, (text) => texts.push(text));
    expect(texts).toEqual([]);
  });
});
