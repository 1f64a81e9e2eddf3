import type { Instant } from '#kernel/instant';
import type { ControlRef } from '#responsibility/domain/task';
import type { Mention, Named } from './people.ts';

export const EXCEPTION_STATUSES = ['not-accepted', 'to-come', 'in-force', 'ended', 'expired'] as const;
export type ExceptionStatus = (typeof EXCEPTION_STATUSES)[number];

/** An exception: what is not done for a time, and who bears the risk. */
export interface ExceptionView {
  readonly id: string;
  readonly refs: readonly string[];
  readonly controls: readonly ControlRef[];
  readonly owner: Named | null;
  readonly measure: string | null;
  readonly reason: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** When it covers what it is about: from its acceptance on, to its end. Null where it never does. */
  readonly covers: { readonly from: Instant; readonly to: Instant } | null;
  readonly recorded: Mention;
  readonly accepted: Mention | null;
  readonly ended: Mention | null;
  /** Why it was ended before its time. */
  readonly ending: string | null;
}

/** An exception, where a line of many tells of it. */
export interface ExceptionMention {
  readonly id: string;
  readonly status: ExceptionStatus;
  /** When it expires. */
  readonly to: Instant;
  /** The entries that recorded it, accepted it, and ended it, as far as they are known. */
  readonly entries: readonly number[];
}

/** An exception as it is at an instant. */
export interface ExceptionState extends ExceptionView {
  readonly status: ExceptionStatus;
}
