import type { Circumstances } from '#kernel/decider';
import { FOREVER, instantOf, microsOf, type Micros } from '#kernel/instant';
import { emptyTimeline } from '#kernel/timeline';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import { findingsOf } from '../assignment.rules.ts';
import type { ImportLine, RecordImport } from '../responsibility.commands.ts';
import type { ImportId, ResponsibilityEvent, Statement, StatementEvent } from '../responsibility.events.ts';
import { refuse } from '../responsibility.refusals.ts';
import { importKey, openImportOf, type OpenImport, type WithResponsibility } from '../responsibility.state.ts';
import { checkBearers, checkRef, digestOf, openEnd } from '../statements.ts';
import { isKnownRef, taskKnownAs } from '../tasks/known-tasks.ts';
import type { TaskState } from '../tasks/task-state.ts';

type State = WithEngagement & WithResponsibility;

const NOT_INTRODUCED: Pick<TaskState, 'definition' | 'assignment' | 'closed'> = {
  definition: emptyTimeline(),
  assignment: emptyTimeline(),
  closed: emptyTimeline(),
};

/**
 * Records a part of an import as the file says it: what the rules would refuse of a proposal becomes a finding on the line.
 * Nothing holds before the last part, and a part is refused where somebody else has spoken since the difference was computed.
 */
export function recordImport(
  command: RecordImport,
  state: State,
  circumstances: Circumstances,
): readonly ResponsibilityEvent[] {
  const { header, part, lines } = command.data;
  const events: ResponsibilityEvent[] = [];
  const started = header === undefined ? undefined : begin(command, state, circumstances);
  if (started !== undefined) events.push(started.event);
  const importId = started?.event.data.importId ?? command.data.import ?? refuse.unknownImport('');
  const open = started?.open ?? openImportOf(state.responsibility, importId);
  if (part !== open.recordedParts + 1) refuse.wrongPart(open.recordedParts + 1, part);
  if (state.responsibility.lastStatement !== open.seen) refuse.importMoved();

  const versions = open.effectiveFrom === null ? [] : state.responsibility.versions;
  const recorder = new LineRecorder(importId, versions, state, circumstances, circumstances.nextIndex + events.length);
  for (const line of lines) events.push(recorder.record(line));
  events.push(
    part < open.parts
      ? { type: 'ImportPartRecorded', schema: 1, data: { importId, part } }
      : { type: 'ImportCompleted', schema: 1, data: { importId, entries: open.staged.length + lines.length } },
  );
  return events;
}

function begin({ data }: RecordImport, { responsibility }: State, { nextIndex }: Circumstances) {
  const header = data.header!;
  const earlier = responsibility.importOf.get(importKey(header));
  // A matrix is compared with what holds; the same file may well have something to say again. A feed has not.
  if (earlier !== undefined && header.format === 'assignments') refuse.alreadyImported(earlier);
  if (responsibility.lastStatement >= header.against) refuse.importMoved();
  const { format, source, parts, effectiveFrom, mode, onClose } = header;
  const from = effectiveFrom === undefined ? null : microsOf(effectiveFrom);
  const until = from === null ? FOREVER : nextVersion(responsibility.versions, from);
  const importId: ImportId = `i${nextIndex}`;
  const open: Omit<OpenImport, 'key'> = {
    parts,
    effectiveFrom: from,
    seen: responsibility.lastStatement,
    staged: [],
    recordedParts: 0,
  };
  const event = {
    type: 'ImportStarted' as const,
    schema: 1 as const,
    data: {
      importId,
      format,
      source,
      parts,
      ...(effectiveFrom !== undefined && { effectiveFrom }),
      ...(until !== FOREVER && { effectiveTo: instantOf(until) }),
      ...(mode !== undefined && { mode }),
      ...(onClose !== undefined && { onClose }),
    },
  };
  return { event, open };
}

/** A version of the matrix holds until the next version that is known already takes over. */
const nextVersion = (versions: readonly Micros[], from: Micros): Micros =>
  versions.find((version) => version > from) ?? FOREVER;

class LineRecorder {
  private readonly importId: ImportId;
  /** Where later versions of the matrix begin; none for a feed, which says itself what follows. */
  private readonly versions: readonly Micros[];
  private readonly state: State;
  private readonly circumstances: Circumstances;
  private readonly introduced = new Map<string, string>();
  private index: number;

  constructor(
    importId: ImportId,
    versions: readonly Micros[],
    state: State,
    circumstances: Circumstances,
    firstIndex: number,
  ) {
    this.importId = importId;
    this.versions = versions;
    this.state = state;
    this.circumstances = circumstances;
    this.index = firstIndex;
  }

  record(line: ImportLine): StatementEvent {
    checkRef(line.ref);
    const event = this.event(line);
    this.index++;
    return event;
  }

  private event(line: ImportLine): StatementEvent {
    const { sha256 } = this.circumstances;
    switch (line.act) {
      case 'define': {
        const { definition, ref } = line;
        const digest = digestOf(sha256, definition);
        return { type: 'TaskDefined', schema: 1, data: { ...this.define(line), ref, definition, digest } };
      }
      case 'revise': {
        const { definition } = line;
        const digest = digestOf(sha256, definition);
        return { type: 'TaskRevised', schema: 1, data: { ...this.statement(line, 'definition'), definition, digest } };
      }
      case 'retire':
        return { type: 'TaskRetired', schema: 1, data: this.statement(line, 'definition') };
      case 'assign': {
        const { assignment, ref } = line;
        checkBearers(ref, assignment, this.state.engagement, 'whoever-was-here');
        const findings = [...(line.findings ?? []), ...findingsOf(assignment)];
        return {
          type: 'ResponsibilityAssigned',
          schema: 1,
          data: {
            ...this.statement(line, 'assignment'),
            assignment,
            digest: digestOf(sha256, assignment),
            ...(findings.length > 0 && { findings }),
          },
        };
      }
      case 'close':
        return { type: 'TaskClosed', schema: 1, data: this.statement(line, 'closed') };
      case 'reopen':
        return { type: 'TaskReopened', schema: 1, data: this.statement(line, 'closed') };
      case 'fact': {
        const { fact, what, evidence } = line;
        const said = { fact, ...(what !== undefined && { what }), ...(evidence !== undefined && { ref: evidence }) };
        return { type: 'FactImported', schema: 1, data: { ...this.statement(line, null), ...said } };
      }
    }
  }

  private define(line: ImportLine): Statement {
    const { tasks } = this.state.responsibility;
    if (!isKnownRef(tasks, line.ref) && !this.introduced.has(line.ref)) this.introduced.set(line.ref, `t${this.index}`);
    return this.statement(line, 'definition');
  }

  private statement(line: ImportLine, facet: 'definition' | 'assignment' | 'closed' | null): Statement {
    const known = taskKnownAs(this.state.responsibility.tasks, line.ref);
    const taskId = known?.id ?? this.introduced.get(line.ref) ?? refuse.unknownTask(line.ref);
    const task = known ?? NOT_INTRODUCED;
    return {
      taskId,
      effectiveFrom: line.at,
      ...(facet !== null && openEnd(task[facet], line.at, nextVersion(this.versions, microsOf(line.at)))),
      import: this.importId,
      ...(line.line !== undefined && { line: line.line }),
      ...(line.by !== undefined && { by: line.by }),
      ...(line.attributes !== undefined && { attributes: line.attributes }),
    };
  }
}
