import { LAST_SECOND } from '#kernel/instant';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { decodeUtf8 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { parsePolicy } from '#transparency/policy/parsing';
import { readReceipt, verifyReceipt, type ReceiptFault } from '#transparency/receipt';
import { count } from '#answers/words/phrases';
import type { Context } from '../../context.ts';
import { Ended } from '../../ended.ts';
import { readInput } from '../../input/files.ts';
import { entriesInWords, ENDING, unreadable, type Unreadable } from './verdicts.ts';

interface Proven {
  readonly verdict: 'proven';
  readonly ledger: string;
  readonly treeSize: number;
  readonly rootHash: string;
  /** Indices of the entries that are proven to stand in the ledger. */
  readonly entries: readonly number[];
  /** Key that signed. */
  readonly keyId: string;
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
}

interface Refuted {
  readonly verdict: 'refuted';
  readonly code: ReceiptFault | 'cosigned-at-no-time';
  readonly detail: string;
}

type ReceiptVerdict = Proven | Refuted | Unreadable;

/** Faults of what was handed over, rather than of what it claims. */
const UNREADABLE: ReadonlySet<ReceiptFault> = new Set(['malformed-receipt', 'malformed-note', 'malformed-checkpoint']);

/** Verifies a receipt by a policy that came another way: no server, no network, no data folder. */
export async function verifyReceiptFile(context: Context, file: string, options: { policy: string }): Promise<void> {
  const receipt = await readInput(context.io, file);
  const policy = await readInput(context.io, options.policy);
  const verdict = judged(receipt.bytes, policy.bytes);
  context.answer(verdict, () => inWords(verdict));
  if (verdict.verdict !== 'proven') throw new Ended(ENDING[verdict.verdict]);
}

/** The verdict on the bytes of a receipt by the bytes of a policy. */
function judged(bytes: Uint8Array, policyBytes: Uint8Array): ReceiptVerdict {
  try {
    const policy = parsePolicy(nodeSha256, policyBytes);
    const receipt = readReceipt(parseStrictJson(decodeUtf8(bytes)));
    const verdict = verifyReceipt(nodeCrypto, policy, receipt);
    if (!verdict.ok) {
      const { code, detail } = verdict;
      return UNREADABLE.has(code) ? unreadable(detail) : { verdict: 'refuted', code, detail };
    }
    // 64 bits hold more seconds than a calendar has days for.
    const timeless = verdict.witnessed.find(({ timestamp }) => timestamp > LAST_SECOND);
    if (timeless !== undefined) {
      const detail = `${timeless.witness.name} cosigned at no time that there is`;
      return { verdict: 'refuted', code: 'cosigned-at-no-time', detail };
    }
    return {
      verdict: 'proven',
      ledger: receipt.ledger,
      treeSize: receipt.treeSize,
      rootHash: receipt.rootHash,
      entries: verdict.indices,
      keyId: verdict.log.keyId,
      witnesses: verdict.witnessed.map(({ witness, timestamp }) => ({
        name: witness.name,
        at: new Date(timestamp * 1_000).toISOString(),
      })),
    };
  } catch (error) {
    if (error instanceof Malformed || error instanceof NotJson) return unreadable(error.message);
    throw error;
  }
}

function inWords(verdict: ReceiptVerdict): string {
  if (verdict.verdict === 'unreadable') return `unreadable: ${verdict.detail}\n`;
  if (verdict.verdict === 'refuted') return `refuted (${verdict.code}): ${verdict.detail}\n`;
  const { ledger, treeSize, rootHash, entries, keyId, witnesses } = verdict;
  const seen = witnesses.map(({ name, at }) => `\nwitnessed by ${name} at ${at}`).join('');
  return (
    `proven: ${entriesInWords(entries)} of ${count(treeSize, 'entry', 'entries')}, root ${rootHash}\n` +
    `ledger ${ledger}, signed with key ${keyId}${seen}\n`
  );
}
