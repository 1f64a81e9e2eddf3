import type { Recorded } from '#kernel/decider';
import { FOREVER, microsOf, type Instant, type Micros } from '#kernel/instant';
import { overlay, valuesFrom, type Timeline } from '#kernel/timeline';
import { answered, namedIn } from './accepting/named.ts';
import type {
  ImportId,
  ImportStarted,
  ResponsibilityEvent,
  Statement,
  StatementEvent,
} from './responsibility.events.ts';
import { refuse } from './responsibility.refusals.ts';
import type { TaskId, TaskRef } from './task.ts';
import { introduceTask, keepTask, noTasks, taskKnown, taskKnownAs, type KnownTasks } from './tasks/known-tasks.ts';
import type { TaskState } from './tasks/task-state.ts';

/** An import that has begun and whose last part has not come: nothing of it holds yet. */
export interface OpenImport {
  readonly parts: number;
  readonly key: string;
  readonly effectiveFrom: Micros | null;
  /** Newest statement when the import was computed. */
  readonly seen: number;
  readonly staged: { readonly index: number; readonly event: StatementEvent }[];
  recordedParts: number;
}

export interface ResponsibilityState {
  readonly tasks: KnownTasks;
  readonly openImports: Map<ImportId, OpenImport>;
  /** Which files were recorded, by digest and settings. */
  readonly importOf: Map<string, ImportId>;
  /** When imported versions of the whole matrix begin to hold, ascending. */
  versions: Micros[];
  /** Index of the newest entry that says what holds. */
  lastStatement: number;
}

export interface WithResponsibility {
  readonly responsibility: ResponsibilityState;
}

export const initialResponsibility = (): ResponsibilityState => ({
  tasks: noTasks(),
  openImports: new Map(),
  importOf: new Map(),
  versions: [],
  lastStatement: -1,
});

/** Folds one event into the state. */
export function evolveResponsibility(state: ResponsibilityState, recorded: Recorded<ResponsibilityEvent>): void {
  const { event, index } = recorded;
  switch (event.type) {
    case 'TaskDefined':
      introduceTask(state.tasks, event.data.taskId, event.data.ref);
      return stateOrStage(state, recorded as Recorded<StatementEvent>);
    case 'TaskRevised':
    case 'TaskRetired':
    case 'ResponsibilityAssigned':
    case 'TaskClosed':
    case 'TaskReopened':
    case 'FactImported':
      return stateOrStage(state, recorded as Recorded<StatementEvent>);
    case 'AssignmentAcknowledged':
    case 'AssignmentDeclined': {
      const { assignment, taskId } = event.data;
      const task = taskOf(state, taskId);
      const named = task.named.find(({ entry }) => entry === assignment);
      if (named === undefined) return;
      answered(named, recorded.actor.onBehalfOf ?? recorded.actor.member, event);
      return keepTask(state.tasks, task);
    }
    case 'ImportStarted':
      state.openImports.set(event.data.importId, openImport(state, event));
      return;
    case 'ImportPartRecorded':
      openImportOf(state, event.data.importId).recordedParts = event.data.part;
      return;
    case 'ImportCompleted':
      return complete(state, event.data.importId, index, microsOf(recorded.recordedAt));
  }
}

/** A task by its id. */
export const taskOf = (state: ResponsibilityState, id: TaskId): TaskState =>
  taskKnown(state.tasks, id) ?? refuse.unknownTask(id);

/** A task by the reference that people use. */
export const taskByRef = (state: ResponsibilityState, ref: TaskRef): TaskState =>
  taskKnownAs(state.tasks, ref) ?? refuse.unknownTask(ref);

export const openImportOf = (state: ResponsibilityState, id: ImportId): OpenImport =>
  state.openImports.get(id) ?? refuse.unknownImport(id);

/** What tells one import from another. */
export interface ImportIdentity {
  readonly format: string;
  readonly source: { readonly digest: string };
  readonly effectiveFrom?: Instant;
  readonly mode?: string;
  readonly onClose?: string;
}

/** Two imports of one file with the same settings have the same key. */
export function importKey({ format, source, effectiveFrom, mode, onClose }: ImportIdentity): string {
  return [format, source.digest, effectiveFrom ?? '', mode ?? '', onClose ?? ''].join('|');
}

/** What an import says waits for its last part; everything else holds at once. */
function stateOrStage(state: ResponsibilityState, { index, recordedAt, event }: Recorded<StatementEvent>): void {
  const { import: importId } = event.data;
  if (importId === undefined) apply(state, event, index, microsOf(recordedAt), index);
  else openImportOf(state, importId).staged.push({ index, event });
}

function openImport(state: ResponsibilityState, { data }: ImportStarted): OpenImport {
  return {
    parts: data.parts,
    key: importKey(data),
    effectiveFrom: data.effectiveFrom === undefined ? null : microsOf(data.effectiveFrom),
    seen: state.lastStatement,
    staged: [],
    recordedParts: 0,
  };
}

function complete(state: ResponsibilityState, id: ImportId, index: number, now: Micros): void {
  const { staged, key, effectiveFrom } = openImportOf(state, id);
  for (const { index: said, event } of staged) apply(state, event, said, now, index);
  state.openImports.delete(id);
  state.importOf.set(key, id);
  if (effectiveFrom !== null && !state.versions.includes(effectiveFrom)) {
    state.versions = [...state.versions, effectiveFrom].sort((a, b) => a - b);
  }
}

/** `said` is the entry that says it, `known` the entry from which on it counts; they differ in an import only. */
function apply(state: ResponsibilityState, event: StatementEvent, said: number, now: Micros, known: number): void {
  const task = taskOf(state, event.data.taskId);
  const [from, to] = span(event.data);
  switch (event.type) {
    case 'TaskDefined':
    case 'TaskRevised':
      task.definition = overlay(task.definition, from, to, said);
      task.texts = holding([...task.texts, { entry: said, digest: event.data.digest }], task.definition, now);
      break;
    case 'TaskRetired':
      task.definition = overlay(task.definition, from, to, undefined);
      task.texts = holding(task.texts, task.definition, now);
      break;
    case 'ResponsibilityAssigned':
      task.assignment = overlay(task.assignment, from, to, said);
      task.named = holding([...task.named, namedIn(event, said)], task.assignment, now);
      break;
    case 'TaskClosed':
      task.closed = overlay(task.closed, from, to, true);
      break;
    case 'TaskReopened':
      task.closed = overlay(task.closed, from, to, false);
      break;
    case 'FactImported':
      return;
  }
  task.lastEntry = known;
  keepTask(state.tasks, task);
  state.lastStatement = known;
}

/** Those that hold now or later. There may be as many as somebody states of the years to come: the times are gone through once. */
function holding<T extends { readonly entry: number }>(
  stated: readonly T[],
  timeline: Timeline<number>,
  now: Micros,
): readonly T[] {
  const entries = valuesFrom(timeline, now);
  return stated.filter(({ entry }) => entries.has(entry));
}

const span = ({ effectiveFrom, effectiveTo }: Statement): [Micros, Micros] => [
  microsOf(effectiveFrom),
  effectiveTo === undefined ? FOREVER : microsOf(effectiveTo),
];
