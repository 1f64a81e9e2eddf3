import type { MemberId } from '#engagement/domain/members';
import type { Micros } from '#kernel/instant';

/** What can wait for somebody, in the order in which it is told. */
export const MATTER_KINDS = [
  'ratify-change',
  'approve-change',
  'confirm-override',
  'revise-change',
  'sign-version',
  'accept-risk',
  'review-lines',
  'answer-objection',
  'check-evidence',
  'acknowledge',
] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/** Something that waits for a person: a change, a version, a line … by its id. */
export interface Matter {
  readonly kind: MatterKind;
  readonly id: string;
  readonly due: Micros | null;
  /** In whose right, where it is not the own: the member who delegated. */
  readonly for: MemberId | null;
}

/** What waits for a person, and what for others of the same party. */
export interface Matters {
  readonly mine: readonly Matter[];
  readonly party: readonly Matter[];
}
