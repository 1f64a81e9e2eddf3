import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeMatters } from '#answers/inbox/changes';
import type { Matter } from '#answers/inbox/matter';
import { matrixMatters } from '#answers/inbox/matrix';
import { actorOf } from '#answers/inbox/rights';
import { cast } from '#engagement/domain/engagement.examples';
import type { Actor } from '#kernel/event';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import type { Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { LEDGER } from '#rulebook/given-when-then';
import type { OnusCommand, OnusState } from '#rulebook/rulebook';
import { rulesOfToday } from '#rulebook/rules-of-today';
import { randomHistory } from '../random-acts.ts';
import { RandomLedger } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { agreementActs, attempt, begin } from './random-agreement.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const EVERYBODY = ['meier', 'keller', 'ruiz', 'okafor', 'jansen', 'lindqvist', 'robot', 'fabrikam', 'viewer'] as const;

const seen = new Map<string, number>();
const saw = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

/** The ledger a moment after what was recorded last. */
const nowIn = (ledger: RandomLedger): Instant => instantOf(microsOf(ledger.appends.at(-1)!.at) + 1);

/** Whether the rules would record a command. */
function accepts(
  ledger: RandomLedger,
  command: Unsealed<OnusCommand>,
  actor: Actor,
  recordedAt: Instant,
  state = ledger.state,
): boolean {
  const circumstances = { ledger: LEDGER, actor, recordedAt, nextIndex: ledger.size, sha256, verifySignature };
  try {
    rulesOfToday.decide(command as OnusCommand, state, circumstances);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Everybody in the own right, and for whoever of the others there is: whether that may be the rules say. */
const rights = (ledger: RandomLedger, member: string, at: Instant): readonly Actor[] => {
  const own = actorOf(ledger.state.engagement, member, at);
  if (own === undefined) return [];
  return [
    own,
    ...EVERYBODY.map((who) => ({ ...own, onBehalfOf: cast[who].member })).filter((by) => by.onBehalfOf !== member),
  ];
};

/** The same, as if no policy asked for passkeys: that an approval must be signed says how it is given, and not for whom it waits. */
function withoutPasskeys({ state }: RandomLedger): OnusState {
  const open = [...state.approval.open].map(([id, change]) => {
    const { opening } = change;
    if (opening === null) return [id, change] as const;
    return [id, { ...change, opening: { ...opening, policy: { ...opening.policy, passkeys: false } } }] as const;
  });
  return { ...state, approval: { ...state.approval, open: new Map(open) } };
}

/** Whether lines name a member who was removed, anywhere in what they say. */
function namesRemoved({ state }: RandomLedger, lines: unknown): boolean {
  const words = JSON.stringify(lines);
  return [...state.engagement.members].some(([id, { removed }]) => removed && words.includes(`"${id}"`));
}

/** What waits for a member by trying: every command, for everybody, on every change. */
function tried(ledger: RandomLedger, member: string, at: Instant): readonly string[] {
  const state = withoutPasskeys(ledger);
  const { open, firstForm } = state.approval;
  return rights(ledger, member, at).flatMap((by) => {
    const whose = by.onBehalfOf ?? '';
    const waits: string[] = [];
    for (const [id, change] of open) {
      // What names somebody who left can come in force no more: it waits for its author, and approvals lead to nothing.
      if (change.ratifyBy === null && namesRemoved(ledger, change.text.lines)) continue;
      const principal = by.onBehalfOf ?? by.member;
      const approves = accepts(
        ledger,
        { type: 'ApproveChange', data: { change: id, digest: change.text.digest } },
        by,
        at,
        state,
      );
      // Who asked for another text may take that back by approving, also where his party has approved already.
      const takesBack = change.requests.some((request) => request.principal === principal);
      if (approves && !takesBack)
        waits.push(`${change.ratifyBy === null ? 'approve' : 'ratify'}-change ${id} ${whose}`);
      const confirms = accepts(
        ledger,
        { type: 'ConfirmOverride', data: { change: id, digest: change.text.digest } },
        by,
        at,
        state,
      );
      if (confirms) waits.push(`confirm-override ${id} ${whose}`);
    }
    for (const [id, { digest, lines }] of firstForm) {
      if (namesRemoved(ledger, lines)) continue;
      if (accepts(ledger, { type: 'ApproveChange', data: { change: id, digest } }, by, at, state)) {
        waits.push(`approve-change ${id} ${whose}`);
      }
    }
    return waits;
  });
}

const named = (matters: readonly Matter[]): readonly string[] =>
  matters.map(({ kind, id, for: principal }) => `${kind} ${id} ${principal ?? ''}`);

/** Some delegate, so that others decide in their right. */
const delegations = fc.array(
  fc.record({
    from: fc.constantFrom(...EVERYBODY),
    to: fc.constantFrom(...EVERYBODY),
    scope: fc.constantFrom({}, { refs: ['LOG-03'] }, { changes: ['C-2', 'C-3'] }),
    days: fc.integer({ min: 1, max: 30 }),
  }),
  { maxLength: 6 },
);

describe('What waits for a member', () => {
  it(
    'is exactly what the rules would let him do that counts, in his own right and for those who delegated',
    () => {
      fc.assert(
        fc.property(agreementActs, delegations, ({ policy, acts }, granted) => {
          const ledger = new RandomLedger();
          for (const { from, to, scope, days } of granted) {
            const start = nowIn(ledger);
            const end = instantOf(microsOf(start) + days * 86_400_000_000);
            const data = { delegate: cast[to].member, from: start, to: end, scope };
            ledger.attempt({ type: 'GrantDelegation', data }, cast[from]);
          }
          begin(ledger, policy);
          for (const act of acts) attempt(ledger, act);
          const at = nowIn(ledger);
          for (const who of EVERYBODY) {
            const { member } = cast[who];
            const told = changeMatters(ledger.state, member, at).mine.filter(({ kind }) => kind !== 'revise-change');
            for (const { kind, for: principal } of told) saw(principal === null ? kind : `${kind} for another`);
            expect(named(told).toSorted()).toEqual(tried(ledger, member, at).toSorted());
          }
        }),
        { numRuns: 800 },
      );
    },
    PATIENCE,
  );

  it(
    'is every version that he can sign, every risk that he can accept, and every review in which he can speak',
    () => {
      const longHistory = fc.tuple(randomHistory, randomHistory).map((parts) => parts.flat());
      fc.assert(
        fc.property(longHistory, (steps) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const at = nowIn(ledger);
          const { versions, reviews, exceptions } = ledger.state.matrixVersion;
          for (const who of EVERYBODY) {
            const { member } = cast[who];
            const own = actorOf(ledger.state.engagement, member, at);
            if (own === undefined) continue;
            const may = (command: Unsealed<OnusCommand>) => accepts(ledger, command, own, at);
            const expected = [
              ...[...versions.open].flatMap(([version, { digest }]) =>
                may({ type: 'SignVersion', data: { version, digest } }) ? [`sign-version ${version} `] : [],
              ),
              ...[...reviews.open].flatMap(([review, { lines }]) => {
                const side = ledger.state.engagement.parties.get(own.party);
                const waits = [...lines].some(([ref, words]) => {
                  const spoken = side === 'third' || side === undefined || words[side] !== undefined;
                  return (
                    !spoken && may({ type: 'ConfirmLines', data: { review, lines: [{ ref, verdict: 'still-true' }] } })
                  );
                });
                return waits ? [`review-lines ${review} `] : [];
              }),
              ...[...exceptions.keys()].flatMap((exception) =>
                may({ type: 'AcceptException', data: { exception } }) ? [`accept-risk ${exception} `] : [],
              ),
            ];
            const told = matrixMatters(ledger.state, member, at, () => null).mine;
            for (const { kind } of told) saw(kind);
            expect(named(told).toSorted()).toEqual(expected.toSorted());
          }
        }),
        { numRuns: 2_000 },
      );
    },
    PATIENCE,
  );

  it.each([
    'approve-change',
    'approve-change for another',
    'ratify-change',
    'confirm-override',
    'sign-version',
    'review-lines',
    'accept-risk',
  ])('and there was something to compare: %s', (what) => {
    expect(seen.get(what) ?? 0).toBeGreaterThan(0);
  });
});
