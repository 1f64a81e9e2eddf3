import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import type { Actor } from '#kernel/event';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { approvedBy, askForChanges, digestIn } from '../examples/changes.ts';
import { approve, lines, reject, withdraw } from '../examples/first-form.ts';
import { agreed, handover, newPolicy, twoTasks } from '../examples/scenes.ts';
import type { ApprovalPolicy } from '../policy.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, fabrikam, auditor } = cast;
const open = given(...twoTasks, handover());
const digest = digestIn(open.state, 'C-1');
const approval = (by: Actor) => ({ command: approve('C-1', digest), by });

/** C-2 is open under this policy. */
const under = (policy: Partial<ApprovalPolicy>) => agreed(given(...twoTasks, newPolicy(policy)), 'C-1').and(handover());

describe('Approving a change', () => {
  it('records for which party, and puts nothing in force alone', () => {
    open
      .when(approval(keller).command, { by: keller })
      .records({ type: 'ApprovalGranted', schema: 2, data: { changeId: 'C-1', revision: 1, digest, party: 'p1' } });
  });

  it('puts everything in force, in the same append, with the last approval that is needed', () => {
    open
      .and(approval(keller))
      .when(approval(okafor).command, { by: okafor })
      .recordsTypes('ApprovalGranted', 'ChangeAgreed', 'ResponsibilityAssigned');
  });

  it('happens exactly once, though two give the last approval at the same time', () => {
    const first = open.and(approval(keller), approval(okafor));
    first.when(approval(lindqvist).command, { by: lindqvist }).refuses('approval/not-open');
    expect(first.history.filter(({ event }) => event.type === 'ChangeAgreed')).toHaveLength(1);
  });

  it('is for approvers of the parties that the policy asks, who are persons', () => {
    for (const by of [ruiz, jansen, auditor, fabrikam, meier]) {
      open.when(approval(by).command, { by }).refuses('approval/not-approver');
    }
    open.when(approval(robot).command, { by: robot }).refuses('approval/robot');
  });

  it('does not count for a party beyond what is asked of it', () => {
    open
      .and(approval(okafor))
      .when(approval(lindqvist).command, { by: lindqvist })
      .refuses('approval/side-has-approved');
  });
});

describe('A quorum', () => {
  it('is of each party alone: two of the client are none of the provider', () => {
    const scene = under({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 2 } } });
    const of = approvedBy(scene, 'C-2', okafor, lindqvist);
    const both = scene.and(...of);
    expect(both.state.approval.open.has('C-2')).toBe(true);
    expect(both.and(...approvedBy(both, 'C-2', keller)).state.approval.open.has('C-2')).toBe(false);
  });

  it('can be a share of those who could approve when the change was opened', () => {
    const scene = under({ quorum: { p1: { atLeast: 1 }, p2: { percent: 51 } } });
    expect(scene.state.approval.open.get('C-2')?.opening?.quorum).toEqual([
      { party: 'p1', needed: 1 },
      { party: 'p2', needed: 2 },
    ]);
  });

  it('can ask for a further role', () => {
    const scene = under({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 1, roles: ['owner'] } } });
    scene.when(approve('C-2', digestIn(scene.state, 'C-2')), { by: lindqvist }).refuses('approval/not-approver');
    scene.and(...approvedBy(scene, 'C-2', okafor));
  });

  it('can include a third party', () => {
    const scene = under({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 1 }, p13: { atLeast: 1 } } });
    const two = scene.and(...approvedBy(scene, 'C-2', keller, okafor));
    expect(two.state.approval.open.has('C-2')).toBe(true);
    two
      .when(approve('C-2', digestIn(two.state, 'C-2')), { by: fabrikam })
      .recordsTypes('ApprovalGranted', 'ChangeAgreed', 'ResponsibilityAssigned');
  });

  it('can be asked for in turn', () => {
    const scene = under({ sequence: ['p2', 'p1'] });
    const text = digestIn(scene.state, 'C-2');
    scene.when(approve('C-2', text), { by: keller }).refuses('approval/not-your-turn');
    scene.and({ command: approve('C-2', text), by: okafor }, { command: approve('C-2', text), by: keller });
  });

  it('lets whoever has no turn approve at any time', () => {
    const scene = under({ sequence: ['p2'] });
    scene.when(approve('C-2', digestIn(scene.state, 'C-2')), { by: keller }).recordsTypes('ApprovalGranted');
  });

  it('can exclude whoever gains or sheds a duty', () => {
    // Northwind's assignment names Keller as deputy.
    const scene = agreed(given(...twoTasks, newPolicy({ bearersMayNotApprove: true })), 'C-1');
    scene.when(handover().command, { by: ruiz }).refuses('approval/cannot-pass');
    const other = scene.and({
      ...handover(),
      command: {
        ...handover().command,
        data: { ...handover().command.data, lines: [{ drafted: lines.assign('LOG-03', 'shared') }] },
      },
    });
    other.and(...approvedBy(other, 'C-2', keller));
  });
});

