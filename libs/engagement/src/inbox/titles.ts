import type { Matter } from '#answers/inbox/matter';
import type { InboxItem } from '#answers/inbox/views';
import type { OwnerInterval } from '#answers/views';
import { taskOfEvidence } from '#evidence/domain/evidence.state';
import { microsOf, type Micros } from '#kernel/instant';
import { NotFound } from '#read-models/read-models';
import { taskKnown } from '#responsibility/domain/tasks/known-tasks';
import type { InboxQuestion } from './question.ts';
import { dueBy } from './sections/entry.ts';

/** What things in an inbox are called. Each is looked up when it is told, and no sooner. */
export class Titles {
  readonly #question: InboxQuestion;
  #line: { readonly ref: string; readonly interval: OwnerInterval } | undefined;
  #names: ReadonlyMap<string, string | null> | undefined;
  #reviews: ReadonlyMap<string, { readonly due: Micros; readonly lines: number }> | undefined;

  constructor(question: InboxQuestion) {
    this.#question = question;
  }

  /** Something that waits for somebody. */
  matter({ kind, id, due, for: principal }: Matter): InboxItem {
    const title = this.#title(kind, id);
    const whose = principal === null ? null : { member: principal, name: this.#name(principal) };
    return { kind, id, title, state: null, roles: [], ...dueBy(due, this.#question.at), for: whose };
  }

  change(id: string): string | null {
    return this.#known(({ read, engagementId }) => read.change(engagementId, id).title);
  }

  exception(id: string): string | null {
    return this.#known(({ read, engagementId, at }) => read.register.exception(engagementId, id, at).measure);
  }

  version(id: string): string | null {
    return this.#known(({ read, engagementId }) => read.register.version(engagementId, id).effective);
  }

  objection(id: string): string | null {
    return this.#known(({ read, engagementId }) => {
      const { ref, reason } = read.objection(engagementId, id);
      return reason === null ? ref : `${ref}: ${reason}`;
    });
  }

  /** A line as it stands. */
  line(ref: string): OwnerInterval {
    const { read, engagementId, at } = this.#question;
    // Whether a line waits, and what it is called, is asked one behind the other.
    if (this.#line?.ref !== ref) this.#line = { ref, interval: read.line(engagementId, ref, at) };
    return this.#line.interval;
  }

  /** By when a review is to be answered. */
  dueOf(review: string): Micros | null {
    return this.#reviewed().get(review)?.due ?? null;
  }

  #title(kind: Matter['kind'], id: string): string | null {
    switch (kind) {
      case 'ratify-change':
      case 'approve-change':
      case 'confirm-override':
      case 'revise-change':
        return this.change(id);
      case 'sign-version':
        return this.version(id);
      case 'accept-risk':
        return this.exception(id);
      case 'review-lines':
        return `${this.#reviewed().get(id)?.lines ?? 0} lines`;
      case 'answer-objection':
        return this.objection(id);
      case 'check-evidence':
        return this.#refShownBy(id);
      case 'acknowledge':
        return this.line(id).definition?.title ?? null;
    }
  }

  #refShownBy(evidence: string): string | null {
    const { state } = this.#question;
    return taskKnown(state.responsibility.tasks, taskOfEvidence(state.evidence, evidence) ?? '')?.ref ?? null;
  }

  #name(member: string): string | null {
    const { read, engagementId } = this.#question;
    this.#names ??= new Map(read.members(engagementId).map(({ id, name }) => [id, name]));
    return this.#names.get(member) ?? null;
  }

  /** Reviews are few, whatever is in them. */
  #reviewed() {
    const { read, engagementId } = this.#question;
    if (this.#reviews !== undefined) return this.#reviews;
    const reviews = new Map<string, { readonly due: Micros; readonly lines: number }>();
    for (let after: string | null = null; ;) {
      const page: ReturnType<typeof read.register.reviews> = read.register.reviews(
        engagementId,
        {},
        { limit: 200, ...(after !== null && { after }) },
      );
      for (const { id, due, lines } of page.items) reviews.set(id, { due: microsOf(due), lines });
      after = page.next;
      if (after === null) return (this.#reviews = reviews);
    }
  }

  #known(title: (question: InboxQuestion) => string | null): string | null {
    return toldYet(() => title(this.#question)) ?? null;
  }
}

/** What the read models tell; undefined for what was recorded so lately that they do not know it yet. */
export function toldYet<T>(tell: () => T): T | undefined {
  try {
    return tell();
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
