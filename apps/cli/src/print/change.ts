import type { ChangeLine } from '#approval/domain/change';
import { MARK_WORDS, type Assignment } from '#responsibility/domain/assignment';
import type { ChangeView } from '#answers/views';
import type { Moments } from '#answers/words/moments';
import { count, shortName } from '#answers/words/phrases';

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
    ...approvals.map((approval) => `Approved for the ${approval.side} by ${said(approval)}.`),
    ...(decided !== null && change.status === 'rejected'
      ? [`Rejected by ${said(decided)}${decision === null ? '' : `: ${decision}`}.`]
      : []),
    ...change.lines.map((line) => `  ${lineText(line)}`),
    `Digest ${change.digest}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function lineText(line: ChangeLine): string {
  switch (line.act) {
    case 'define':
      return `${line.ref}: new task “${line.definition.title}”; ${assignmentText(line.assignment)}`;
    case 'revise':
      return `${line.ref}: new text “${line.definition.title}”`;
    case 'assign':
      return `${line.ref}: ${assignmentText(line.assignment)}`;
    case 'retire':
      return `${line.ref}: leaves the matrix`;
  }
}

function assignmentText({ marks, raci }: Assignment): string {
  const roles = raci.map(({ party, member, roles: held }) => `${member ?? party} ${held.join('/')}`);
  return [marks.map((mark) => MARK_WORDS[mark]).join(' + '), ...roles].join(', ');
}