describe('Asking for another text', () => {
  const asked = open.and({ command: askForChanges('C-1', digest), by: lindqvist });

  it('keeps the change from coming in force while it stands', () => {
    const both = asked.and(approval(keller), approval(okafor));
    expect(both.state.approval.open.has('C-1')).toBe(true);
  });

  it('is over when whoever asked approves', () => {
    asked
      .and(approval(keller), approval(okafor))
      .when(approval(lindqvist).command, { by: lindqvist })
      .recordsTypes('ApprovalGranted', 'ChangeAgreed', 'ResponsibilityAssigned');
  });

  it('names the text that was read, and is for those who could approve it', () => {
    open.when(askForChanges('C-1', 'another'), { by: lindqvist }).refuses('approval/stale-digest');
    open.when(askForChanges('C-1', digest), { by: jansen }).refuses('approval/not-approver');
    asked.when(askForChanges('C-1', digest), { by: lindqvist }).refuses('approval/person-twice');
  });
});

describe('Ending a change', () => {
  it('rejects it for good, by one approver of any party that is asked', () => {
    const rejected = open.when(reject('C-1'), { by: okafor }).recordsTypes('ChangeRejected');
    rejected.when(approval(keller).command, { by: keller }).refuses('approval/not-open');
    open.when(reject('C-1'), { by: jansen }).refuses('approval/not-approver');
    open.when(reject('C-1'), { by: fabrikam }).refuses('approval/not-approver');
    open.when(reject('C-1'), { by: robot }).refuses('approval/robot');
  });

  it('is taken back by its author, or by an owner of the same party', () => {
    open.when(withdraw('C-1'), { by: ruiz }).recordsTypes('ChangeWithdrawn');
    open.when(withdraw('C-1'), { by: meier }).recordsTypes('ChangeWithdrawn');
    open.when(withdraw('C-1'), { by: keller }).refuses('approval/not-author');
    open.when(withdraw('C-1'), { by: okafor }).refuses('approval/not-author');
  });

  it('becomes impossible, and says so, when the last who could approve leaves', () => {
    open
      .when({ type: 'RemoveMember', data: { member: 'm4' } }, { by: meier })
      .records(
        { type: 'MemberRemoved', schema: 1, data: { memberId: 'm4' } },
        { type: 'ApprovalImpossible', schema: 1, data: { changeId: 'C-1', party: 'p1', needed: 1, possible: 0 } },
      );
    open.when({ type: 'RemoveMember', data: { member: 'm8' } }, { by: meier }).recordsTypes('MemberRemoved');
    open
      .and(approval(keller))
      .when({ type: 'RemoveMember', data: { member: 'm4' } }, { by: meier })
      .recordsTypes('MemberRemoved');
    // Of two who are needed one has approved.
    const two = under({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 2 } } });
    two
      .and(...approvedBy(two, 'C-2', okafor))
      .when({ type: 'RemoveMember', data: { member: 'm8' } }, { by: meier })
      .recordsTypes('MemberRemoved', 'ApprovalImpossible');
  });
});
