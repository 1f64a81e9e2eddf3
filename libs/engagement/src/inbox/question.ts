import type { Instant } from '#kernel/instant';
import type { ReadModels } from '#read-models/read-models';
import type { OnusState } from '#rulebook/rulebook';

/** Whose inbox is asked for, and from what it is answered: what the rules know, and what the read models tell of it. */
export interface InboxQuestion {
  readonly engagementId: string;
  readonly member: string;
  readonly at: Instant;
  readonly state: OnusState;
  readonly read: ReadModels;
}
