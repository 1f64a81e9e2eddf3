import type { AssignmentAnswer, AssignmentDeclined } from '#responsibility/domain/responsibility.events';
import type { AssignmentToAccept } from '#responsibility/domain/responsibility.commands';
import type { OnusEvent } from '#rulebook/rulebook';
import { allOf, asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

type RefOf = (task: string) => string;

/** The inverse of accepting one assignment, or several. One alone may have been given as a list of one: the digest of the command tells. */
export function acceptance(
  first: Exclude<AssignmentAnswer, AssignmentDeclined>,
  events: readonly OnusEvent[],
  refOf: RefOf,
): Rebuilt {
  if (events.length === 1) return whole({ type: 'AcknowledgeAssignment', data: accepted(first, refOf) });
  const assignments = allOf(events, 'AssignmentAcknowledged').map((event, i) => {
    const { text, ...of } = accepted(event, refOf);
    return text === undefined ? noCommand('several are accepted with the texts that were read', i) : { ...of, text };
  });
  return whole({ type: 'AcknowledgeAssignments', data: { assignments } });
}

/** The inverse of declining one. */
export function declining({ data }: AssignmentDeclined, refOf: RefOf): Rebuilt {
  const { taskId, assignment, text, reason } = data;
  const of = { ref: refOf(taskId), assignment, ...(text !== undefined && { text }) };
  return whole({ type: 'DeclineAssignment', data: { ...of, reason: asText(reason) } });
}

function accepted({ data }: Exclude<AssignmentAnswer, AssignmentDeclined>, refOf: RefOf): AssignmentToAccept {
  const { taskId, assignment } = data;
  return { ref: refOf(taskId), assignment, ...('text' in data && { text: data.text }) };
}
