import { NotYetKnown } from '#answers/point-in-time';
import { StoreUnavailable, type EventStore } from '#ledger-store/event-store';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { joinLines } from '#pack/format/lines';
import type { AskedQuestion } from '#pack/make-pack';
import { NotFound } from '#read-models/read-models';
import { formatVerifierKey } from '#transparency/note/key';
import { streamOf, type Onus } from '../runtime/onus.ts';
import type { PackOrder } from './packing.ts';
import { PackThread } from './pack-thread.ts';

const READ_AT_ONCE = 5_000;

/**
 * The evidence pack that answers a question, proven by our own verifier before it leaves. The same question at the same checkpoint
 * gives the same bytes. It is made on a thread of its own: a ledger may be large, and others wait.
 *
 * @throws NotFound for a task that nobody ever defined. NotYetKnown for more entries than there are. PackFault, ReceiptFault, or the
 * store's error.
 */
export async function evidencePack(onus: Onus, engagementId: string, asked: AskedQuestion): Promise<Uint8Array> {
  const receipt = await onus.receiptOf(engagementId);
  if (receipt === null) throw new StoreUnavailable('nobody signs for the ledgers of this installation');
  const { ledger, treeSize, checkpoint } = receipt;
  const { known } = asked;
  if (known !== undefined && 'treeSize' in known && known.treeSize > treeSize) {
    throw new NotYetKnown(known.treeSize, treeSize);
  }
  const stream = streamOf(engagementId);
  const policy = `log ${formatVerifierKey(ledgerKey(ledger, onus.publicKey))}\nquorum none\n`;
  const entries = await firstEntries(onus.store, stream, treeSize);
  const order: PackOrder = { ledger, entries, checkpoint, policy, asked };
  const thread = new PackThread(order);
  try {
    const { wanted, hasSubject } = await thread.drafted;
    if (!hasSubject && asked.about === 'task') throw new NotFound('task', asked.task);
    const disclosures = await onus.store.readDisclosures(stream, wanted);
    return await thread.pack(disclosures.map(({ subject: _, ...disclosure }) => disclosure));
  } finally {
    await thread.end();
  }
}

/** The bytes of the first entries of a stream, a line each. */
async function firstEntries(store: EventStore, stream: string, size: number): Promise<Uint8Array> {
  const entries: Uint8Array[] = [];
  while (entries.length < size) {
    const page = await store.readStream(stream, entries.length, Math.min(READ_AT_ONCE, size - entries.length));
    if (page.length === 0) throw new StoreUnavailable(`entry ${entries.length} of ${stream} is missing; run an audit`);
    for (const { bytes } of page) entries.push(bytes);
  }
  return joinLines(entries);
}
