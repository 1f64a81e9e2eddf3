import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask, matrixHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { agree, approve, digestOfChange, lines, propose, reject, withdraw, type When } from '../approval.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, viewer, fabrikam, stranger } = cast;

const fromMarch: When = { effectiveFrom: MARCH };
const digest = digestOfChange(sha256, fromMarch, lines.assign('LOG-03'));
const removal = (member: string) => ({ command: { type: 'RemoveMember', data: { member } } as const, by: meier });
const roles = (member: string, ...held: readonly ('approver' | 'viewer')[]) => ({
  command: { type: 'ChangeRoles', data: { member, roles: held } } as const,
  by: meier,
});

/** LOG-03 and LOG-04 are in the matrix: entries 15 and 16. */
const defined = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: defineTask('LOG-04', JANUARY), by: ruiz },
];
/** C-1 would give LOG-03 to Northwind from March on: entries 17 and 18. Its author is Ruiz. */
const proposed = [...defined, { command: propose(fromMarch, lines.assign('LOG-03')), by: ruiz }];
const byProvider = { command: approve('C-1', digest), by: keller };
const byClient = { command: approve('C-1', digest), by: okafor };

const granted = (side: 'provider' | 'client') =>
  ({ type: 'ApprovalGranted', schema: 1, data: { changeId: 'C-1', digest, side } }) as const;
const assigned = {
  type: 'ResponsibilityAssigned',
  schema: 1,
  data: {
    taskId: 't15',
    effectiveFrom: MARCH,
    change: 'C-1',
    assignment: assignments.northwind,
    digest: digestOf(sha256, assignments.northwind),
  },
} as const;

