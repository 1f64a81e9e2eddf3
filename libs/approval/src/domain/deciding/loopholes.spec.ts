import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { toSeal } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL, assignments, MARCH } from '#responsibility/domain/examples/duties';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { approvedBy, askToOverride, confirmIt, digestIn, put, reviseIt } from '../examples/changes.ts';
import { approve, lines, propose, reject } from '../examples/first-form.ts';
import { agreed, emergency, handover, newPolicy, twoTasks } from '../examples/scenes.ts';
import { DEFAULT_POLICY } from '../policy.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, lindqvist, robot } = cast;
const open = given(...twoTasks, handover());
const digest = digestIn(open.state, 'C-1');
const roles = (member: string, ...held: readonly ('approver' | 'owner')[]) => ({
  command: { type: 'ChangeRoles', data: { member, roles: held } } as const,
  by: meier,
});

/** Ways round an approval that other products have had. */
describe('A loophole that is closed', () => {
  it('edit after approval: the text is altered once the other side has approved it', () => {
    open
      .and(...approvedBy(open, 'C-1', okafor), {
        command: reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03', 'contoso')),
        by: ruiz,
      })
      .when(approve('C-1', digest), { by: keller })
      .refuses('approval/stale-digest');
  });

  it('edit and put back: the text is altered and altered back, and the old approval stands in the new digest', () => {
    const there = open.and(...approvedBy(open, 'C-1', okafor));
    const back = there.and(
      { command: reviseIt('C-1', { effectiveFrom: APRIL }, lines.assign('LOG-03')), by: ruiz },
      { command: reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03')), by: ruiz },
    );
    expect(digestIn(back.state, 'C-1')).not.toBe(digest);
    back.when(approve('C-1', digestIn(back.state, 'C-1')), { by: keller }).recordsTypes('ApprovalGranted');
  });

  it('approve through a robot: a service with the role of an approver', () => {
    open.when(approve('C-1', digest), { by: robot }).refuses('approval/robot');
  });

  it('write through a robot: a service writes what its principal then approves', () => {
    const byRobot = given(
      ...twoTasks,
      roles('m3', 'owner', 'approver'),
      handover({ ...robot, onBehalfOf: keller.member }),
    );
    byRobot.when(approve('C-1', digestIn(byRobot.state, 'C-1')), { by: keller }).refuses('approval/own-change');
  });

  it('co-write and approve: whoever wrote any revision, not only the first', () => {
    open
      .and({ command: reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03')), by: lindqvist })
      .and({ command: reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03')), by: ruiz })
      .when({ type: 'ApproveChange', data: { change: 'C-1', digest: 'any' } }, { by: lindqvist })
      .refuses('approval/stale-digest');
    const scene = open.and({
      command: reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03')),
      by: lindqvist,
    });
    scene.when(approve('C-1', digestIn(scene.state, 'C-1')), { by: lindqvist }).refuses('approval/own-change');
  });

  it('weaken the policy inside the change that it governs', () => {
    const strict = agreed(given(...twoTasks, newPolicy({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 2 } } })), 'C-1');
    const weakening = strict.and({
      command: put({ effectiveFrom: MARCH, terms: { policy: DEFAULT_POLICY } }, lines.assign('LOG-03')),
      by: ruiz,
    });
    const one = weakening.and(...approvedBy(weakening, 'C-2', keller, okafor));
    expect(one.state.approval.open.has('C-2')).toBe(true);
  });

  it('weaken the policy while a change is open: it was frozen with the opening', () => {
    const strict = agreed(given(...twoTasks, newPolicy({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 2 } } })), 'C-1');
    const both = strict.and(handover(), newPolicy({}));
    const loosened = both.and(...approvedBy(both, 'C-3', keller, okafor, lindqvist));
    expect(loosened.state.approval.policy.quorum['p2']).toEqual({ atLeast: 1 });
    const one = loosened.and(...approvedBy(loosened, 'C-2', keller, okafor));
    expect(one.state.approval.open.has('C-2')).toBe(true);
  });

  it('go round the policy with a change of the first form', () => {
    agreed(given(...twoTasks, newPolicy({ expiresAfterDays: 7 })), 'C-1')
      .when(propose({ effectiveFrom: MARCH }, lines.assign('LOG-03')), { by: ruiz })
      .refuses('approval/first-form');
  });

  it('unsatisfiable rule: a change that nobody can ever pass is not opened, and one that became so says it', () => {
    const strict = { quorum: { p1: { atLeast: 2 }, p2: { atLeast: 1 } } };
    const scene = agreed(given(...twoTasks, newPolicy(strict)), 'C-1');
    scene.when(handover().command, { by: ruiz }).refuses('approval/cannot-pass');
    open
      .when({ type: 'RemoveMember', data: { member: 'm4' } }, { by: meier })
      .recordsTypes('MemberRemoved', 'ApprovalImpossible');
  });

  it('race of last approvals: one of two is the last, the other finds the change decided', () => {
    const scene = open.and(...approvedBy(open, 'C-1', keller));
    scene
      .and(...approvedBy(scene, 'C-1', okafor))
      .when(approve('C-1', digest), { by: lindqvist })
      .refuses('approval/not-open');
  });

  it('re-open after reject: a change that is over stays so', () => {
    const over = open.and({ command: reject('C-1'), by: okafor });
    over.when(approve('C-1', digest), { by: keller }).refuses('approval/not-open');
    over
      .when(reviseIt('C-1', { effectiveFrom: APRIL }, lines.assign('LOG-03')), { by: ruiz })
      .refuses('approval/not-open');
    over.when({ type: 'OpenChange', data: { change: 'C-1', digest } }, { by: ruiz }).refuses('approval/not-open');
  });

  it('approval replayed on another change with equal content', () => {
    const twin = open.and(handover());
    expect(digestIn(twin.state, 'C-2')).not.toBe(digest);
    twin.when(approve('C-2', digest), { by: keller }).refuses('approval/stale-digest');
  });

  it('approve what has moved: the base is another than the one that was read', () => {
    const moved = agreed(open.and(handover()), 'C-2');
    moved.when(approve('C-1', digest), { by: keller }).refuses('approval/base-moved');
  });

  it('gain the right after the fact: an author who becomes an approver', () => {
    open.and(roles('m5', 'approver')).when(approve('C-1', digest), { by: ruiz }).refuses('approval/own-change');
  });

  it('count for two parties, or twice for one', () => {
    const twice = agreed(
      given(...twoTasks, newPolicy({ quorum: { p1: { atLeast: 1 }, p2: { atLeast: 2 } } })),
      'C-1',
    ).and(handover());
    const once = twice.and(...approvedBy(twice, 'C-2', okafor));
    once.when(approve('C-2', digestIn(once.state, 'C-2')), { by: okafor }).refuses('approval/person-twice');
  });

  it('override alone: the second person is the first, or the author', () => {
    const text = digestIn(given(...twoTasks, handover(okafor)).state, 'C-1');
    const asked = given(...twoTasks, handover(okafor), { command: askToOverride('C-1', text), by: meier });
    asked.when(confirmIt('C-1', text), { by: meier }).refuses('approval/second-person');
    asked.when(confirmIt('C-1', text), { by: okafor }).refuses('approval/second-person');
  });

  it('call it an emergency: it is never agreed by having been in force', () => {
    const at = '2026-03-10T12:00:00Z';
    const scene = given(...twoTasks, { command: emergency(at), by: ruiz, at });
    expect(scene.history.some(({ event }) => event.type === 'ChangeAgreed')).toBe(false);
    scene
      .when(approve('C-1', digestIn(scene.state, 'C-1')), { by: keller, at: '2026-03-13T12:00:00Z' })
      .refuses('approval/too-late');
  });

  it('rename instead of revise: a title is no part of what is agreed, and no line is in it', () => {
    const described = open.and({
      command: { type: 'DescribeChange', data: { change: 'C-1', title: toSeal('Nothing changes') } },
      by: ruiz,
    });
    const [assigned] = agreed(described, 'C-1').history.slice(-1);
    expect(assigned!.event).toMatchObject({ data: { assignment: assignments.northwind } });
  });
});
