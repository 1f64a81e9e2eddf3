import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL, JANUARY, MARCH, MAY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import {
  acceptException,
  confirm,
  except,
  proposeVersion,
  signVersion,
  startReview,
  word,
} from './matrix-version.examples.ts';
import { activeMember, signingSide } from './sides.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, lindqvist, jansen, robot, fabrikam } = cast;

const period = (member: string, from?: string, to?: string) =>
  ({
    type: 'SetMemberPeriod',
    data: { member, ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
  }) as const;

/** C. Keller approves for the provider in March, and only then. */
const inMarch = [...everybodyJoined, { command: period(keller.member, MARCH, APRIL), by: meier }];
const JUST_BEFORE = '2026-02-28T23:59:59.999999Z';
const lastMoment = (end: string) => new Date(Date.parse(end) - 1).toISOString();

describe('Who can sign for a side', () => {
  const { engagement } = given(...inMarch).state;

  it('is an approver of it who is a person, at any time where no time was said', () => {
    expect(signingSide(engagement, { actor: okafor, recordedAt: JANUARY })).toBe('client');
    expect(signingSide(engagement, { actor: lindqvist, recordedAt: MAY })).toBe('client');
    for (const actor of [jansen, fabrikam]) {
      expect(() => signingSide(engagement, { actor, recordedAt: MARCH })).toThrow(/approver/);
    }
    expect(() => signingSide(engagement, { actor: robot, recordedAt: MARCH })).toThrow('A person signs');
  });

  it('is so from the beginning of the member’s time on, and not at its end', () => {
    expect(signingSide(engagement, { actor: keller, recordedAt: MARCH })).toBe('provider');
    expect(signingSide(engagement, { actor: keller, recordedAt: lastMoment(APRIL) })).toBe('provider');
    for (const recordedAt of [JUST_BEFORE, APRIL]) {
      expect(() => signingSide(engagement, { actor: keller, recordedAt })).toThrow('An approver');
      expect(activeMember(engagement, keller.member, recordedAt)).toBeUndefined();
    }
  });
});

describe('Outside of a member’s time', () => {
  const defined = [...inMarch, { command: defineTask('LOG-03', JANUARY), by: ruiz }];

  it('no version is signed; within it, the signature stands when the time is over', () => {
    const proposed = [...defined, { command: proposeVersion({ treeSize: 17 }), by: ruiz }];
    given(...proposed)
      .when(signVersion('v1'), { by: keller, at: JUST_BEFORE })
      .refuses('engagement/outside-period');
    given(...proposed)
      .when(signVersion('v1'), { by: keller, at: APRIL })
      .refuses('engagement/outside-period');
    given(...proposed, { command: signVersion('v1'), by: keller, at: MARCH })
      .when(signVersion('v1'), { by: okafor, at: MAY })
      .recordsTypes('VersionSigned', 'VersionAgreed');
  });

  it('no line is confirmed', () => {
    const reviewed = [...defined, { command: startReview({ due: '2027-01-01T00:00:00Z' }), by: ruiz }];
    const say = confirm('r17', word('LOG-03'));
    given(...reviewed)
      .when(say, { by: keller, at: APRIL })
      .refuses('engagement/outside-period');
    given(...reviewed)
      .when(say, { by: keller, at: MARCH })
      .recordsTypes('LineConfirmed');
  });

  it('nobody is named to bear a risk who could never accept it in time', () => {
    const exception = (to: string) => except({ owner: keller.member, from: JANUARY, to });
    given(...defined)
      .when(exception(MARCH), { by: ruiz, at: '2026-01-06T00:00:00Z' })
      .refuses('exception/bad-owner');
    given(...defined)
      .when(exception(MAY), { by: ruiz, at: APRIL })
      .refuses('exception/bad-owner');
    given(...defined)
      .when(exception(MAY), { by: ruiz, at: '2026-01-06T00:00:00Z' })
      .recordsTypes('ExceptionRecorded');
  });

  it('no risk is accepted', () => {
    const recorded = [...defined, { command: except({ owner: keller.member, from: JANUARY, to: MAY }), by: ruiz }];
    given(...recorded)
      .when(acceptException('x17'), { by: keller, at: APRIL })
      .refuses('engagement/outside-period');
    given(...recorded)
      .when(acceptException('x17'), { by: keller, at: MARCH })
      .recordsTypes('ExceptionAccepted');
  });
});
