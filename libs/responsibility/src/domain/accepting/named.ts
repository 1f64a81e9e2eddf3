import { ownersOf } from '../assignment.rules.ts';
import type { Assignment } from '../assignment.ts';
import type { AssignmentAnswer, ResponsibilityAssigned } from '../responsibility.events.ts';

/** Whom an assignment names, for as long as it holds now or later: those who may accept or decline it. */
export interface NamedIn {
  readonly entry: number;
  readonly digest: string;
  readonly members: readonly string[];
  readonly parties: readonly string[];
  /** What each who answered said last. */
  answers: readonly LastAnswer[];
}

/** What somebody made of an assignment. */
export interface LastAnswer {
  readonly member: string;
  readonly accepted: boolean;
  /** Digest of the text of the task that was read; null where the answer names none. */
  readonly text: string | null;
}

/** Members whom an assignment names as persons, and parties that it names without a person. */
export interface Named {
  readonly members: readonly string[];
  readonly parties: readonly string[];
}

/** Whom an assignment names: those of its RACI and the deputy, or, where there is no RACI, the parties that its marks name. */
export function namedBy(assignment: Assignment): Named {
  const members = assignment.raci.flatMap(({ member }) => member ?? []);
  if (assignment.deputy !== undefined) members.push(assignment.deputy);
  const parties = assignment.raci.filter(({ member }) => member === undefined).map(({ party }) => party);
  if (assignment.raci.length === 0) parties.push(...ownersOf(assignment).map(({ party }) => party));
  return { members, parties };
}

/** What is kept of an assignment for those who may answer. `entry` is the entry that assigned. */
export function namedIn({ data: { assignment, digest } }: ResponsibilityAssigned, entry: number): NamedIn {
  const { members, parties } = namedBy(assignment);
  return { entry, digest, members, parties, answers: [] };
}

/** The newest answer of a member takes the place of an earlier one. */
export function answered(named: NamedIn, member: string, { type, data }: AssignmentAnswer): void {
  const answer = { member, accepted: type === 'AssignmentAcknowledged', text: 'text' in data ? data.text : null };
  named.answers = [...named.answers.filter((each) => each.member !== member), answer];
}
