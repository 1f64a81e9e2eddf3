import type { Assignment } from '#responsibility/domain/assignment';
import type { FindingCode } from '#responsibility/domain/assignment.rules';
import type { TaskDefinition, TaskRef } from '#responsibility/domain/task';

/** Changes are numbered within an engagement: `C-118`. */
export type ChangeId = string;

/** One line of a change: what it would do to one task. */
export type ChangeLine = { readonly ref: TaskRef } & (
  | {
      readonly act: 'define';
      readonly definition: TaskDefinition;
      readonly assignment: Assignment;
      /** Findings that both sides knowingly accept with this line. */
      readonly accepts?: readonly FindingCode[];
    }
  | { readonly act: 'revise'; readonly definition: TaskDefinition }
  | { readonly act: 'assign'; readonly assignment: Assignment; readonly accepts?: readonly FindingCode[] }
  | { readonly act: 'retire' }
);

/** The sides whose approval a change needs: one approver of each, neither of them its author. */
export const APPROVING_SIDES = ['provider', 'client'] as const;
export type ApprovingSide = (typeof APPROVING_SIDES)[number];

/** A change of more lines is refused: it could not come in force in one append. */
export const MAX_LINES = 500;
