import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OpenChange } from '#approval/domain/drafting/open-change';
import { calendarOf, type DueCommand } from '#approval/domain/deciding/calendar';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { instantOf, microsOf, type Micros } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import type { DueMatter } from '#read-models/due-matter';
import { LEDGER } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { readModelsOf, TemporaryFolder } from '../projection-setting.ts';
import { RandomLedger } from '../random-ledger.ts';
import { written } from '../written-ledger.ts';
import { agreementActs, attempt, begin } from './random-agreement.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const SYSTEM: Actor = { member: INSTALLATION, party: PROVIDER, kind: 'system', onBehalfOf: null, auth: 'clockwork' };
const COMMANDS: readonly DueCommand['type'][] = ['ExpireChange', 'DeemAccepted', 'EscalateChange', 'RemindApprovers'];
/** Silence would put the change in force, and what it says cannot be any more: the task is another by now, or a bearer has left. */
const CANNOT_TAKE_EFFECT = new Set(['approval/base-moved', 'assignment/unknown-bearer']);
const FAR = '2040-01-01T00:00:00Z';

/** How often there was something to compare. */
const seen = new Map<string, number>();
const saw = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

function told(policy: number, acts: Parameters<typeof attempt>[1][]): RandomLedger {
  const ledger = new RandomLedger();
  begin(ledger, policy);
  for (const act of acts) attempt(ledger, act);
  return ledger;
}

const openIn = ({ state }: RandomLedger): readonly OpenChange[] => [...state.approval.open.values()];

/** What the rules say to a command at an instant: `recorded`, or the code of the refusal. */
function verdictAt(ledger: RandomLedger, type: DueCommand['type'], change: string, at: Micros): string {
  const circumstances = {
    ledger: LEDGER,
    actor: SYSTEM,
    recordedAt: instantOf(at),
    nextIndex: ledger.size,
    sha256,
    verifySignature,
  };
  try {
    rulebook.decide({ type, data: { change } }, ledger.state, circumstances);
    return 'recorded';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('The calendar of a change', () => {
  it(
    'names the first instant at which the rules record what is due, and nothing that they do not',
    () => {
      fc.assert(
        fc.property(agreementActs, ({ policy, acts }) => {
          const ledger = told(policy, acts);
          for (const change of openIn(ledger)) {
            const calendar = calendarOf(change);
            for (const command of COMMANDS) {
              const at = calendar.find((date) => date.command === command)?.at;
              if (at === undefined) checkNever(ledger, command, change);
              else {
                saw(command);
                expect(verdictAt(ledger, command, change.id, at - 1)).toBe('approval/not-due');
                const verdict = verdictAt(ledger, command, change.id, at);
                if (command === 'DeemAccepted' && CANNOT_TAKE_EFFECT.has(verdict)) saw('moved');
                else expect(verdict).toBe('recorded');
              }
            }
          }
        }),
        { numRuns: 2_000 },
      );
    },
    PATIENCE,
  );

  it(
    'is what the read models find due in the whole ledger, in its order, in pages',
    async () => {
      await fc.assert(
        fc.asyncProperty(agreementActs, async ({ policy, acts }) => {
          const ledger = told(policy, acts);
          const writer = await written(ledger);
          const expected = openIn(ledger)
            .flatMap((change) => calendarOf(change).map(({ command, at }) => ({ change: change.id, command, at })))
            .sort((a, b) => a.at - b.at || numberOf(a.change) - numberOf(b.change) || (a.command < b.command ? -1 : 1))
            .map(({ change, command, at }) => ({ change, command, at: instantOf(at) }));
          const folder = new TemporaryFolder();
          const models = await readModelsOf(folder, writer);
          try {
            const found: DueMatter[] = [];
            for (let page = models.due(FAR, { limit: 2 }); page.length > 0;) {
              found.push(...page);
              page = models.due(FAR, { limit: 2, after: page.at(-1)! });
            }
            expect(found.map(({ change, command, at }) => ({ change, command, at }))).toEqual(expected);
            const [first] = expected;
            if (first === undefined) return;
            saw('found');
            expect(models.due(first.at, { limit: 1 })).toMatchObject([first]);
            expect(models.due(instantOf(microsOf(first.at) - 1), { limit: 1 })).toEqual([]);
          } finally {
            await models.close();
            folder.remove();
          }
        }),
        { numRuns: 150 },
      );
    },
    PATIENCE,
  );

  it.each([...COMMANDS, 'never', 'found'])('and there was something to compare: %s', (what) => {
    expect(seen.get(what) ?? 0).toBeGreaterThan(0);
  });
});

/** What is not on the calendar is refused, a moment before the change is out of time or after many years. */
function checkNever(ledger: RandomLedger, command: DueCommand['type'], change: OpenChange): void {
  const { opening, ratifyBy, deemed } = change;
  // A party that was taken to have accepted already needs not be taken so again.
  if (command === 'DeemAccepted' && deemed.length > 0) return;
  const last = (ratifyBy ?? opening?.expiresAt ?? microsOf(FAR)) - 1;
  const verdict = verdictAt(ledger, command, change.id, last);
  saw('never');
  expect(['approval/not-due', 'approval/still-a-draft']).toContain(verdict);
}

const numberOf = (change: string): number => Number(change.slice(2));
