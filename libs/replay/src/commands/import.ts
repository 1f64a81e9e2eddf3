import type { Unsealed } from '#kernel/sealed';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { ImportHeader, ImportLine } from '#responsibility/domain/responsibility.commands';
import type { ImportStarted, StatementEvent } from '#responsibility/domain/responsibility.events';
import type { TaskId, TaskRef } from '#responsibility/domain/task';
import { facetOf } from '#responsibility/domain/two-clocks/periods';
import { taskKnown } from '#responsibility/domain/tasks/known-tasks';
import type { OnusEvent, OnusState } from '#rulebook/rulebook';
import { asText, noCommand, type Rebuilt } from './rebuilt.ts';

/** The inverse of recording one part of an import: its lines are what its events say. `size` is the tree size before it. */
export function importCommand(events: readonly OnusEvent[], { responsibility }: OnusState, size: number): Rebuilt {
  const first = events[0]!;
  const last = events.at(-1)!;
  const started = first.type === 'ImportStarted' ? first : undefined;
  const isWhole = last.type === 'ImportPartRecorded' || last.type === 'ImportCompleted';
  const from = started === undefined ? 0 : 1;
  const references = new References(responsibility);
  const lines = events.slice(from, isWhole ? -1 : undefined).map((event, i) => lineOf(event, references, from + i));
  const importId = 'import' in first.data ? first.data.import : (first.data as { importId?: string }).importId;
  const open = responsibility.openImports.get(importId ?? '');
  const part =
    last.type === 'ImportPartRecorded' ? last.data.part : (started?.data.parts ?? open?.parts ?? lines.length);
  return {
    submitted: {
      type: 'RecordImport',
      data: {
        ...(started === undefined ? { import: importId! } : { header: headerOf(started, size) }),
        part,
        lines,
      },
    },
    whole: isWhole,
  };
}

/**
 * `against`, the tree size that the difference was computed against, is not recorded. The rule asks that nothing was said since,
 * so the size right before the import is what it accepts first, and where it refuses that it refuses every other as well.
 */
function headerOf({ data }: ImportStarted, against: number): Unsealed<ImportHeader> {
  const { format, source, parts, effectiveFrom, mode, onClose } = data;
  return {
    format,
    source: { digest: source.digest, name: asText(source.name), lines: source.lines },
    parts,
    against,
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    ...(mode !== undefined && { mode }),
    ...(onClose !== undefined && { onClose }),
  };
}

/** By which reference the file spoke of a task: one that is known, or one that the same part introduced. */
class References {
  readonly #known: OnusState['responsibility'];
  readonly #introduced = new Map<TaskId, TaskRef>();

  constructor(known: OnusState['responsibility']) {
    this.#known = known;
  }

  of({ type, data }: StatementEvent, at: number): TaskRef {
    if (type === 'TaskDefined') {
      this.#introduced.set(data.taskId, data.ref);
      return data.ref;
    }
    return (
      taskKnown(this.#known.tasks, data.taskId)?.ref ??
      this.#introduced.get(data.taskId) ??
      noCommand(`nobody has introduced task ${data.taskId}`, at)
    );
  }
}

function lineOf(event: OnusEvent, references: References, at: number): ImportLine {
  if (facetOf(event) === null && event.type !== 'FactImported') {
    return noCommand(`a ${event.type} is no line of an import`, at);
  }
  const statement = event as StatementEvent;
  const { effectiveFrom, line, by, attributes } = statement.data;
  return {
    ref: references.of(statement, at),
    at: effectiveFrom,
    ...(line !== undefined && { line }),
    ...(by !== undefined && { by }),
    ...(attributes !== undefined && { attributes }),
    ...saidBy(statement),
  };
}

type Said = ImportLine extends infer Line ? (Line extends unknown ? Omit<Line, CommonName> : never) : never;
type CommonName = 'ref' | 'at' | 'line' | 'by' | 'attributes';

function saidBy(statement: StatementEvent): Said {
  switch (statement.type) {
    case 'TaskDefined':
      return { act: 'define', definition: statement.data.definition };
    case 'TaskRevised':
      return { act: 'revise', definition: statement.data.definition };
    case 'TaskRetired':
      return { act: 'retire' };
    case 'TaskClosed':
      return { act: 'close' };
    case 'TaskReopened':
      return { act: 'reopen' };
    case 'ResponsibilityAssigned': {
      const { assignment, findings = [] } = statement.data;
      // What the rules find themselves stands behind what the reader of the file found.
      const ofFile = findings.slice(0, Math.max(0, findings.length - findingsOf(assignment).length));
      return { act: 'assign', assignment, ...(ofFile.length > 0 && { findings: ofFile }) };
    }
    case 'FactImported': {
      const { fact, what, ref } = statement.data;
      return { act: 'fact', fact, ...(what !== undefined && { what }), ...(ref !== undefined && { evidence: ref }) };
    }
  }
}
