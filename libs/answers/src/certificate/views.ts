import type { Instant } from '#kernel/instant';
import type { ChangeView, Introduction, Named } from '../views.ts';

/**
 * By what a change is in force. Only `agreed` and `ratified` are the word of every party that was asked; silence, an override and an
 * emergency that nobody ratified are told as what they are.
 */
export const CERTIFIED_OUTCOMES = ['agreed', 'ratified', 'accepted-by-silence', 'overridden', 'emergency'] as const;
export type CertifiedOutcome = (typeof CERTIFIED_OUTCOMES)[number];

/** What somebody's entry means for the change. */
export const SIGNATURE_MEANINGS = [
  'approved',
  'ratified',
  'silence',
  'declared-emergency',
  'requested-override',
  'confirmed-override',
] as const;
export type SignatureMeaning = (typeof SIGNATURE_MEANINGS)[number];

/** An entry by which the change is in force: who, when, for whom, and what it means. */
export interface CertifiedSignature {
  readonly meaning: SignatureMeaning;
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly side: 'provider' | 'client' | 'third';
  /** Who acted. Of silence it is the party that said nothing. */
  readonly by: Named;
  /** In whose right, where it was not the own: the member who delegated. */
  readonly onBehalfOf: Named | null;
  /** Whether a passkey signed it, so that not even whoever runs the service could have written it. */
  readonly passkey: boolean;
  /** Of an approval: who of another party brought in whoever gave it; null where nobody did. */
  readonly introduction: Introduction | null;
  /** One sentence. */
  readonly words: string;
}

/** An entry of the ledger, and why it stands in the tree of the certificate's checkpoint. */
export interface CertifiedEntry {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  readonly recordedAt: Instant;
  /** RFC 6962 leaf hash, hexadecimal. */
  readonly leafHash: string;
  /** Inclusion proof, sibling of the leaf first: base64. */
  readonly proof: readonly string[];
}

export type CertifiedChange = Pick<
  ChangeView,
  | 'id'
  | 'kind'
  | 'title'
  | 'reason'
  | 'revision'
  | 'digest'
  | 'effectiveFrom'
  | 'effectiveTo'
  | 'backdatedDays'
  | 'lines'
  | 'attachments'
  | 'terms'
  | 'resolves'
>;

/**
 * What stands behind one change that is in force, on one page. As JSON it is a receipt as well: `onus receipt verify` holds its entries
 * to the checkpoint.
 */
export interface Certificate {
  readonly format: 'onus-certificate/1';
  readonly outcome: CertifiedOutcome;
  /** One sentence: by what the change is in force. */
  readonly words: string;
  readonly engagement: { readonly slug: string; readonly title: string; readonly zone: string };
  readonly change: CertifiedChange;
  /** The very characters of which the digest is the SHA-256. */
  readonly text: string;
  /** The entry with which it came in force. */
  readonly decided: { readonly entry: number; readonly recordedAt: Instant };
  readonly signatures: readonly CertifiedSignature[];
  readonly ledger: string;
  readonly treeSize: number;
  readonly rootHash: string;
  /** The signed checkpoint (C2SP tlog-checkpoint), byte for byte. */
  readonly checkpoint: string;
  readonly entries: readonly CertifiedEntry[];
  /** How whoever holds it verifies it, step by step. */
  readonly verify: readonly string[];
}
