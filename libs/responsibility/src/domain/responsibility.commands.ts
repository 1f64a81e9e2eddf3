import type { Command } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { Assignment } from './assignment.ts';
import type { Finding } from './assignment.rules.ts';
import type { ImportId } from './responsibility.events.ts';
import type { TaskDefinition, TaskRef } from './task.ts';

/** Adds a task that nobody bears yet. Who bears it is for both sides to agree: a change. */
export type DefineTask = Command<
  'DefineTask',
  { readonly ref: TaskRef; readonly definition: TaskDefinition; readonly effectiveFrom: Instant }
>;

export type CloseTask = Command<'CloseTask', { readonly ref: TaskRef; readonly effectiveFrom: Instant }>;
export type ReopenTask = Command<'ReopenTask', { readonly ref: TaskRef; readonly effectiveFrom: Instant }>;

/** The assignment that entry `assignment` recorded, and the digest of the text of the task that was read with it. */
export interface AssignmentToAccept {
  readonly ref: TaskRef;
  readonly assignment: number;
  /** Absent: the answer names no text, and a later revision cannot be told from what was read. */
  readonly text?: string;
}

/** Accepts an assignment, as somebody named in it. */
export type AcknowledgeAssignment = Command<'AcknowledgeAssignment', AssignmentToAccept>;

/** Accepts many at once: all of them, or none. */
export type AcknowledgeAssignments = Command<
  'AcknowledgeAssignments',
  { readonly assignments: readonly (AssignmentToAccept & { readonly text: string })[] }
>;

/** Does not accept an assignment, as somebody named in it, and says why. */
export type DeclineAssignment = Command<'DeclineAssignment', AssignmentToAccept & { readonly reason: Sealed }>;

/** What an import says of a file, once, with its first part. */
export interface ImportHeader {
  readonly format: 'matrix-csv' | 'assignments';
  readonly source: { readonly digest: string; readonly name: Sealed; readonly lines: number };
  readonly parts: number;
  /**
   * Size of the ledger that the difference was computed against. If a statement of somebody else has come since, the import is
   * refused and computed again: it is never applied to a matrix that it did not see.
   */
  readonly against: number;
  readonly effectiveFrom?: Instant;
  readonly mode?: 'replace' | 'set';
  readonly onClose?: 'keep' | 'clear';
}

/** One statement of an import about a task, from an instant on. */
export type ImportLine = {
  readonly ref: TaskRef;
  readonly at: Instant;
  readonly line?: number;
  readonly by?: string;
  readonly attributes?: Readonly<Record<string, string>>;
} & (
  | { readonly act: 'define' | 'revise'; readonly definition: TaskDefinition }
  | { readonly act: 'retire' | 'close' | 'reopen' }
  | { readonly act: 'assign'; readonly assignment: Assignment; readonly findings?: readonly Finding[] }
  | {
      readonly act: 'fact';
      readonly fact: 'approved' | 'revoked' | 'evidence';
      readonly what?: string;
      readonly evidence?: string;
    }
);

/** Records one part of an import. The first part brings the header, the others name the import that it started. */
export type RecordImport = Command<
  'RecordImport',
  {
    readonly header?: ImportHeader;
    readonly import?: ImportId;
    /** Counted from 1. */
    readonly part: number;
    readonly lines: readonly ImportLine[];
  }
>;

export type ResponsibilityCommand =
  | DefineTask
  | CloseTask
  | ReopenTask
  | AcknowledgeAssignment
  | AcknowledgeAssignments
  | DeclineAssignment
  | RecordImport;