describe('Approving a change', () => {
  it('records the approval of one side, and puts nothing in force by itself', () => {
    given(...proposed)
      .when(byProvider.command, byProvider)
      .records(granted('provider'));
    given(...proposed)
      .when(byClient.command, byClient)
      .records(granted('client'));
  });

  it('puts the assignment in force, in the same append, when both sides have approved', () => {
    given(...proposed, byProvider)
      .when(byClient.command, byClient)
      .records(
        granted('client'),
        { type: 'ChangeAgreed', schema: 1, data: { changeId: 'C-1', digest, approvals: [19, 20] } },
        assigned,
      );
  });

  it('does so in either order, and names the provider’s approval first', () => {
    given(...proposed, byClient)
      .when(byProvider.command, byProvider)
      .records(
        granted('provider'),
        { type: 'ChangeAgreed', schema: 1, data: { changeId: 'C-1', digest, approvals: [20, 19] } },
        assigned,
      );
  });

  it('binds to the text that was read: the digest of any other text is stale', () => {
    const otherText = digestOfChange(sha256, fromMarch, lines.assign('LOG-03', 'contoso'));
    const otherTime = digestOfChange(sha256, { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    for (const stale of [otherText, otherTime, '', digest.toUpperCase()]) {
      given(...proposed)
        .when(approve('C-1', stale), { by: okafor })
        .refuses('approval/stale-digest');
    }
  });

  it('is never for the author, whatever his roles', () => {
    given(...defined, { command: propose(fromMarch, lines.assign('LOG-03')), by: lindqvist })
      .when(approve('C-1', digest), { by: lindqvist })
      .refuses('approval/own-change');
    given(...proposed, roles(ruiz.member, 'approver'))
      .when(approve('C-1', digest), { by: ruiz })
      .refuses('approval/own-change');
  });

  it('is for one approver of each side: a second one of the same side adds nothing', () => {
    for (const by of [okafor, lindqvist]) {
      given(...proposed, byClient)
        .when(approve('C-1', digest), { by })
        .refuses('approval/side-has-approved');
    }
  });

  it('is never for a service, even with the role of an approver', () => {
    given(...proposed)
      .when(approve('C-1', digest), { by: robot })
      .refuses('approval/robot');
  });

  const others = { meier, jansen, auditor, viewer, fabrikam, stranger };
  it.each(Object.keys(others) as (keyof typeof others)[])(
    'is never for whoever is no approver of a side: %s',
    (name) => {
      given(...proposed)
        .when(approve('C-1', digest), { by: others[name] })
        .refuses('approval/not-approver');
    },
  );

  it('depends on the role at the moment of deciding', () => {
    given(...proposed, roles(jansen.member, 'approver'))
      .when(approve('C-1', digest), { by: jansen })
      .records(granted('client'));
    given(...proposed, roles(okafor.member, 'viewer'))
      .when(approve('C-1', digest), { by: okafor })
      .refuses('approval/not-approver');
    given(...proposed, removal(okafor.member))
      .when(approve('C-1', digest), { by: okafor })
      .refuses('approval/not-approver');
  });
});

describe('A change that is not open', () => {
  it('was never proposed', () => {
    for (const id of ['C-2', 'C-0', 'C-01', 'C-', 'LOG-03']) {
      for (const command of [approve(id, digest), reject(id), withdraw(id)]) {
        given(...proposed)
          .when(command, { by: okafor })
          .refuses('approval/unknown-change');
      }
    }
  });

  const ends = {
    agreed: [byProvider, byClient],
    rejected: [{ command: reject('C-1'), by: okafor }],
    withdrawn: [{ command: withdraw('C-1'), by: ruiz }],
  };

  it.each(Object.keys(ends) as (keyof typeof ends)[])('cannot be decided again once it is %s', (end) => {
    for (const [command, by] of [
      [approve('C-1', digest), lindqvist],
      [reject('C-1'), okafor],
      [withdraw('C-1'), ruiz],
    ] as const) {
      given(...proposed, ...ends[end])
        .when(command, { by })
        .refuses('approval/not-open');
    }
  });
});

describe('A change whose task was altered since it was proposed', () => {
  const alterations = {
    'was closed': [
      { command: { type: 'CloseTask', data: { ref: 'LOG-03', effectiveFrom: MARCH } } as const, by: ruiz },
    ],
    'was given to somebody else': agree(sha256, 'C-2', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03', 'contoso')),
    'was imported anew': [
      {
        command: recordImport({
          header: matrixHeader(19, FEBRUARY),
          part: 1,
          lines: [{ ref: 'LOG-03', at: FEBRUARY, act: 'assign', assignment: assignments.client }],
        }),
        by: meier,
      },
    ],
  };

  it.each(Object.keys(alterations) as (keyof typeof alterations)[])(
    'cannot be approved any more: the task %s',
    (what) => {
      given(...proposed, ...alterations[what])
        .when(byClient.command, byClient)
        .refuses('approval/base-moved');
    },
  );

  it('cannot come in force, even if one side had approved before', () => {
    given(...proposed, byProvider, ...alterations['was closed'])
      .when(byClient.command, byClient)
      .refuses('approval/base-moved');
  });

  it('can be withdrawn and proposed again on what holds now', () => {
    const [again, ofProvider, ofClient] = agree(sha256, 'C-2', fromMarch, lines.assign('LOG-03'));
    given(...proposed, ...alterations['was closed'], { command: withdraw('C-1'), by: ruiz }, again!, ofProvider!)
      .when(ofClient!.command, ofClient!)
      .recordsTypes('ApprovalGranted', 'ChangeAgreed', 'ResponsibilityAssigned');
  });

  it('cannot define what somebody else defined meanwhile', () => {
    const ofPatching = digestOfChange(sha256, fromMarch, lines.define('PAT-01'));
    given(
      ...defined,
      { command: propose(fromMarch, lines.define('PAT-01')), by: ruiz },
      { command: defineTask('PAT-01', JANUARY), by: jansen },
    )
      .when(approve('C-1', ofPatching), { by: okafor })
      .refuses('approval/base-moved');
  });

  it('is not one where another task was altered, or an import of the task is not complete', () => {
    const openImport = recordImport({
      header: matrixHeader(20, FEBRUARY, { parts: 2 }),
      part: 1,
      lines: [{ ref: 'LOG-03', at: FEBRUARY, act: 'assign', assignment: assignments.client }],
    });
    given(
      ...proposed,
      { command: { type: 'CloseTask', data: { ref: 'LOG-04', effectiveFrom: MARCH } }, by: ruiz },
      { command: openImport, by: meier },
    )
      .when(byClient.command, byClient)
      .records(granted('client'));
  });

  it('is refused as well where somebody whom it names has left since', () => {
    given(...proposed, byProvider, removal('m5'))
      .when(byClient.command, byClient)
      .refuses('assignment/unknown-bearer');
  });
});

describe('Rejecting a change', () => {
  it('ends it, for an approver of either side, with a reason that is sealed', () => {
    const { reason } = reject('C-1').data;
    given(...proposed, byProvider)
      .when(reject('C-1'), { by: okafor })
      .records({ type: 'ChangeRejected', schema: 1, data: { changeId: 'C-1', side: 'client', reason } });
    given(...proposed)
      .when(reject('C-1'), { by: keller })
      .records({ type: 'ChangeRejected', schema: 1, data: { changeId: 'C-1', side: 'provider', reason } });
  });

  it('is refused to whoever could not approve', () => {
    for (const by of [meier, ruiz, jansen, auditor, viewer, fabrikam, stranger]) {
      given(...proposed)
        .when(reject('C-1'), { by })
        .refuses('approval/not-approver');
    }
    given(...proposed)
      .when(reject('C-1'), { by: robot })
      .refuses('approval/robot');
  });
});

describe('Withdrawing a change', () => {
  it('is for its author, even after one side has approved', () => {
    given(...proposed, byClient)
      .when(withdraw('C-1'), { by: ruiz })
      .records({ type: 'ChangeWithdrawn', schema: 1, data: { changeId: 'C-1' } });
  });

  it('is refused to everybody else', () => {
    for (const by of [meier, keller, okafor, jansen, robot, stranger]) {
      given(...proposed)
        .when(withdraw('C-1'), { by })
        .refuses('approval/not-author');
    }
  });

  it('is refused to an author who has left', () => {
    given(...proposed, removal(ruiz.member))
      .when(withdraw('C-1'), { by: ruiz })
      .refuses('engagement/not-allowed');
  });
});
