import type { ChangeId } from '#approval/domain/change';
import type { DueCommand } from '#approval/domain/deciding/calendar';
import type { Instant } from '#kernel/instant';

/** Something that comes due by itself, and is to be recorded. */
export interface DueMatter {
  readonly engagement: string;
  readonly slug: string;
  readonly change: ChangeId;
  /** The command that records it. */
  readonly command: DueCommand['type'];
  /** Since when it is due. */
  readonly at: Instant;
}
