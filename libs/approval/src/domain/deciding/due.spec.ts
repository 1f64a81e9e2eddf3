import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { approvedBy, askForChanges, askToOverride, digestIn, reviseIt } from '../examples/changes.ts';
import { approve, lines, reject } from '../examples/first-form.ts';
import { agreed, handover, newPolicy, twoTasks } from '../examples/scenes.ts';
import type { ApprovalPolicy } from '../policy.ts';
import { calendarOf } from './calendar.ts';

const given = specificationOf(rulebook, sha256);
const { keller, ruiz, okafor, lindqvist, meier, jansen } = cast;
/** The installation itself, which notices what is due. */
const onus: Actor = { member: INSTALLATION, party: PROVIDER, kind: 'system', onBehalfOf: null, auth: 'clockwork' };

/** C-2 is open under this policy since 1 April, noon. */
const under = (policy: Partial<ApprovalPolicy>) =>
  agreed(given(...twoTasks, newPolicy(policy)), 'C-1').and({ ...handover(), at: '2026-04-01T12:00:00Z' });
const due = (type: 'ExpireChange' | 'RemindApprovers' | 'EscalateChange' | 'DeemAccepted', change = 'C-2') =>
  ({ type, data: { change } }) as const;

describe('A deadline', () => {
  const scene = under({ expiresAfterDays: 7 });
  const digest = digestIn(scene.state, 'C-2');
  const last = '2026-04-08T11:59:59Z';
  const over = '2026-04-08T12:00:00Z';

  it('ends the change, and is half-open: at the deadline itself it is over', () => {
    scene.when(due('ExpireChange'), { by: onus, at: last }).refuses('approval/not-due');
    scene.when(due('ExpireChange'), { by: onus, at: over }).records({
      type: 'ChangeExpired',
      schema: 1,
      data: { changeId: 'C-2', expiredAt: over },
    });
  });

  it('holds whether or not anybody has recorded that it is over', () => {
    scene.when(approve('C-2', digest), { by: keller, at: last }).accepted();
    scene.when(approve('C-2', digest), { by: keller, at: over }).refuses('approval/too-late');
    scene.when(reject('C-2'), { by: keller, at: over }).refuses('approval/too-late');
    scene.when(askForChanges('C-2', digest), { by: keller, at: over }).refuses('approval/too-late');
    scene.when(askToOverride('C-2', digest), { by: meier, at: over }).refuses('approval/too-late');
  });

  it('is not moved by a revision, and there is none without a policy that says so', () => {
    scene
      .and({ command: reviseIt('C-2', { effectiveFrom: '2026-05-01T00:00:00Z' }, lines.assign('LOG-03')), by: ruiz })
      .when(due('ExpireChange'), { by: onus, at: over })
      .recordsTypes('ChangeExpired');
    given(...twoTasks, handover())
      .when(due('ExpireChange', 'C-1'), { by: onus, at: over })
      .refuses('approval/not-due');
  });
});

describe('A reminder', () => {
  const scene = under({ remindAfterDays: 3, sequence: ['p2', 'p1'] });

  it('goes to those who can decide now, every so many days', () => {
    scene.when(due('RemindApprovers'), { by: onus, at: '2026-04-04T11:59:59Z' }).refuses('approval/not-due');
    const first = scene.when(due('RemindApprovers'), { by: onus, at: '2026-04-04T12:00:00Z' }).records({
      type: 'ApproversReminded',
      schema: 1,
      data: { changeId: 'C-2', members: ['m6', 'm8'] },
    });
    first.when(due('RemindApprovers'), { by: onus, at: '2026-04-07T11:00:00Z' }).refuses('approval/not-due');
    first.when(due('RemindApprovers'), { by: onus, at: '2026-04-07T12:00:00Z' }).accepted();
  });
});

describe('An escalation', () => {
  const scene = under({ escalation: { afterDays: 5, to: 'contributor' } });
  const at = '2026-04-06T12:00:00Z';

  it('adds approvers, once, and takes the right from nobody', () => {
    scene.when(due('EscalateChange'), { by: onus, at: '2026-04-06T11:59:59Z' }).refuses('approval/not-due');
    const escalated = scene.when(due('EscalateChange'), { by: onus, at }).records({
      type: 'ChangeEscalated',
      schema: 1,
      data: { changeId: 'C-2', to: 'contributor', members: ['m7'] },
    });
    const text = digestIn(escalated.state, 'C-2');
    escalated.when(approve('C-2', text), { by: jansen }).accepted();
    escalated.when(approve('C-2', text), { by: okafor }).accepted();
    // Whoever wrote it does not get a say by it.
    escalated.when(approve('C-2', text), { by: ruiz }).refuses('approval/own-change');
    escalated.when(due('EscalateChange'), { by: onus, at: '2026-04-20T00:00:00Z' }).refuses('approval/not-due');
  });
});

describe('Silence', () => {
  const scene = under({ deemed: { party: 'p2', afterDays: 10 } });
  const at = '2026-04-11T12:00:00Z';
  const approved = scene.and(...approvedBy(scene, 'C-2', keller));

  it('is taken for acceptance only where the policy says so, and recorded as that', () => {
    const events = approved.when(due('DeemAccepted'), { by: onus, at }).events;
    expect(events).toMatchObject([
      { type: 'AcceptanceDeemed', data: { party: 'p2', silentSince: '2026-04-01T12:00:00Z' } },
      { type: 'ChangeAgreed', data: { approvals: [approved.history.length - 1], deemed: [approved.history.length] } },
      { type: 'ResponsibilityAssigned' },
    ]);
    const plain = given(...twoTasks, handover());
    plain.when(due('DeemAccepted', 'C-1'), { by: onus, at }).refuses('approval/not-due');
  });

  it('counts from the text that stands, when all others have agreed, and ends with the first word', () => {
    approved.when(due('DeemAccepted'), { by: onus, at: '2026-04-11T11:59:59Z' }).refuses('approval/not-due');
    scene.when(due('DeemAccepted'), { by: onus, at }).refuses('approval/not-due');
    approved
      .and({ command: askForChanges('C-2', digestIn(scene.state, 'C-2')), by: lindqvist })
      .when(due('DeemAccepted'), { by: onus, at })
      .refuses('approval/not-due');
    const revised = approved.and({
      command: reviseIt('C-2', { effectiveFrom: '2026-05-01T00:00:00Z' }, lines.assign('LOG-03')),
      by: ruiz,
      at: '2026-04-10T00:00:00Z',
    });
    const again = revised.and(...approvedBy(revised, 'C-2', keller));
    again.when(due('DeemAccepted'), { by: onus, at }).refuses('approval/not-due');
  });

  it('is none where somebody of the party has approved, and another still has to', () => {
    const quorum = { p1: { atLeast: 1 }, p2: { atLeast: 2 } };
    const two = under({ quorum, deemed: { party: 'p2', afterDays: 10 } });
    const spoken = two.and(...approvedBy(two, 'C-2', keller, okafor));
    spoken.when(due('DeemAccepted'), { by: onus, at }).refuses('approval/not-due');
    expect(calendarOf(spoken.state.approval.open.get('C-2')!)).toEqual([]);
    spoken.when(approve('C-2', digestIn(spoken.state, 'C-2')), { by: lindqvist }).accepted();
  });

  it('accepts nothing whose task has moved', () => {
    const other = approved.and(handover());
    const moved = other.and(...approvedBy(other, 'C-3', keller, okafor));
    moved.when(due('DeemAccepted'), { by: onus, at }).refuses('approval/base-moved');
  });
});
