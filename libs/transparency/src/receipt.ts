import { encodeUtf8, fromBase64, fromHex, isSize, toHex } from './bytes.ts';
import { Malformed } from './malformed.ts';
import { verifyInclusion, type ProofFault } from './merkle/verification.ts';
import { satisfies, type PolicyFault, type TrustedCheckpoint } from './policy/evaluation.ts';
import type { TrustPolicy } from './policy/policy.ts';
import type { VerifierCrypto } from './sha256.ts';
import { fault, parsedOr, type Verdict } from './verdict.ts';

/** An entry of a receipt: where it stands, what it is, and why it is in the tree of the receipt's checkpoint. */
export interface ReceiptEntry {
  readonly index: number;
  /** RFC 6962 leaf hash, hexadecimal. */
  readonly leafHash: string;
  /** Inclusion proof, sibling of the leaf first: base64. */
  readonly proof: readonly string[];
}

/**
 * What the other side keeps of a write: with it nobody can leave these entries out of the ledger, change or move them without
 * contradicting a signature. It says nothing of what the entries say: whoever has an entry hashes it and compares.
 */
export interface LedgerReceipt {
  /** Name of the ledger: origin of the checkpoint, and name of the key that signed it. */
  readonly ledger: string;
  /** How many entries the checkpoint covers. */
  readonly treeSize: number;
  /** Root of the tree of so many entries, hexadecimal. */
  readonly rootHash: string;
  /** The signed checkpoint (C2SP tlog-checkpoint), byte for byte. */
  readonly checkpoint: string;
  readonly entries: readonly ReceiptEntry[];
}

export type ReceiptFault =
  | 'malformed-receipt'
  /** Ledger, size or root beside the checkpoint are not those in it. */
  | 'contradicts-checkpoint'
  /** There is no entry in it, so it proves nothing. */
  | 'no-entries'
  | PolicyFault
  | ProofFault;

/** What a receipt shows, when a policy trusts it. */
export interface ProvenReceipt extends TrustedCheckpoint {
  /** Indices of the entries that are proven to stand in the tree. */
  readonly indices: readonly number[];
}

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

/**
 * Finds the receipt in an answer: the object itself, or what stands in it as `receipt`. Other members are passed over; `ledger`
 * may be left out, for it stands in the checkpoint. Nothing is verified: use `verifyReceipt`.
 *
 * @throws Malformed `receipt`
 */
export function readReceipt(answer: unknown): LedgerReceipt {
  const outer = membersOf(answer);
  const { ledger, treeSize, rootHash, checkpoint, entries } =
    typeof outer['checkpoint'] === 'string' ? outer : membersOf(outer['receipt']);
  if (typeof checkpoint !== 'string') throw new Malformed('receipt', 'there is no receipt: a checkpoint is missing');
  if (typeof treeSize !== 'number' || typeof rootHash !== 'string' || !Array.isArray(entries)) {
    throw new Malformed('receipt', 'the receipt has no treeSize, no rootHash or no entries');
  }
  const origin = typeof ledger === 'string' ? ledger : checkpoint.slice(0, Math.max(0, checkpoint.indexOf('\n')));
  return { ledger: origin, treeSize, rootHash, checkpoint, entries: entries.map(readEntry) };
}

function readEntry(value: unknown): ReceiptEntry {
  const { index, leafHash, proof } = membersOf(value);
  const hashes: readonly unknown[] = Array.isArray(proof) ? proof : [undefined];
  if (typeof index !== 'number' || typeof leafHash !== 'string' || !hashes.every((hash) => typeof hash === 'string')) {
    throw new Malformed('receipt', 'an entry of the receipt has no index, no leafHash or no proof');
  }
  return { index, leafHash, proof: hashes };
}

/**
 * Whether a receipt proves that its entries stand in the ledger, by a policy that the verifier already had. Never throws; a
 * receipt of which one entry is not proven proves nothing.
 */
export function verifyReceipt(
  { sha256, verifyEd25519 }: VerifierCrypto,
  policy: TrustPolicy,
  receipt: LedgerReceipt,
): Verdict<ProvenReceipt, ReceiptFault> {
  const note = parsedOr(() => encodeUtf8(receipt.checkpoint), 'malformed-receipt');
  if (!note.ok) return note;
  const trusted = satisfies(policy, note.value, verifyEd25519);
  if (!trusted.ok) return trusted;
  const { origin, size, root } = trusted.checkpoint;
  if (receipt.ledger !== origin || receipt.treeSize !== size || receipt.rootHash !== toHex(root)) {
    return fault('contradicts-checkpoint', 'ledger, size or root are other than the checkpoint says');
  }
  if (receipt.entries.length === 0) return fault('no-entries', 'there is no entry in the receipt');
  for (const { index, leafHash, proof } of receipt.entries) {
    if (!isSize(index)) return fault('not-a-size', 'an index is no whole number');
    const hashes = parsedOr(() => ({ leafHash: fromHex(leafHash), proof: proof.map(fromBase64) }), 'malformed-receipt');
    if (!hashes.ok) return hashes;
    const included = verifyInclusion(sha256, { index, size, root, ...hashes.value });
    if (!included.ok) return { ...included, detail: `entry ${index}: ${included.detail}` };
  }
  return { ...trusted, indices: receipt.entries.map(({ index }) => index) };
}
