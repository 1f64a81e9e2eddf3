import { canonicalize } from '#kernel/json';
import type { Sha256 } from '#kernel/sealed';
import type { Revision } from '../approval.events.ts';
import type { ChangeId, ChangeKind, DraftLine } from '../change.ts';

/** Everything that an approval is bound to. Titles, reasons and notes are not: they may be put in other words. */
export interface DigestedChange {
  readonly kind: ChangeKind;
  readonly lines: readonly DraftLine[];
  readonly supersedes?: ChangeId;
}

/**
 * SHA-256 (hex) over "onus/change/v2", a newline, and the canonical JSON (RFC 8785) of the revision. It names the change and the
 * revision, so that no approval can be carried over to another change of the same content.
 */
export function digestOfRevision(
  sha256: Sha256,
  revision: Omit<Revision, 'digest' | 'lines' | 'backdatedDays'>,
  { kind, lines, supersedes }: DigestedChange,
): string {
  const { changeId, attachments, ...said } = revision;
  const digested = {
    change: changeId,
    kind,
    ...said,
    lines,
    ...(attachments !== undefined && { attachments: attachments.map(({ digest }) => digest) }),
    ...(supersedes !== undefined && { supersedes }),
  };
  return sha256(`onus/change/v2\n${canonicalize(digested)}`, 'hex');
}
