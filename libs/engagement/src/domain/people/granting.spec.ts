import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { initialEngagement, type DelegationState, type EngagementState } from '../engagement.state.ts';
import { grant } from './granting.ts';

/** The start of 2026, in microseconds; times below are hours from then. */
const BEGINS = 1_767_225_600_000_000;
const HOUR = 3_600_000_000;
const hour = (hours: number): number => BEGINS + hours * HOUR;

interface Passed {
  readonly from: number;
  readonly to: number;
  readonly by: number;
  readonly whom: number;
  readonly revoked: boolean;
}

/** An engagement of so many people of one party, in which rights were passed on so. */
function passing(people: number, passed: readonly Passed[]): EngagementState {
  const member = { party: 'p1', kind: 'person', roles: ['approver'], removed: false, period: null } as const;
  const members = new Map(Array.from({ length: people }, (_, i) => [`m${i}`, { ...member }]));
  const delegations = passed.map(({ from, to, by, whom, revoked }, i): [string, DelegationState] => {
    const id = `d${i}`;
    return [id, { id, delegator: `m${by}`, delegate: `m${whom}`, from: hour(from), to: hour(to), scope: {}, revoked }];
  });
  return { ...initialEngagement(), members, delegations: new Map(delegations) };
}

/** Whether one member is kept from passing rights on to another in a time, because they would come back. */
function isRound(engagement: EngagementState, by: number, whom: number, from: number, to: number): boolean {
  const actor = { member: `m${by}`, party: 'p1', kind: 'person', onBehalfOf: null, auth: 'test' } as const;
  const data = { delegate: `m${whom}`, from: instantOf(hour(from)), to: instantOf(hour(to)), scope: {} };
  const recordedAt = instantOf(BEGINS);
  try {
    const circumstances = { actor, recordedAt, nextIndex: 1, ledger: 'onus.example/e', sha256, verifySignature };
    grant({ type: 'GrantDelegation', data }, engagement, circumstances);
    return false;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'engagement/delegation-cycle') return true;
    throw error;
  }
}

/** The same by its definition, walking every way through the delegations with the time in which all of it holds. */
function comesBack(
  passed: readonly Passed[],
  at: number,
  to: number,
  from: number,
  until: number,
  way: number[],
): boolean {
  return passed.some(({ by, whom, revoked, ...each }) => {
    const both = [Math.max(each.from, from), Math.min(each.to, until)] as const;
    if (revoked || by !== at || way.includes(whom) || both[0] >= both[1]) return false;
    return whom === to || comesBack(passed, whom, to, ...both, [...way, at]);
  });
}

const PEOPLE = 5;
const person = fc.nat({ max: PEOPLE - 1 });
const time = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 6 }));
const passedOn = fc
  .record({ by: person, whom: person, time, revoked: fc.boolean() })
  .filter(({ by, whom }) => by !== whom)
  .map(({ time: [from, length], ...rest }): Passed => ({ ...rest, from, to: from + length }));

describe('A right that would come back to whoever passes it on', () => {
  it('is found where delegations hold at one moment, and only there', () => {
    const found = new Set<boolean>();
    fc.assert(
      fc.property(fc.array(passedOn, { maxLength: 14 }), person, person, time, (passed, by, whom, [from, length]) => {
        fc.pre(by !== whom);
        const expected = comesBack(passed, whom, by, from, from + length, []);
        expect(isRound(passing(PEOPLE, passed), by, whom, from, from + length)).toBe(expected);
        found.add(expected);
      }),
      { numRuns: 1_000 },
    );
    expect(found.size).toBe(2);
  });

  it('is found at once, however many ways lead on, and also that there is none', () => {
    const people = 60;
    const ways = Array.from({ length: people - 2 }, (_, i) =>
      [0, 1].map((twice) => ({ by: i + 1, whom: i + 2, twice })),
    );
    const passed = ways.flat().map(({ by, whom, twice }) => ({ by, whom, from: 1 + twice, to: 9, revoked: false }));
    const engagement = passing(people, passed);
    expect(isRound(engagement, 0, 1, 1, 9)).toBe(false);
    expect(isRound(engagement, people - 1, 1, 1, 9)).toBe(true);
    expect(isRound(engagement, people - 1, 1, 9, 12)).toBe(false);
  });
});
