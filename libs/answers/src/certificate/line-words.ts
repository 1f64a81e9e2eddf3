import type { DraftLine, NewTask } from '#approval/domain/change';
import type { ChangeView } from '../views.change.ts';
import { MARK_WORDS, type Assignment } from '#responsibility/domain/assignment';

/** How somebody whom a line names is called. */
export type Called = (of: { readonly party: string; readonly member?: string }) => string;

/** By pseudonym: for those who write lines themselves. */
export const byPseudonym: Called = ({ party, member }) => member ?? party;

/** One line of a change in words. */
export function lineText(line: DraftLine, called: Called = byPseudonym): string {
  switch (line.act) {
    case 'define':
      return newTaskText(line, called);
    case 'revise':
      return `${line.ref}: new text “${line.definition.title}”`;
    case 'assign':
      return `${line.ref}: ${assignmentText(line.assignment, called)}`;
    case 'retire':
      return `${line.ref}: leaves the matrix`;
    case 'split':
      return `${line.ref}: split into ${line.into.map((task) => newTaskText(task, called)).join('; and ')}`;
    case 'merge':
      return `${newTaskText(line, called)}; merged from ${line.from.join(', ')}`;
  }
}

const newTaskText = ({ ref, definition, assignment }: NewTask, called: Called): string =>
  `${ref}: new task “${definition.title}”; ${assignmentText(assignment, called)}`;

function assignmentText({ marks, raci }: Assignment, called: Called): string {
  const roles = raci.map(({ party, member, roles: held }) => {
    const name = called({ party, ...(member !== undefined && { member }) });
    return `${name} ${held.join('/')}`;
  });
  return [marks.map((mark) => MARK_WORDS[mark]).join(' + '), ...roles].join(', ');
}

/** What a change says beside its lines: terms, files, objections. An approval is of these as well. */
export const besideLines = ({
  terms,
  attachments,
  resolves,
}: Pick<ChangeView, 'terms' | 'attachments' | 'resolves'>): readonly string[] => [
  ...(terms?.policy === undefined ? [] : [`approval policy: ${JSON.stringify(terms.policy)}`]),
  ...(terms?.retention === undefined ? [] : [`retention: ${JSON.stringify(terms.retention)}`]),
  ...attachments.map(({ digest, name }) => `attachment ${name ?? '(name erased)'}, SHA-256 ${digest}`),
  ...resolves.map((id) => `settles objection ${id}`),
];
