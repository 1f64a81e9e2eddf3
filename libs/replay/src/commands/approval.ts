import type { ApprovalEvent, ChangeProposed } from '#approval/domain/approval.events';
import type { OnusEvent } from '#rulebook/rulebook';
import { allOf, asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

/** The inverse of the rules of agreement. What an approval brings about follows from the change, so it needs nothing else. */
export function approvalCommand(first: ApprovalEvent, events: readonly OnusEvent[]): Rebuilt {
  switch (first.type) {
    case 'ChangeProposed':
      return proposal(first, events);
    case 'ApprovalGranted':
      return whole({ type: 'ApproveChange', data: { change: first.data.changeId, digest: first.data.digest } });
    case 'ChangeRejected':
      return whole({ type: 'RejectChange', data: { change: first.data.changeId, reason: asText(first.data.reason) } });
    case 'ChangeWithdrawn':
      return whole({ type: 'WithdrawChange', data: { change: first.data.changeId } });
    case 'ChangeLineProposed':
      return noCommand('a line is proposed behind its change, not by itself');
    case 'ChangeAgreed':
      return noCommand('a change is agreed with the last approval, not by itself');
  }
}

/** The backdated days, the number of lines and the digest follow from the rest: the rules say them again. */
function proposal({ data }: ChangeProposed, events: readonly OnusEvent[]): Rebuilt {
  const { title, reason, effectiveFrom, effectiveTo } = data;
  const lines = allOf(events, 'ChangeLineProposed', 1).map((line) => line.data.proposed);
  return {
    submitted: {
      type: 'ProposeChange',
      data: {
        title: asText(title),
        ...(reason !== undefined && { reason: asText(reason) }),
        lines,
        effectiveFrom,
        ...(effectiveTo !== undefined && { effectiveTo }),
      },
    },
    whole: lines.length >= data.lines,
  };
}
