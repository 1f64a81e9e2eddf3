import type { EvidenceEvent, EvidenceReviewed, EvidenceSubmitted } from '#evidence/domain/evidence.events';
import type { Recorded } from '#kernel/decider';

/** An item of evidence with everybody who checked it, in order. */
export interface Item {
  readonly submitted: Recorded<EvidenceSubmitted>;
  readonly reviews: Recorded<EvidenceReviewed>[];
}

/** What was shown of tasks, and checked. */
export class Evidence {
  readonly #items = new Map<string, Item>();
  readonly #ofTask = new Map<string, Item[]>();

  record(recorded: Recorded<EvidenceEvent>): void {
    const { type, data } = recorded.event;
    if (type === 'EvidenceReviewed') {
      const item = this.#items.get(data.evidenceId);
      if (item === undefined) throw new Error(`evidence ${data.evidenceId} was never submitted`);
      item.reviews.push(recorded as Recorded<EvidenceReviewed>);
      return;
    }
    const item: Item = { submitted: recorded as Recorded<EvidenceSubmitted>, reviews: [] };
    this.#items.set(data.evidenceId, item);
    const others = this.#ofTask.get(data.taskId);
    if (others === undefined) this.#ofTask.set(data.taskId, [item]);
    else others.push(item);
  }

  /** The evidence of a task, in the order in which it was submitted. */
  ofTask(task: string): readonly Item[] {
    return this.#ofTask.get(task) ?? [];
  }
}
