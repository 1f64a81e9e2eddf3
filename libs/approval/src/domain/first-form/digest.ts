import type { Instant } from '#kernel/instant';
import { canonicalize } from '#kernel/json';
import type { ChangeLine } from '../change.ts';

/** What an approval of a change of the first form is bound to. */
interface DigestedText {
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly lines: readonly ChangeLine[];
}

/** "onus/change/v1", a newline, and the canonical JSON (RFC 8785) of interval and lines. */
export const digestedFirstForm = (text: DigestedText): string => `onus/change/v1\n${canonicalize(text)}`;
