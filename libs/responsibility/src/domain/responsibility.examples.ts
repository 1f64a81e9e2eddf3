import type { ExamplesOf } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { APRIL, assignments, definitions, FEBRUARY, JANUARY, MARCH, MAY } from './examples/duties.ts';
import type {
  AcknowledgeAssignment,
  AcknowledgeAssignments,
  DeclineAssignment,
  DefineTask,
  RecordImport,
} from './responsibility.commands.ts';
import type { ResponsibilityEvent } from './responsibility.events.ts';
import type { TaskDefinition } from './task.ts';

/** Commands, for specifications. */
export const defineTask = (
  ref: string,
  effectiveFrom: string,
  definition: TaskDefinition = definitions.logReview,
): DefineTask => ({ type: 'DefineTask', data: { ref, definition, effectiveFrom } });

export const acknowledge = (ref: string, assignment: number, text?: string): AcknowledgeAssignment => ({
  type: 'AcknowledgeAssignment',
  data: { ref, assignment, ...(text !== undefined && { text }) },
});

export const acknowledgeAll = (
  ...assignments: AcknowledgeAssignments['data']['assignments']
): AcknowledgeAssignments => ({ type: 'AcknowledgeAssignments', data: { assignments } });

export const decline = (ref: string, assignment: number, text?: string): Unsealed<DeclineAssignment> => ({
  type: 'DeclineAssignment',
  data: {
    ref,
    assignment,
    ...(text !== undefined && { text }),
    reason: toSeal('Nobody of us is on duty at night.'),
  },
});

type ImportCommand = Unsealed<RecordImport>;
export type Header = NonNullable<ImportCommand['data']['header']>;

/** Header of a matrix that holds from an instant on, computed against a ledger of `against` entries. */
export const matrixHeader = (against: number, effectiveFrom: string, change: Partial<Header> = {}): Header => ({
  format: 'matrix-csv',
  source: { digest: `sha256:${'a1'.repeat(32)}`, name: toSeal('contoso-matrix.csv'), lines: 3 },
  parts: 1,
  against,
  effectiveFrom,
  ...change,
});

/** Header of an assignment feed. */
export const feedHeader = (against: number, change: Partial<Header> = {}): Header => ({
  format: 'assignments',
  source: { digest: `sha256:${'b2'.repeat(32)}`, name: toSeal('incidents.ndjson.gz'), lines: 4 },
  parts: 1,
  against,
  mode: 'replace',
  onClose: 'keep',
  ...change,
});

export const recordImport = (data: ImportCommand['data']): ImportCommand => ({ type: 'RecordImport', data });

