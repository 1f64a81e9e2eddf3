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

type Digested = Omit<Revision, 'digest' | 'lines' | 'backdatedDays'>;

/** SHA-256 (hex) of the text that a revision is digested as. */
export const digestOfRevision = (sha256: Sha256, revision: Digested, of: DigestedChange): string =>
  sha256(digestedText(revision, of), 'hex');

/**
 * "onus/change/v2", a newline, and the canonical JSON (RFC 8785) of the revision. It names the change and the revision, so that no
 * approval can be carried over to another change of the same content.
 */
export function digestedText(revision: Digested, { kind, lines, supersedes }: DigestedChange): string {
  const { changeId, attachments, ...said } = revision;
  const digested = {
    change: changeId,
    kind,
    ...said,
    lines,
    ...(attachments !== undefined && { attachments: attachments.map(({ digest }) => digest) }),
    ...(supersedes !== undefined && { supersedes }),
  };
  return `onus/change/v2\n${canonicalize(digested)}`;
}
