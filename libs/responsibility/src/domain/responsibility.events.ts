import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { Assignment } from './assignment.ts';
import type { Finding } from './assignment.rules.ts';
import type { TaskDefinition, TaskId, TaskRef } from './task.ts';

/** Import `i12` was started by entry 12. */
export type ImportId = string;

/** When a statement holds, and what it rests on. */
export interface Statement {
  readonly taskId: TaskId;
  /** Half-open: holds at this instant, not at `effectiveTo`. */
  readonly effectiveFrom: Instant;
  /** Absent: until further notice. */
  readonly effectiveTo?: Instant;
  /** The agreed change behind it, for example `C-118`. */
  readonly change?: string;
  /** The import behind it: imported, and not agreed in Onus. It takes effect with the last part of the import. */
  readonly import?: ImportId;
  /** Line of the imported file, counted from 1. */
  readonly line?: number;
  /** Who did it, in the words of an imported history: a member id. The entry's own actor is the importer. */
  readonly by?: string;
  /** What else the line of an imported history holds, word for word. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The task exists from `effectiveFrom` on, with this text. */
export type TaskDefined = DomainEvent<
  'TaskDefined',
  1,
  Statement & { readonly ref: TaskRef; readonly definition: TaskDefinition; readonly digest: string }
>;

/** The task has another text from `effectiveFrom` on. `digest` is SHA-256 (hex) over the canonical definition. */
export type TaskRevised = DomainEvent<
  'TaskRevised',
  1,
  Statement & { readonly definition: TaskDefinition; readonly digest: string }
>;

/** The task is no part of the matrix from `effectiveFrom` on. */
export type TaskRetired = DomainEvent<'TaskRetired', 1, Statement>;

/** The named bear the task from `effectiveFrom` on. `digest` is SHA-256 (hex) over the canonical assignment. */
export type ResponsibilityAssigned = DomainEvent<
  'ResponsibilityAssigned',
  1,
  Statement & { readonly assignment: Assignment; readonly digest: string; readonly findings?: readonly Finding[] }
>;

/** The task is closed from `effectiveFrom` on. Closing frees nobody by itself. */
export type TaskClosed = DomainEvent<'TaskClosed', 1, Statement>;

/** The task is open again from `effectiveFrom` on. */
export type TaskReopened = DomainEvent<'TaskReopened', 1, Statement>;

/**
 * Somebody named in the assignment accepted it. `assignment` is the index of the entry that assigned, `digest` that of who bears the
 * duty. Which text of the task was read, the first version does not say.
 */
export type AssignmentAcknowledged = DomainEvent<
  'AssignmentAcknowledged',
  1,
  { readonly taskId: TaskId; readonly assignment: number; readonly digest: string }
>;

/** The same, of a duty whose text was read: `text` is the digest of the definition. */
export type TextAcknowledged = DomainEvent<
  'AssignmentAcknowledged',
  2,
  { readonly taskId: TaskId; readonly assignment: number; readonly digest: string; readonly text: string }
>;

/** Somebody named in the assignment does not accept it. It stays in force until a change is agreed. */
export type AssignmentDeclined = DomainEvent<
  'AssignmentDeclined',
  1,
  {
    readonly taskId: TaskId;
    readonly assignment: number;
    readonly digest: string;
    /** Digest of the text of the task that was read. */
    readonly text?: string;
    readonly reason: Sealed;
  }
>;

/** What somebody whom an assignment names made of it. */
export type AssignmentAnswer = AssignmentAcknowledged | TextAcknowledged | AssignmentDeclined;

/** A file begins to be recorded as it stands. Nothing of it is in force before its last part is recorded. */
export type ImportStarted = DomainEvent<
  'ImportStarted',
  1,
  {
    readonly importId: ImportId;
    readonly format: 'matrix-csv' | 'assignments';
    readonly source: { readonly digest: string; readonly name: Sealed; readonly lines: number };
    readonly parts: number;
    /** Matrix: the instant from which the whole file holds. */
    readonly effectiveFrom?: Instant;
    /** Matrix: where the next version that is known already takes over. */
    readonly effectiveTo?: Instant;
    /** Feed: how owners follow one another, and whether closing frees them. */
    readonly mode?: 'replace' | 'set';
    readonly onClose?: 'keep' | 'clear';
  }
>;

/** One part of an import is recorded; others follow. */
export type ImportPartRecorded = DomainEvent<
  'ImportPartRecorded',
  1,
  { readonly importId: ImportId; readonly part: number }
>;

/** The last part is recorded: from this entry on everything of the import is known and in force from its effective time. */
export type ImportCompleted = DomainEvent<
  'ImportCompleted',
  1,
  { readonly importId: ImportId; readonly entries: number }
>;

/** What an imported history says of a task beside its owner: confirmed, taken back, evidence linked. Said by the source, not in Onus. */
export type FactImported = DomainEvent<
  'FactImported',
  1,
  Statement & {
    readonly fact: 'approved' | 'revoked' | 'evidence';
    readonly what?: string;
    readonly ref?: string;
  }
>;

export type ResponsibilityEvent =
  | TaskDefined
  | TaskRevised
  | TaskRetired
  | ResponsibilityAssigned
  | TaskClosed
  | TaskReopened
  | AssignmentAnswer
  | ImportStarted
  | ImportPartRecorded
  | ImportCompleted
  | FactImported;

/** Events that say something of a task from an instant on. */
export type StatementEvent = Exclude<
  ResponsibilityEvent,
  AssignmentAnswer | ImportStarted | ImportPartRecorded | ImportCompleted
>;