export const examples: ExamplesOf<ResponsibilityEvent> = {
  TaskDefined: [
    {
      type: 'TaskDefined',
      schema: 1,
      data: {
        taskId: 't15',
        ref: 'LOG-03',
        definition: definitions.logReview,
        digest: '0d18b402846b142510042e7919edc05aaedde51d27d0205c8af5d29ea8c1c707',
        effectiveFrom: JANUARY,
      },
    },
    {
      type: 'TaskDefined',
      schema: 1,
      data: {
        taskId: 't21',
        ref: 'BKP-04',
        definition: definitions.imported,
        digest: '01044ca73fb4712aaac9181488bc218ac5b2deb789e082decca7ff5c3136d304',
        effectiveFrom: JANUARY,
        effectiveTo: APRIL,
        import: 'i20',
        line: 2,
      },
    },
  ],
  TaskRevised: [
    {
      type: 'TaskRevised',
      schema: 1,
      data: {
        taskId: 't15',
        definition: { ...definitions.logReview, serviceLevel: 'review closed within 12 hours' },
        digest: 'beafcde323ae34092df284389fc1448333ddb26fb1118badaf1e1314eca8b9e8',
        effectiveFrom: MARCH,
        change: 'C-2',
      },
    },
  ],
  TaskRetired: [{ type: 'TaskRetired', schema: 1, data: { taskId: 't15', effectiveFrom: MAY, change: 'C-3' } }],
  ResponsibilityAssigned: [
    {
      type: 'ResponsibilityAssigned',
      schema: 1,
      data: {
        taskId: 't15',
        effectiveFrom: FEBRUARY,
        effectiveTo: APRIL,
        change: 'C-1',
        assignment: assignments.northwind,
        digest: '4f51f55665d7a083c58a49dc0949d1d5ba408eef5683f609ecd0b9450279e0fd',
      },
    },
    {
      type: 'ResponsibilityAssigned',
      schema: 1,
      data: {
        taskId: 't21',
        effectiveFrom: JANUARY,
        import: 'i20',
        line: 2,
        assignment: assignments.sharedWithoutParts,
        digest: '063c194e7ed570e456e747c2fe050458b04781df987ed582d54d4e44f18e15b1',
        findings: [{ code: 'assignment/unknown-word', detail: 'Split' }, { code: 'assignment/shared-without-parts' }],
      },
    },
  ],
  TaskClosed: [{ type: 'TaskClosed', schema: 1, data: { taskId: 't15', effectiveFrom: MARCH } }],
  TaskReopened: [{ type: 'TaskReopened', schema: 1, data: { taskId: 't15', effectiveFrom: APRIL, effectiveTo: MAY } }],
  AssignmentAcknowledged: [
    {
      type: 'AssignmentAcknowledged',
      schema: 1,
      data: {
        taskId: 't15',
        assignment: 19,
        digest: '4f51f55665d7a083c58a49dc0949d1d5ba408eef5683f609ecd0b9450279e0fd',
      },
    },
    {
      type: 'AssignmentAcknowledged',
      schema: 2,
      data: {
        taskId: 't15',
        assignment: 19,
        digest: '4f51f55665d7a083c58a49dc0949d1d5ba408eef5683f609ecd0b9450279e0fd',
        text: '0d18b402846b142510042e7919edc05aaedde51d27d0205c8af5d29ea8c1c707',
      },
    },
  ],
  AssignmentDeclined: [
    {
      type: 'AssignmentDeclined',
      schema: 1,
      data: {
        taskId: 't15',
        assignment: 19,
        digest: '4f51f55665d7a083c58a49dc0949d1d5ba408eef5683f609ecd0b9450279e0fd',
        text: '0d18b402846b142510042e7919edc05aaedde51d27d0205c8af5d29ea8c1c707',
        reason: { sealed: 'Zvxu3-VxRCCGZsN2UirdVMHSxiu2acYa2n_yxcDXq8s' },
      },
    },
  ],
  ImportStarted: [
    {
      type: 'ImportStarted',
      schema: 1,
      data: {
        importId: 'i20',
        format: 'matrix-csv',
        source: {
          digest: `sha256:${'a1'.repeat(32)}`,
          name: { sealed: '1KcW0TEV6sfuN4Xds82oR-02jVXx9TLZylV2Q34tigM' },
          lines: 69,
        },
        parts: 2,
        effectiveFrom: JANUARY,
        effectiveTo: APRIL,
      },
    },
    {
      type: 'ImportStarted',
      schema: 1,
      data: {
        importId: 'i40',
        format: 'assignments',
        source: {
          digest: `sha256:${'b2'.repeat(32)}`,
          name: { sealed: 'BgWsp4lNP45UVAKWBS0kCxSAteeOa7a0qDrhJymwdss' },
          lines: 106875,
        },
        parts: 214,
        mode: 'replace',
        onClose: 'keep',
      },
    },
  ],
  ImportPartRecorded: [{ type: 'ImportPartRecorded', schema: 1, data: { importId: 'i20', part: 1 } }],
  ImportCompleted: [{ type: 'ImportCompleted', schema: 1, data: { importId: 'i20', entries: 138 } }],
  FactImported: [
    {
      type: 'FactImported',
      schema: 1,
      data: {
        taskId: 't21',
        effectiveFrom: '2026-01-14T08:15:30.123456Z',
        import: 'i20',
        line: 17,
        by: 'm5',
        fact: 'evidence',
        what: 'restore report',
        ref: 'KB0012345',
      },
    },
    {
      type: 'FactImported',
      schema: 1,
      data: { taskId: 't21', effectiveFrom: '2026-01-14T09:00:00Z', import: 'i20', line: 18, fact: 'approved' },
    },
  ],
};
