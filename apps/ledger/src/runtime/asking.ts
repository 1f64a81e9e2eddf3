import type { Actor } from '#kernel/event';
import type { Unsealed } from '#kernel/sealed';
import type { OnusCommand } from '#rulebook/rulebook';

/** What a caller submits: one of the commands, its texts in the clear. The write path seals them. */
export type OnusSubmission = {
  readonly [C in OnusCommand as C['type']]: { readonly type: C['type']; readonly data: Unsealed<C['data']> };
}[OnusCommand['type']];

/** Who asks, and under which id. The id is kept for ever: the same id with the same content gives the first result again. */
export interface Asking {
  readonly commandId: string;
  readonly actor: Actor;
  readonly correlation?: string;
  readonly causation?: string;
  /** Whether a receipt is wanted: for all entries, or for the last one alone. */
  readonly receipt?: boolean | 'last';
}
