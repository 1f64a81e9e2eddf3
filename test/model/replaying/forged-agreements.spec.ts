import { agree, digestOfChange, lines, withdraw } from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, FEBRUARY, MAY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import type { OnusEvent } from '#rulebook/rulebook';
import { altered, forced, givenBy, retold, someText, specify } from './forging.ts';
import { event, handover, HANDOVER_DIGEST } from './story.ts';

const approval = (side: 'provider' | 'client', changeId = 'C-2', digest = HANDOVER_DIGEST): OnusEvent =>
  event('ApprovalGranted', { changeId, digest, side });
const agreement = (...approvals: readonly number[]): OnusEvent =>
  event('ChangeAgreed', { changeId: 'C-2', digest: HANDOVER_DIGEST, approvals });
const assigned = (change: string): OnusEvent =>
  event('ResponsibilityAssigned', {
    taskId: 't15',
    effectiveFrom: MAY,
    assignment: assignments.client,
    digest: digestOf(sha256, assignments.client),
    change,
  });
const approve = { type: 'ApproveChange', data: { change: 'C-2', digest: HANDOVER_DIGEST } } as const;
const contoso = { assignment: assignments.contoso, digest: digestOf(sha256, assignments.contoso) };
const byKeller = forced(cast.keller, [approval('provider')]);

specify('approvals', [
  ['an approval by the author', forced(cast.lindqvist, [approval('client')]), 'refused', 'approval/own-change'],
  ['an approval by a contributor', forced(cast.jansen, [approval('client')]), 'refused', 'approval/not-approver'],
  ['an approval by a robot', forced(cast.robot, [approval('provider')]), 'refused', 'approval/robot'],
  ['an approval by the third party', forced(cast.fabrikam, [approval('client')]), 'refused', 'approval/not-approver'],
  [
    'an approval of another text',
    forced(cast.keller, [approval('provider', 'C-2', 'f'.repeat(64))]),
    'refused',
    'approval/stale-digest',
  ],
  ['an approval for the other side', forced(cast.keller, [approval('client')]), 'other-events'],
  ['an approval given by somebody else', givenBy('approved', cast.okafor), 'other-events'],
  [
    'an approval of what was never proposed',
    forced(cast.keller, [approval('provider', 'C-9')]),
    'refused',
    'approval/unknown-change',
  ],
  [
    'an approval of what is agreed already',
    forced(cast.keller, [approval('provider', 'C-1')]),
    'refused',
    'approval/not-open',
  ],
  [
    'a second approval of one side in place of the other side',
    (forgery) => forced(cast.okafor, [approval('client')])(forgery.honestly(approve, cast.okafor)),
    'refused',
    'approval/side-has-approved',
  ],
  [
    'an approval by somebody who has left',
    (forgery) => byKeller(forgery.honestly({ type: 'RemoveMember', data: { member: 'm4' } }, cast.meier)),
    'refused',
    'approval/not-approver',
  ],
  [
    'an approval of what was withdrawn',
    (forgery) => byKeller(forgery.honestly(withdraw('C-2'), cast.lindqvist)),
    'refused',
    'approval/not-open',
  ],
  [
    'an approval of a change whose task has moved since',
    (forgery) => {
      const moving = agree(sha256, 'C-3', { effectiveFrom: MAY }, lines.assign('LOG-03', 'provider'));
      for (const { command, by } of moving) forgery.honestly(command, by);
      return byKeller(forgery);
    },
    'refused',
    'approval/base-moved',
  ],
  [
    'a rejection by a viewer',
    forced(cast.viewer, [event('ChangeRejected', { changeId: 'C-2', side: 'client', reason: someText })]),
    'refused',
    'approval/not-approver',
  ],
  [
    'a withdrawal by somebody else',
    forced(cast.ruiz, [event('ChangeWithdrawn', { changeId: 'C-2' })]),
    'refused',
    'approval/not-author',
  ],
]);

specify('what an agreement brings about', [
  [
    'an agreement where the second approval is missing',
    forced(cast.okafor, [approval('client'), agreement(35), assigned('C-2')], 1),
    'other-events',
  ],
  ['an agreement by itself', forced(cast.okafor, [agreement(18, 19)]), 'not-a-command'],
  ['an agreement that names other approvals', retold('agreed', 1, { approvals: [17, 19] }), 'other-events'],
  ['another assignment than was agreed', retold('agreed', 2, contoso), 'other-events'],
  ['another time than was agreed', retold('agreed', 2, { effectiveFrom: MAY }), 'other-events'],
  ['an end that nothing known gives it', retold('agreed', 2, { effectiveTo: MAY }), 'other-events'],
  ['more than was agreed', altered('agreed', (events) => [...events, assigned('C-1')], 3), 'other-events'],
  ['less than was agreed', altered('agreed', (events) => events.slice(0, -1), 2), 'other-events'],
]);

/** A proposal past the rules about C-3. */
const proposed = (when: { effectiveFrom: string; effectiveTo?: string }, line: ReturnType<typeof lines.assign>) =>
  forced(cast.ruiz, [
    event('ChangeProposed', {
      changeId: 'C-3',
      title: someText,
      lines: 1,
      ...when,
      digest: digestOfChange(sha256, when, line),
    }),
    event('ChangeLineProposed', { changeId: 'C-3', line: 1, proposed: line }),
  ]);

specify('proposals', [
  [
    'a line that was altered afterwards',
    retold('open', 1, { proposed: lines.assign('LOG-03', 'provider') }, 0),
    'other-events',
  ],
  ['a digest of another text', retold('open', 0, { digest: 'f'.repeat(64) }), 'other-events'],
  ['a proposal that is numbered anew', retold('open', 0, { changeId: 'C-7' }), 'other-events'],
  [
    'a proposal that hides how far it reaches back',
    (forgery) => {
      forgery.honestly(defineTask('PHY-02', '2025-01-01T00:00:00Z'), cast.ruiz);
      const past = { effectiveFrom: '2025-06-01T00:00:00Z', effectiveTo: FEBRUARY };
      return proposed(past, lines.assign('PHY-02', 'provider'))(forgery);
    },
    'other-events',
  ],
  [
    'a shared duty without parts',
    proposed({ effectiveFrom: MAY }, lines.assign('LOG-03', 'sharedWithoutParts')),
    'refused',
    'assignment/shared-without-parts',
  ],
  [
    'a gap that nobody accepted',
    proposed({ effectiveFrom: MAY }, lines.assign('LOG-03', 'nobody')),
    'refused',
    'assignment/not-accepted',
  ],
  [
    'a line by itself',
    forced(cast.lindqvist, [event('ChangeLineProposed', { changeId: 'C-2', line: 2, proposed: handover })]),
    'not-a-command',
  ],
]);
