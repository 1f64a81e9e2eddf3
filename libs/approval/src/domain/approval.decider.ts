import type { Circumstances } from '#kernel/decider';
import { requireRole } from '#engagement/domain/engagement.state';
import type { ApprovalCommand } from './approval.commands.ts';
import { approve, requestChanges } from './deciding/approve.ts';
import { deem, escalate, remind } from './deciding/due.ts';
import { expire, reject, withdraw } from './deciding/end.ts';
import { confirmOverride, requestOverride } from './deciding/override.ts';
import { PROPOSING } from './change.ts';
import { describeChange, draft, revise } from './drafting/draft.ts';
import { open, type Events, type State } from './drafting/opening.ts';
import { decideFirstForm, proposeFirstForm } from './first-form/first-form.decider.ts';

/** The rules of agreement: who may write, who may decide, and when what was written is in force. */
export function decideApproval(command: ApprovalCommand, state: State, circumstances: Circumstances): Events {
  switch (command.type) {
    case 'DraftChange':
      return draft(command, state, circumstances);
    case 'ReviseChange':
      return revise(command, state, circumstances);
    case 'DescribeChange':
      return describeChange(command, state, circumstances);
    case 'OpenChange':
      return open(command, state, circumstances);
    case 'ApproveChange':
    case 'RejectChange':
    case 'WithdrawChange':
      return decide(command, state, circumstances);
    case 'RequestChanges':
      return requestChanges(command, state, circumstances);
    case 'RequestOverride':
      return requestOverride(command, state, circumstances);
    case 'ConfirmOverride':
      return confirmOverride(command, state, circumstances);
    case 'ExpireChange':
      return expire(command, state, circumstances);
    case 'RemindApprovers':
      return remind(command, state, circumstances);
    case 'EscalateChange':
      return escalate(command, state, circumstances);
    case 'DeemAccepted':
      return deem(command, state, circumstances);
    case 'ProposeChange':
      requireRole(state.engagement, circumstances.actor, ...PROPOSING);
      return proposeFirstForm(command, state, circumstances);
  }
}

type Decision = Extract<ApprovalCommand, { readonly type: 'ApproveChange' | 'RejectChange' | 'WithdrawChange' }>;

/** Decisions about a change of either form. */
function decide(command: Decision, state: State, circumstances: Circumstances): Events {
  const first = state.approval.firstForm.get(command.data.change);
  if (first !== undefined) return decideFirstForm(command, first, state, circumstances);
  switch (command.type) {
    case 'ApproveChange':
      return approve(command, state, circumstances);
    case 'RejectChange':
      return reject(command, state, circumstances);
    case 'WithdrawChange':
      return withdraw(command, state, circumstances);
  }
}
