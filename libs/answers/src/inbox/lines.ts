import type { MemberId } from '#engagement/domain/members';
import { microsOf, type Instant } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import type { NamedIn } from '#responsibility/domain/accepting/named';
import { tasksNaming } from '#responsibility/domain/tasks/known-tasks';
import type { TaskState } from '#responsibility/domain/tasks/task-state';
import { checkActing } from '#rulebook/acting';
import type { OnusState } from '#rulebook/rulebook';
import { allowed, rightsOf } from './rights.ts';

/** A line that names a person now. */
export interface NamingLine {
  readonly ref: string;
  /** In whose right it concerns whoever asks; null for the own. */
  readonly for: MemberId | null;
}

/** The lines that name a member as a person at an instant, by reference. */
export function linesNaming(state: OnusState, member: MemberId, at: Instant): readonly NamingLine[] {
  return sorted(naming(state, member, at).map(({ task: { ref } }) => ({ ref, for: null })));
}

/**
 * The lines that may wait for a member to say that he accepts them, or for him to say so for another, by reference: those that name him and
 * whose text, as it stands, he has not spoken of. Which of them are his to bear their answer tells.
 */
export function linesToAccept(state: OnusState, member: MemberId, at: Instant): readonly NamingLine[] {
  const lines = rightsOf(state.engagement, member, at).flatMap((by) => {
    const principal = by.onBehalfOf ?? member;
    return naming(state, principal, at)
      .filter(({ task, named }) => !hasSpoken(task, named, principal, at))
      .filter(({ task: { ref }, named: { entry: assignment } }) => {
        const command = { type: 'AcknowledgeAssignment', data: { ref, assignment } };
        const check = () => {
          checkActing(command, state, { actor: by, recordedAt: at });
          return true;
        };
        return by.onBehalfOf === null || allowed(check) === true;
      })
      .map(({ task: { ref } }) => ({ ref, for: by.onBehalfOf }));
  });
  return sorted(lines);
}

interface Naming {
  readonly task: TaskState;
  readonly named: NamedIn;
}

function naming({ responsibility }: OnusState, member: MemberId, at: Instant): readonly Naming[] {
  const now = microsOf(at);
  const found: Naming[] = [];
  for (const task of tasksNaming(responsibility.tasks, member)) {
    const entry = valueAt(task.assignment, now);
    const named = task.named.find((each) => each.entry === entry);
    if (named?.members.includes(member) !== true || valueAt(task.definition, now) === undefined) continue;
    found.push({ task, named });
  }
  return found;
}

/** Whether somebody has answered, and named the text that stands or none. */
function hasSpoken({ definition, texts }: TaskState, { answers }: NamedIn, member: MemberId, at: Instant): boolean {
  const answer = answers.find((each) => each.member === member);
  if (answer === undefined) return false;
  const entry = valueAt(definition, microsOf(at));
  const digest = texts.find((text) => text.entry === entry)?.digest;
  // An answer that names no text may be about an earlier one: only its place in the ledger tells.
  return answer.text === digest;
}

const sorted = (lines: readonly NamingLine[]): readonly NamingLine[] =>
  lines.toSorted((a, b) => compare(a.ref, b.ref) || compare(a.for ?? '', b.for ?? ''));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
