import type { Instant } from '#kernel/instant';
import type { Mention } from './views/people.ts';

export type ObjectionStatus = 'open' | 'withdrawn' | 'resolved';

/** One side says that a line is not what was agreed; with everything that was said to it. */
export interface ObjectionView {
  readonly id: string;
  readonly task: string;
  readonly ref: string;
  readonly side: 'provider' | 'client';
  readonly status: ObjectionStatus;
  /** The answer that is objected to; null where it is the line as it stands. */
  readonly about: { readonly effective: Instant; readonly treeSize: number } | null;
  readonly reason: string | null;
  readonly raised: Mention;
  readonly answers: readonly ObjectionAnswerView[];
  /** How it ended: withdrawn, perhaps with a reason, or resolved by an agreed change. */
  readonly ended: (Mention & { readonly reason: string | null; readonly change: string | null }) | null;
}

/** What somebody of either side said to an objection. */
export interface ObjectionAnswerView extends Mention {
  readonly side: 'provider' | 'client';
  readonly words: string | null;
}

/** An open objection, where a line of many tells of it. */
export interface ObjectionMention {
  readonly id: string;
  readonly side: 'provider' | 'client';
  /** The entry that raised it. */
  readonly entry: number;
}
