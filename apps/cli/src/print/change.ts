import type { ApprovalView, ChangeView } from '#answers/views';
import { lineText } from '#answers/certificate/line-words';
import type { Moments } from '#answers/words/moments';
import { count, doneBy } from '#answers/words/phrases';
import { passkeyWords } from '#answers/words/signed-words';
import { linesText } from '#answers/words/printable';

/** A change as a person reads it before deciding on it. */
export function changeText(change: ChangeView, moments: Moments): string {
  const { proposed, approvals, decided, decision, backdatedDays } = change;
  const said = (mention: ChangeView['proposed']): string =>
    `${doneBy(mention)} on ${moments.day(mention.recordedAt)} (entry ${mention.entry})`;
  const late = backdatedDays === null ? '' : `, backdated by ${count(backdatedDays, 'day')}`;
  const lines = [
    `Change ${change.id}${change.title === null ? '' : ` “${change.title}”`}: ${change.status}`,
    `Effective ${moments.span(change.effectiveFrom, change.effectiveTo)}${late}.`,
    ...(change.reason === null ? [] : [`Reason: ${change.reason}`]),
    `Proposed by ${said(proposed)}.`,
    ...approvals.map((approval) => `Approved for the ${approval.side} by ${said(approval)}, ${howApproved(approval)}.`),
    ...(decided !== null && change.status === 'rejected'
      ? [`Rejected by ${said(decided)}${decision === null ? '' : `: ${decision}`}.`]
      : []),
    ...change.lines.map((line) => `  ${lineText(line)}`),
    `Digest ${change.digest}`,
  ];
  return linesText(lines);
}

/** A passkey signed it, or it rests on the account alone. */
const howApproved = ({ signed }: ApprovalView): string =>
  signed === null ? 'without a passkey' : `signed with ${passkeyWords(signed)}`;
