import type { DraftLine, NewTask } from '#approval/domain/change';
import { MARK_WORDS, type Assignment } from '#responsibility/domain/assignment';
import type { ApprovalView, ChangeView } from '#answers/views';
import type { Moments } from '#answers/words/moments';
import { count, shortName } from '#answers/words/phrases';
import { passkeyWords } from '#answers/words/signed-words';

/** A change as a person reads it before deciding on it. */
export function changeText(change: ChangeView, moments: Moments): string {
  const { proposed, approvals, decided, decision, backdatedDays } = change;
  const said = ({ by, recordedAt, entry }: ChangeView['proposed']): string =>
    `${shortName(by)} on ${moments.day(recordedAt)} (entry ${entry})`;
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
  return lines.map((line) => `${line}\n`).join('');
}

/** A passkey signed it, or it rests on the account alone. */
const howApproved = ({ signed }: ApprovalView): string =>
  signed === null ? 'without a passkey' : `signed with ${passkeyWords(signed)}`;

function lineText(line: DraftLine): string {
  switch (line.act) {
    case 'define':
      return newTaskText(line);
    case 'revise':
      return `${line.ref}: new text “${line.definition.title}”`;
    case 'assign':
      return `${line.ref}: ${assignmentText(line.assignment)}`;
    case 'retire':
      return `${line.ref}: leaves the matrix`;
    case 'split':
      return `${line.ref}: split into ${line.into.map(newTaskText).join('; and ')}`;
    case 'merge':
      return `${newTaskText(line)}; merged from ${line.from.join(', ')}`;
  }
}

const newTaskText = ({ ref, definition, assignment }: NewTask): string =>
  `${ref}: new task “${definition.title}”; ${assignmentText(assignment)}`;

function assignmentText({ marks, raci }: Assignment): string {
  const roles = raci.map(({ party, member, roles: held }) => `${member ?? party} ${held.join('/')}`);
  return [marks.map((mark) => MARK_WORDS[mark]).join(' + '), ...roles].join(', ');
}
