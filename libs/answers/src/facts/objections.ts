import type { Recorded } from '#kernel/decider';
import type {
  ObjectionAnswered,
  ObjectionEvent,
  ObjectionRaised,
  ObjectionResolved,
  ObjectionWithdrawn,
} from '#objection/domain/objection.events';

/** An objection with everything that was recorded of it. */
export interface Objection {
  readonly raised: Recorded<ObjectionRaised>;
  readonly answers: Recorded<ObjectionAnswered>[];
  ended: Recorded<ObjectionWithdrawn | ObjectionResolved> | undefined;
}

/** What one side or the other objected to. */
export class Objections {
  readonly #objections = new Map<string, Objection>();
  readonly #ofTask = new Map<string, Objection[]>();

  record(recorded: Recorded<ObjectionEvent>): void {
    const { type, data } = recorded.event;
    if (type === 'ObjectionRaised') {
      const objection: Objection = { raised: recorded as Recorded<ObjectionRaised>, answers: [], ended: undefined };
      this.#objections.set(data.objectionId, objection);
      const others = this.#ofTask.get(data.taskId);
      if (others === undefined) this.#ofTask.set(data.taskId, [objection]);
      else others.push(objection);
      return;
    }
    const objection = this.#objections.get(data.objectionId);
    if (objection === undefined) throw new Error(`objection ${data.objectionId} was never raised`);
    if (type === 'ObjectionAnswered') objection.answers.push(recorded as Recorded<ObjectionAnswered>);
    else objection.ended = recorded as Recorded<ObjectionWithdrawn | ObjectionResolved>;
  }

  /** The objections to the line of a task that are open as far as a tree size knows, in the order in which they were raised. */
  open(task: string, treeSize: number): readonly Objection[] {
    return (this.#ofTask.get(task) ?? []).filter(
      ({ raised, ended }) => raised.index < treeSize && (ended === undefined || ended.index >= treeSize),
    );
  }
}
