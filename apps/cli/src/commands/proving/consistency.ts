import { parseStrictJson } from '#kernel/strict-json';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { decodeUtf8, encodeUtf8, toBase64, toHex } from '#transparency/bytes';
import { parseCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { Malformed } from '#transparency/malformed';
import { verifyConsistency, type ProofFault } from '#transparency/merkle/verification';
import { parseNote } from '#transparency/note/note';
import { satisfies, type PolicyFault } from '#transparency/policy/evaluation';
import { parsePolicy } from '#transparency/policy/parsing';
import type { TrustPolicy } from '#transparency/policy/policy';
import { readReceipt } from '#transparency/receipt';
import { count } from '#answers/words/phrases';
import type { EngagementView } from '#answers/views';
import type { Growth } from '../../client/onus-client.ts';
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

/** What one of the two ledgers is said to be: a checkpoint in a file, or a size at which the ledger itself says the root. */
type Point = Pick<Checkpoint, 'size'> & Partial<Checkpoint>;

/** Proves that the ledger as it was is the beginning of the ledger as it became. What a server says is verified here too. */
export async function consistency(
  context: Context,
  older: string,
  newer: string,
  { engagement, policy: policyFile }: ConsistencyOptions,
): Promise<void> {
  const policy = policyFile === undefined ? undefined : await readInput(context.io, policyFile);
  const words = [await inputOf(context, older), await inputOf(context, newer)] as const;
  const points = pointsIn(words, policy?.bytes);
  const verdict =
    'verdict' in points
      ? points
      : await context.withClient(async (client) => {
          const { ledger } = await client.engagement(engagement);
          const reason = contradicted(ledger, points);
          if (reason !== undefined) return reason;
          const [{ size: oldSize }, newer] = points;
          const growth = await client.growth(engagement, oldSize, newer.size);
          // Asked again: what a server had not derived at first, it has waited for.
          if (growth === undefined) return beyond(await client.engagement(engagement), newer);
          return judged(ledger, points, growth);
        });
  context.answer(verdict, () => inWords(verdict));
  if (verdict.verdict !== 'proven') throw new Ended(ENDING[verdict.verdict]);
}

const inputOf = async (context: Context, word: string): Promise<number | InputFile> =>
  /^(?:0|[1-9]\d{0,15})$/.test(word) ? Number(word) : readInput(context.io, word);

function pointsIn(
  inputs: readonly [number | InputFile, number | InputFile],
  policyBytes: Uint8Array | undefined,
): readonly [Point, Point] | Refuted | Unreadable {
  try {
    const policy = policyBytes === undefined ? undefined : parsePolicy(nodeSha256, policyBytes);
    const points: Point[] = [];
    for (const input of inputs) {
      const point = typeof input === 'number' ? { size: input } : readCheckpoint(input, policy);
      if ('verdict' in point) return point;
      points.push(point);
    }
    return [points[0]!, points[1]!];
  } catch (error) {
    if (error instanceof Malformed) return unreadable(error.message);
    throw error;
  }
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

/** Why there is nothing left to prove: a checkpoint is of another ledger. @throws UsageError for sizes between which nothing can be proven */
function contradicted(ledger: string, points: readonly [Point, Point]): Refuted | undefined {
  const other = points.find(({ origin = ledger }) => origin !== ledger);
  if (other !== undefined) return refuted('other-ledger', `a checkpoint of ${other.origin}, not of ${ledger}`);
  const [older, newer] = points;
  if (older.size === 0 || older.size > newer.size) {
    throw new UsageError(
      `from size ${older.size} to size ${newer.size} nothing can be proven`,
      'The older one is first',
    );
  }
  return undefined;
}

/** Of the newer one the ledger does not have all entries. @throws UsageError where only a size was named, which nobody has signed */
function beyond({ treeSize }: Pick<EngagementView, 'treeSize'>, newer: Point): Refuted {
  if (newer.root === undefined) {
    throw new UsageError(
      `the ledger has ${count(treeSize, 'entry', 'entries')}, not ${newer.size}`,
      'Give a size that it has',
    );
  }
  return refuted('beyond-the-ledger', `${newer.size} entries were signed, and there are only ${treeSize}`);
}

function judged(ledger: string, [older, newer]: readonly [Point, Point], said: Growth): ConsistencyVerdict {
  const oldRoot = older.root ?? said.oldRoot;
  const newRoot = newer.root ?? said.newRoot;
  const { proof } = said;
  const claim = { oldSize: older.size, newSize: newer.size, oldRoot, newRoot, proof };
  const verdict = verifyConsistency(nodeSha256, claim);
  if (!verdict.ok) return refuted(verdict.code, verdict.detail);
  return {
    verdict: 'proven',
    ledger,
    old: stated(older.size, oldRoot),
    new: stated(newer.size, newRoot),
    proof: proof.map(toBase64),
  };
}

const stated = (size: number, root: Uint8Array): Stated => ({ treeSize: size, rootHash: toHex(root) });

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
