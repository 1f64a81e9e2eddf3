import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown } from '#ledger-store/event-store';
import type { Accepted } from '#ledger-store/submission';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import { until } from '#test/until';
import { rulesOfToday } from '#rulebook/rules-of-today';
import type { ImportTarget } from './import-target.ts';
import { recordLines, type HeaderFacts } from './record-lines.ts';

/** So much that three of them make two parts. */
const LONG = 'x'.repeat(450_000);
const LINES: readonly ImportLine[] = Array.from({ length: 16 }, (_, i) => ({
  ref: `T-${i}`,
  at: '2026-01-01T00:00:00Z',
  act: 'revise',
  definition: { title: LONG },
}));
const FACTS: HeaderFacts = {
  mode: 'matrix',
  source: { digest: `sha256:${'0'.repeat(64)}`, name: 'matrix.csv', lines: LINES.length },
} as unknown as HeaderFacts;

describe('Recording an import in parts', () => {
  // A rejection that nobody handles fails a test, as it would end the service.
  it('fails once where several parts fail together, and takes nobody else with it', async () => {
    const failed = Promise.withResolvers<Accepted>();
    const first = { entries: [{ data: { importId: 'i1' } }] } as unknown as Accepted;
    let parts = 0;
    const target = {
      submit: () => (parts++ === 0 ? Promise.resolve(first) : failed.promise),
      state: () => Promise.resolve({ state: rulesOfToday.initial(), size: 0, position: 0 }),
    } as unknown as ImportTarget;
    const recording = recordLines(target, FACTS, LINES, () => {}).catch((error: unknown) => error);
    await until(() => parts === 4);
    failed.reject(new OutcomeUnknown('planned'));
    expect(await recording).toBeInstanceOf(OutcomeUnknown);
    await nextTurn();
  });
});
