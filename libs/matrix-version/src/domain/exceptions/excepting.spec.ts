import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL, JANUARY, MARCH, MAY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { acceptException, endException, except } from '../matrix-version.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, tier1, robot, auditor, viewer, fabrikam, stranger } = cast;

/** LOG-03 is part of the matrix: entry 15. */
const defined = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }];
/** The provider records an exception from LOG-03 in March, whose risk B. Okafor of the client bears: entry 16. */
const recorded = [...defined, { command: except(), by: ruiz }];
const accepted = [...recorded, { command: acceptException('x16'), by: okafor }];
const removed = (member: string) => ({ command: { type: 'RemoveMember', data: { member } }, by: meier }) as const;
const control = { framework: 'nist-800-53-r5', id: 'AU-6' };

describe('Recording an exception', () => {
  it('says what is not done, for how long, what is done instead, and who bears the risk', () => {
    given(...defined)
      .when(except(), { by: ruiz })
      .records({ type: 'ExceptionRecorded', schema: 1, data: { exceptionId: 'x16', ...except().data } });
  });

  it('is about lines, about controls, or about both', () => {
    const { refs: _, ...rest } = except().data;
    given(...defined)
      .when({ type: 'RecordException', data: { ...rest, controls: [control] } }, { by: jansen })
      .recordsTypes('ExceptionRecorded');
    given(...defined)
      .when(except({ controls: [control, { ...control, part: '(1)' }] }), { by: jansen })
      .recordsTypes('ExceptionRecorded');
    given(...defined)
      .when({ type: 'RecordException', data: rest }, { by: jansen })
      .refuses('exception/covers-nothing');
    given(...defined)
      .when(except({ refs: [], controls: [] }), { by: jansen })
      .refuses('exception/covers-nothing');
  });

  it('is refused where it names a line that nobody defined, or the same thing twice', () => {
    for (const [code, data] of Object.entries({
      'task/unknown': { refs: ['LOG-99'] },
      'exception/covers-twice': { refs: ['LOG-03', 'LOG-03'] },
      'exception/covers-twice ': { controls: [control, { id: 'AU-6', framework: 'nist-800-53-r5' }] },
    })) {
      given(...defined)
        .when(except(data), { by: ruiz })
        .refuses(code.trim());
    }
  });

  it('is refused where nobody could bear the risk: it takes a person who is of the engagement', () => {
    for (const owner of [tier1.member, robot.member, stranger.member, '']) {
      given(...defined)
        .when(except({ owner }), { by: ruiz })
        .refuses('exception/bad-owner');
    }
    given(...defined, removed(okafor.member))
      .when(except(), { by: ruiz })
      .refuses('exception/bad-owner');
  });

  it('is refused for a time that ends before it begins, or that is over', () => {
    for (const to of [MARCH, JANUARY]) {
      given(...defined)
        .when(except({ to }), { by: ruiz })
        .refuses('exception/bad-interval');
    }
    given(...defined)
      .when(except(), { by: ruiz, at: APRIL })
      .refuses('exception/over');
  });

  it('is refused to whoever only reads, and to third parties', () => {
    for (const by of [auditor, viewer, stranger]) {
      given(...defined)
        .when(except(), { by })
        .refuses('engagement/not-allowed');
    }
    given(...defined)
      .when(except(), { by: fabrikam })
      .refuses('version/not-a-side');
  });
});

describe('Accepting an exception', () => {
  it('is for the very person who is named, whatever that person’s roles, and of whatever party', () => {
    given(...recorded)
      .when(acceptException('x16'), { by: okafor })
      .records({ type: 'ExceptionAccepted', schema: 1, data: { exceptionId: 'x16' } });
    for (const owner of [viewer, fabrikam, ruiz]) {
      given(...defined, { command: except({ owner: owner.member }), by: ruiz })
        .when(acceptException('x16'), { by: owner })
        .recordsTypes('ExceptionAccepted');
    }
    for (const by of [meier, keller, lindqvist, robot, auditor, stranger]) {
      given(...recorded)
        .when(acceptException('x16'), { by })
        .refuses('exception/not-owner');
    }
  });

  it('is refused once it is accepted, ended or expired, to whoever was removed, and where there is none', () => {
    given(...accepted)
      .when(acceptException('x16'), { by: okafor })
      .refuses('exception/already-accepted');
    given(...recorded, { command: endException('x16'), by: keller })
      .when(acceptException('x16'), { by: okafor })
      .refuses('exception/over');
    given(...recorded)
      .when(acceptException('x16'), { by: okafor, at: APRIL })
      .refuses('exception/over');
    given(...recorded, removed(okafor.member))
      .when(acceptException('x16'), { by: okafor })
      .refuses('exception/not-owner');
    given(...recorded)
      .when(acceptException('x15'), { by: okafor })
      .refuses('exception/unknown');
  });
});

describe('Ending an exception', () => {
  it('is for whoever bears the risk, and for owners and approvers of both sides, with a reason', () => {
    const { reason } = endException('x16').data;
    for (const by of [okafor, meier, keller, lindqvist]) {
      given(...accepted)
        .when(endException('x16'), { by })
        .records({ type: 'ExceptionEnded', schema: 1, data: { exceptionId: 'x16', reason } });
    }
    given(...defined, { command: except({ owner: fabrikam.member }), by: ruiz })
      .when(endException('x16'), { by: fabrikam })
      .recordsTypes('ExceptionEnded');
    for (const by of [ruiz, jansen, robot, auditor, viewer, fabrikam, stranger]) {
      given(...accepted)
        .when(endException('x16'), { by })
        .refuses('exception/not-yours');
    }
  });

  it('is refused once it is over, and where there is none', () => {
    given(...accepted, { command: endException('x16'), by: okafor })
      .when(endException('x16'), { by: okafor })
      .refuses('exception/over');
    given(...accepted)
      .when(endException('x16'), { by: okafor, at: MAY })
      .refuses('exception/over');
    given(...accepted)
      .when(endException('x99'), { by: okafor })
      .refuses('exception/unknown');
  });
});
