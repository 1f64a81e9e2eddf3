import type { ApprovalView, ChangeView } from '#answers/views';
import { besideLines } from '#answers/certificate/line-words';
import type { Moments } from '#answers/words/moments';
import { count, doneBy } from '#answers/words/phrases';
import { passkeyWords } from '#answers/words/signed-words';
import { linesText } from '#answers/words/printable';
import { lineDetails } from './change-details.ts';

/** A change as a person reads it before deciding on it: all that its digest covers, and how it stands. */
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
    ...standingLines(change, moments),
    ...[...change.lines.flatMap(lineDetails), ...besideLines(change)].map((line) => `  ${line}`),
    `Digest ${change.digest}`,
  ];
  return linesText(lines);
}

/** What somebody has to know before he decides, beside the text. */
function standingLines(change: ChangeView, moments: Moments): readonly string[] {
  const { kind, emergency, supersedes, reverses, requests, override } = change;
  const until = emergency === null ? '' : `, to be ratified before ${moments.moment(emergency.ratifyBy)}`;
  const asked = override === null || override.confirmed !== null ? [] : [override];
  return [
    ...(kind === 'emergency' ? [`An emergency: it holds at once, agreed or not${until}.`] : []),
    ...(supersedes === null ? [] : [`Takes the place of change ${supersedes}.`]),
    ...(reverses === null ? [] : [`Would undo the emergency of change ${reverses}.`]),
    ...requests
      .filter(({ stands }) => stands)
      .map((each) => `Another text is asked for by ${doneBy(each)} (${each.side}): ${each.reason ?? '(erased)'}`),
    ...asked.map(
      ({ requested, reason }) =>
        `An override is asked for by ${doneBy(requested)}: ${reason ?? '(erased)'}; it waits for a second person.`,
    ),
  ];
}

/** A passkey signed it, or it rests on the account alone. */
const howApproved = ({ signed }: ApprovalView): string =>
  signed === null ? 'without a passkey' : `signed with ${passkeyWords(signed)}`;
