import { parseStrictJson } from '#kernel/strict-json';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { decodeUtf8, encodeUtf8, toBase64, toHex } from '#transparency/bytes';
import { parseCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { Malformed } from '#transparency/malformed';
import { consistencyProof, rootAt } from '#transparency/merkle/proof';
import { verifyConsistency, type ProofFault } from '#transparency/merkle/verification';
import { parseNote } from '#transparency/note/note';
import { satisfies, type PolicyFault } from '#transparency/policy/evaluation';
import { parsePolicy } from '#transparency/policy/parsing';
import type { TrustPolicy } from '#transparency/policy/policy';
import { readReceipt } from '#transparency/receipt';
import { count } from '#answers/words/phrases';
import type { LedgerTree } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { Ended } from '../../ended.ts';
import { readInput, type InputFile } from '../../input/files.ts';
import { UsageError } from '../../usage-error.ts';
import { ENDING, unreadable, type Unreadable } from './verdicts.ts';

export interface ConsistencyOptions {
  readonly engagement: string;
  readonly policy?: string;
}

interface Stated {
  readonly treeSize: number;
  readonly rootHash: string;
}

interface Proven {
  readonly verdict: 'proven';
  readonly ledger: string;
  readonly old: Stated;
  readonly new: Stated;
  /** Consistency proof (RFC 6962 section 2.1.2), base64. */
  readonly proof: readonly string[];
}

interface Refuted {
  readonly verdict: 'refuted';
  readonly code: ProofFault | PolicyFault | 'other-ledger' | 'beyond-the-ledger';
  readonly detail: string;
}

type ConsistencyVerdict = Proven | Refuted | Unreadable;

const refuted = (code: Refuted['code'], detail: string): Refuted => ({ verdict: 'refuted', code, detail });

/** A size of the ledger as it is here, or what a file says of it. */
type Point = { readonly kind: 'size'; readonly size: number } | { readonly kind: 'file'; readonly file: InputFile };

/** Proves, from the entries themselves, that the ledger as it was is the beginning of the ledger as it became. */
export async function consistency(
  context: Context,
  older: string,
  newer: string,
  { engagement, policy: policyFile }: ConsistencyOptions,
): Promise<void> {
  const points = [await pointAt(context, older), await pointAt(context, newer)] as const;
  const policy = policyFile === undefined ? undefined : await readInput(context.io, policyFile);
  const tree = await context.withClient((client) => client.tree(engagement));
  const verdict = judged(tree, points, policy?.bytes);
  context.answer(verdict, () => inWords(verdict));
  if (verdict.verdict !== 'proven') throw new Ended(ENDING[verdict.verdict]);
}

async function pointAt(context: Context, word: string): Promise<Point> {
  if (/^(?:0|[1-9]\d{0,15})$/.test(word)) return { kind: 'size', size: Number(word) };
  return { kind: 'file', file: await readInput(context.io, word) };
}

function judged(
  tree: LedgerTree,
  points: readonly [Point, Point],
  policyBytes: Uint8Array | undefined,
): ConsistencyVerdict {
  try {
    const policy = policyBytes === undefined ? undefined : parsePolicy(nodeSha256, policyBytes);
    const stated: Checkpoint[] = [];
    for (const point of points) {
      const checkpoint = point.kind === 'size' ? ownCheckpoint(tree, point.size) : readCheckpoint(point.file, policy);
      if ('verdict' in checkpoint) return checkpoint;
      stated.push(checkpoint);
    }
    return proven(tree, stated[0]!, stated[1]!);
  } catch (error) {
    if (error instanceof Malformed) return unreadable(error.message);
    throw error;
  }
}

/** What the entries here lead to at a size. @throws UsageError where there are fewer, or none to prove anything from */
function ownCheckpoint({ ledger, size: whole, hashes }: LedgerTree, size: number): Checkpoint {
  if (size === 0) throw new UsageError('from an empty ledger nothing can be proven', 'Give a tree size from 1 on');
  if (size > whole)
    throw new UsageError(`the ledger has ${count(whole, 'entry', 'entries')}, not ${size}`, 'Give a size that it has');
  return { origin: ledger, size, root: rootAt(nodeSha256, hashes, size) };
}

/** The checkpoint in a file: a signed note, or a receipt that holds one. */
function readCheckpoint({ bytes, name }: InputFile, policy: TrustPolicy | undefined): Checkpoint | Refuted {
  const note = bytes[0] === OPENING_BRACE ? receiptNote(bytes, name) : bytes;
  if (policy === undefined) return parseCheckpoint(parseNote(note).text);
  const trusted = satisfies(policy, note, nodeCrypto.verifyEd25519);
  return trusted.ok ? trusted.checkpoint : refuted(trusted.code, `${name}: ${trusted.detail}`);
}

const OPENING_BRACE = 0x7b;

function receiptNote(bytes: Uint8Array, name: string): Uint8Array {
  let value: unknown;
  try {
    value = parseStrictJson(decodeUtf8(bytes));
  } catch (error) {
    throw new Malformed('receipt', `${name}: ${(error as Error).message}`);
  }
  return encodeUtf8(readReceipt(value).checkpoint);
}

function proven(tree: LedgerTree, older: Checkpoint, newer: Checkpoint): ConsistencyVerdict {
  const other = [older, newer].find(({ origin }) => origin !== tree.ledger);
  if (other !== undefined) return refuted('other-ledger', `a checkpoint of ${other.origin}, not of ${tree.ledger}`);
  if (older.size === 0 || older.size > newer.size) {
    throw new UsageError(
      `from size ${older.size} to size ${newer.size} nothing can be proven`,
      'The older one is first',
    );
  }
  if (newer.size > tree.size) {
    return refuted('beyond-the-ledger', `${newer.size} entries were signed, and there are only ${tree.size}`);
  }
  const proof = consistencyProof(nodeSha256, tree.hashes, older.size, newer.size);
  const claim = { oldSize: older.size, newSize: newer.size, oldRoot: older.root, newRoot: newer.root, proof };
  const verdict = verifyConsistency(nodeSha256, claim);
  if (!verdict.ok) return refuted(verdict.code, verdict.detail);
  return {
    verdict: 'proven',
    ledger: tree.ledger,
    old: stated(older),
    new: stated(newer),
    proof: proof.map(toBase64),
  };
}

const stated = ({ size, root }: Checkpoint): Stated => ({ treeSize: size, rootHash: toHex(root) });

function inWords(verdict: ConsistencyVerdict): string {
  if (verdict.verdict === 'unreadable') return `unreadable: ${verdict.detail}\n`;
  if (verdict.verdict === 'refuted') return `refuted (${verdict.code}): ${verdict.detail}\n`;
  const { old, new: newer, proof } = verdict;
  const lines = [
    `proven: the first ${count(old.treeSize, 'entry', 'entries')} of ${newer.treeSize} are as they were`,
    `old root ${old.rootHash}`,
    `new root ${newer.rootHash}`,
    ...proof,
  ];
  return `${lines.join('\n')}\n`;
}
