import type { Timeline } from '#kernel/timeline';
import type { LastAnswer, NamedIn } from '../accepting/named.ts';
import type { TaskId, TaskRef } from '../task.ts';
import type { HoldingText, TaskState } from './task-state.ts';

/**
 * A task as one text: what takes a kilobyte in two dozen objects takes a third of it so, is one thing to look at for whoever collects
 * garbage, and is copied into a snapshot as it is. Reading it takes a microsecond or two.
 */
export type PackedTask = string;

/** The fields in this order, without their names. JSON writes `undefined`, which some timelines have, as `null`. */
type Fields = readonly [
  id: TaskId,
  ref: TaskRef,
  definition: Packed<number>,
  assignment: Packed<number>,
  closed: Packed<boolean>,
  named: readonly NamedFields[],
  texts: readonly (readonly [entry: number, digest: string])[],
  lastEntry: number,
];
type Packed<V> = readonly (V | number | null | undefined)[];
type NamedFields = readonly [
  entry: number,
  digest: string,
  members: readonly string[],
  parties: readonly string[],
  answers: readonly AnswerFields[],
];
type AnswerFields = readonly [member: string, accepted: boolean, text: string | null];

export function packTask({ id, ref, definition, assignment, closed, ...task }: TaskState): PackedTask {
  const named = task.named.map(namedFields);
  const texts = task.texts.map(({ entry, digest }) => [entry, digest] as const);
  return JSON.stringify([id, ref, definition, assignment, closed, named, texts, task.lastEntry] satisfies Fields);
}

export function unpackTask(packed: PackedTask): TaskState {
  const [id, ref, definition, assignment, closed, named, texts, lastEntry] = JSON.parse(packed) as Fields;
  return {
    id,
    ref,
    definition: timelineFrom(definition),
    assignment: timelineFrom(assignment),
    closed: timelineFrom(closed),
    named: named.map(namedFrom),
    texts: texts.map(([entry, digest]): HoldingText => ({ entry, digest })),
    lastEntry,
  };
}

/** Whether the task may name somebody; where it is false, it does not, and need not be read. */
export const mayName = (packed: PackedTask, member: string): boolean => packed.includes(JSON.stringify(member));

const timelineFrom = <V>(packed: Packed<V>): Timeline<V> =>
  packed.includes(null) ? packed.map((each) => each ?? undefined) : (packed as Timeline<V>);

const namedFields = ({ entry, digest, members, parties, answers }: NamedIn): NamedFields => [
  entry,
  digest,
  members,
  parties,
  answers.map(({ member, accepted, text }): AnswerFields => [member, accepted, text]),
];

const namedFrom = ([entry, digest, members, parties, answers]: NamedFields): NamedIn => ({
  entry,
  digest,
  members,
  parties,
  answers: answers.map(([member, accepted, text]): LastAnswer => ({ member, accepted, text })),
});
