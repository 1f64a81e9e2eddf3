import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MemberState } from '#answers/views';
import { microsOf, type Instant } from '#kernel/instant';
import type { Entry } from '../naive-model.ts';
import { readModelsOf, TemporaryFolder } from '../projection-setting.ts';
import { dayOf, RandomLedger } from '../random-ledger.ts';
import { askBoth } from '../twins/asked-of-both.ts';
import { written } from '../written-ledger.ts';
import { attempt, begin, delegatingActs } from './random-delegating.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 250;

const points = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 40 })), {
  minLength: 8,
  maxLength: 8,
});

/** How often there was something to say. */
const seen = { forAnother: 0, current: 0, expired: 0, revoked: 0, 'not-begun': 0, absent: 0, erased: 0 };

/** A member as the prefix of the ledger has it, in the plainest way: the last word counts. */
function standing(id: string, prefix: readonly Entry[], at: Instant) {
  const now = microsOf(at);
  const last = prefix.findLast(({ event }) => event.type === 'MemberPeriodSet' && event.data.memberId === id)?.event;
  const { from, to } = last?.type === 'MemberPeriodSet' ? last.data : {};
  const removed = prefix.some(({ event }) => event.type === 'MemberRemoved' && event.data.memberId === id);
  const begun = from === undefined || microsOf(from) <= now;
  const over = to !== undefined && microsOf(to) <= now;
  const delegations = prefix.flatMap(({ event }) => {
    if (event.type !== 'DelegationGranted') return [];
    const { delegationId, delegator, delegate, from: begins, to: ends } = event.data;
    const isRevoked = prefix.some(
      (each) => each.event.type === 'DelegationRevoked' && each.event.data.delegationId === delegationId,
    );
    const inTime = now < microsOf(begins) ? 'not-begun' : now < microsOf(ends) ? 'current' : 'expired';
    return [{ id: delegationId, delegator, delegate, status: isRevoked ? 'revoked' : inTime }];
  });
  return {
    id,
    removed,
    present: !removed && begun && !over,
    period: from === undefined && to === undefined ? null : { from: from ?? null, to: to ?? null },
    given: delegations.filter(({ delegator }) => delegator === id).map(({ id: of, status }) => [of, status]),
    held: delegations.filter(({ delegate }) => delegate === id).map(({ id: of, status }) => [of, status]),
  };
}

const told = ({ id, removed, present, period, delegations: { given, held } }: MemberState) => ({
  id,
  removed,
  present,
  period,
  given: given.map(({ id: of, status }) => [of, status]),
  held: held.map(({ id: of, status }) => [of, status]),
});

describe('What is known of people', () => {
  it(
    'is what was said of them last, at any size of the ledger and at any instant; and answers name whoever acted for another',
    async () => {
      await fc.assert(
        fc.asyncProperty(delegatingActs, points, async (acts, asked) => {
          const ledger = new RandomLedger();
          begin(ledger);
          for (const act of acts) attempt(ledger, act);
          const writer = await written(ledger, (text) => text.length % 3 === 0);
          const sizes = asked.map(([share]) => ledger.sizeAt(share));
          await askBoth(
            writer,
            sizes
              .slice(0, 4)
              .flatMap((treeSize) =>
                ['LOG-03', 'LOG-04'].map((ref) => ({ ref, effective: { at: dayOf(30) }, treeSize })),
              ),
            {
              owner: (answer) => {
                if (JSON.stringify(answer).includes('onBehalfOf')) seen.forAnother++;
              },
            },
          );
          const folder = new TemporaryFolder();
          const models = await readModelsOf(folder, writer);
          try {
            for (const [i, treeSize] of sizes.entries()) {
              const instant = Temporal.Instant.from('2026-01-05T09:00:00Z').add({ hours: asked[i]![1] }).toString();
              const prefix = ledger.model.entries.slice(0, treeSize);
              const members = models.people.members(writer.engagement, { at: instant, known: { treeSize } });
              expect(members.map(told)).toEqual(members.map(({ id }) => standing(id, prefix, instant)));
              const all = models.people.delegations(writer.engagement, { at: instant, known: { treeSize } });
              expect(
                members
                  .flatMap(({ delegations }) => delegations.given)
                  .map(({ id }) => id)
                  .sort(byNumber),
              ).toEqual(all.map(({ id }) => id));
              for (const { status, delegator } of all) {
                seen[status]++;
                if (delegator.name === null) seen.erased++;
              }
              seen.absent += members.filter(({ present, removed }) => !present && !removed).length;
            }
          } finally {
            await models.close();
            folder.remove();
          }
        }),
        { numRuns: HISTORIES },
      );
      for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
    },
    PATIENCE,
  );
});

const byNumber = (a: string, b: string): number => Number(a.slice(1)) - Number(b.slice(1));
