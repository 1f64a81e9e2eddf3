import type { Assignment } from '#responsibility/domain/assignment';
import type { FindingCode } from '#responsibility/domain/assignment.rules';
import type { TaskDefinition, TaskRef } from '#responsibility/domain/task';

/** Changes are numbered within an engagement: `C-118`. */
export type ChangeId = string;

/** Who may draft a change, write a revision of it, open it and take it back. */
export const PROPOSING = ['owner', 'contributor', 'approver'] as const;

/** A task as a change would add it. `accepts` are findings that both sides knowingly accept with it. */
export interface NewTask {
  readonly ref: TaskRef;
  readonly definition: TaskDefinition;
  readonly assignment: Assignment;
  readonly accepts?: readonly FindingCode[];
}

/** One line of a change: what it would do to one task. */
export type ChangeLine =
  | ({ readonly act: 'define' } & NewTask)
  | { readonly act: 'revise'; readonly ref: TaskRef; readonly definition: TaskDefinition }
  | {
      readonly act: 'assign';
      readonly ref: TaskRef;
      readonly assignment: Assignment;
      readonly accepts?: readonly FindingCode[];
    }
  | { readonly act: 'retire'; readonly ref: TaskRef };

/** One line of a drafted change. A task can also be split into several, or several merged into one. */
export type DraftLine =
  | ChangeLine
  | {
      readonly act: 'split';
      /** The task that is retired. */
      readonly ref: TaskRef;
      readonly into: readonly NewTask[];
    }
  | ({
      readonly act: 'merge';
      /** The tasks that are retired. */
      readonly from: readonly TaskRef[];
    } & NewTask);

/** The sides of the contract. A change of the first form needs one approver of each, neither of them its author. */
export const APPROVING_SIDES = ['provider', 'client'] as const;
export type ApprovingSide = (typeof APPROVING_SIDES)[number];

/** An emergency holds from the moment on at which it is opened, and is ratified or reversed afterwards. */
export const CHANGE_KINDS = ['ordinary', 'emergency'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A change of more lines is refused: it could not come in force in one append. */
export const MAX_LINES = 500;

/** Every task that a line speaks of. */
export function refsOf(line: DraftLine): readonly TaskRef[] {
  switch (line.act) {
    case 'split':
      return [line.ref, ...line.into.map(({ ref }) => ref)];
    case 'merge':
      return [line.ref, ...line.from];
    case 'define':
    case 'revise':
    case 'assign':
    case 'retire':
      return [line.ref];
  }
}
