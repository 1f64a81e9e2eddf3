import type { Circumstances } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { Sha256 } from '#kernel/sealed';
import { emptyTimeline } from '#kernel/timeline';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import type { Assignment } from '#responsibility/domain/assignment';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { Statement, StatementEvent } from '#responsibility/domain/responsibility.events';
import type { WithResponsibility } from '#responsibility/domain/responsibility.state';
import { checkBearers, digestOf, namingUntil, openEnd, type Naming } from '#responsibility/domain/statements';
import type { TaskDefinition, TaskRef } from '#responsibility/domain/task';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import type { TaskState } from '#responsibility/domain/tasks/task-state';
import type { ChangeId, DraftLine, NewTask } from '../change.ts';

type Facet = 'definition' | 'assignment';

/** What comes in force, and when. */
export interface Agreed {
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly lines: readonly DraftLine[];
}

/** What an agreed change records about its tasks, line by line. `nextIndex` is the index that the first of them gets. */
export function inForce(
  id: ChangeId,
  agreed: Agreed,
  state: WithEngagement & WithResponsibility,
  { nextIndex, recordedAt, sha256 }: Circumstances,
): readonly StatementEvent[] {
  const speech = new Speech(id, agreed, state, {
    nextIndex,
    sha256,
    naming: namingUntil(agreed.effectiveTo, recordedAt),
  });
  for (const line of agreed.lines) speech.say(line);
  return speech.events;
}

interface Manner {
  readonly nextIndex: number;
  readonly sha256: Sha256;
  readonly naming: Naming;
}

/** The statements of one change, in the making. */
class Speech {
  readonly events: StatementEvent[] = [];
  readonly #id: ChangeId;
  readonly #agreed: Agreed;
  readonly #state: WithEngagement & WithResponsibility;
  readonly #manner: Manner;

  constructor(id: ChangeId, agreed: Agreed, state: WithEngagement & WithResponsibility, manner: Manner) {
    this.#id = id;
    this.#agreed = agreed;
    this.#state = state;
    this.#manner = manner;
  }

  say(line: DraftLine): void {
    switch (line.act) {
      case 'define':
        return this.#define(line);
      case 'revise':
        return this.#revise(line.ref, line.definition);
      case 'assign':
        return this.#assign(line.ref, line.assignment);
      case 'retire':
        return this.#retire(line.ref);
      case 'split':
        this.#retire(line.ref);
        for (const task of line.into) this.#define(task);
        return;
      case 'merge':
        for (const ref of line.from) this.#retire(ref);
        return this.#define(line);
    }
  }

  #define({ ref, definition, assignment }: NewTask): void {
    // Members may have left since the proposal.
    checkBearers(ref, assignment, this.#state.engagement, this.#manner.naming);
    const taskId = this.#taskId(ref);
    const digest = digestOf(this.#manner.sha256, definition);
    this.events.push({
      type: 'TaskDefined',
      schema: 1,
      data: { ...this.#statement(ref, taskId, 'definition'), ref, definition, digest },
    });
    this.#assigned(ref, taskId, assignment);
  }

  #revise(ref: TaskRef, definition: TaskDefinition): void {
    const data = this.#statement(ref, this.#taskId(ref), 'definition');
    const digest = digestOf(this.#manner.sha256, definition);
    this.events.push({ type: 'TaskRevised', schema: 1, data: { ...data, definition, digest } });
  }

  #assign(ref: TaskRef, assignment: Assignment): void {
    checkBearers(ref, assignment, this.#state.engagement, this.#manner.naming);
    this.#assigned(ref, this.#taskId(ref), assignment);
  }

  #assigned(ref: TaskRef, taskId: string, assignment: Assignment): void {
    const findings = findingsOf(assignment);
    this.events.push({
      type: 'ResponsibilityAssigned',
      schema: 1,
      data: {
        ...this.#statement(ref, taskId, 'assignment'),
        assignment,
        digest: digestOf(this.#manner.sha256, assignment),
        ...(findings.length > 0 && { findings }),
      },
    });
  }

  #retire(ref: TaskRef): void {
    this.events.push({ type: 'TaskRetired', schema: 1, data: this.#statement(ref, this.#taskId(ref), 'definition') });
  }

  #statement(ref: TaskRef, taskId: string, facet: Facet): Statement {
    return { taskId, ...interval(this.#agreed, this.#task(ref), facet), change: this.#id };
  }

  /** A new task is named after the entry that introduces it. */
  #taskId(ref: TaskRef): string {
    return this.#task(ref)?.id ?? `t${this.#manner.nextIndex + this.events.length}`;
  }

  #task(ref: TaskRef): TaskState | undefined {
    return taskKnownAs(this.#state.responsibility.tasks, ref);
  }
}

function interval({ effectiveFrom, effectiveTo }: Agreed, task: TaskState | undefined, facet: Facet) {
  if (effectiveTo !== undefined) return { effectiveFrom, effectiveTo };
  return { effectiveFrom, ...openEnd(task?.[facet] ?? emptyTimeline(), effectiveFrom) };
}
