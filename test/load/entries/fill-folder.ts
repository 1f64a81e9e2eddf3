import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { instantOf, type Micros } from '#kernel/instant';
import { EntryWriter, ledgerNamespace, sha256 } from '#ledger-store/entry-codec';
import type { NewEntry } from '#ledger-store/event-store';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { openStorage } from '#apps/ledger/src/runtime/storage';
import { streamOf, type Onus } from '#apps/ledger/src/runtime/onus';
import { BulkImports, slugOf, submitter } from '../write/ledgers-to-write.ts';
import { ACTOR } from '../write/payload.ts';

/** What a data folder is filled with. */
export interface Filling {
  readonly ledgers: number;
  /** In all ledgers together. */
  readonly entries: number;
}

const ORIGIN = 'bench.onus.example';
/** Entries in one append: about as many as travel to the writer together. */
const BATCH = 1_000;

/**
 * Fills a data folder with ledgers as robots leave them: each begins with commands (an engagement, an imported matrix of 98
 * tasks, an assignment of each), then evidence comes in, and now and then a task is closed or opened again. Those later entries
 * are encoded and appended as they are, without being decided one by one. The read models have caught up. Only for measuring.
 */
export async function fillFolder(folder: string, { ledgers, entries }: Filling): Promise<void> {
  const onus = await openOnus({ folder, origin: ORIGIN });
  const imports = new BulkImports(submitter(onus), 0);
  await imports.prepare(ledgers);
  const numbers = Array.from({ length: ledgers }, (_, ledger) => ledger);
  await Promise.all(numbers.map((ledger) => imports.record(ledger)));
  const heads = await Promise.all(numbers.map((ledger) => headOf(onus, ledger)));
  await onus.close();
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  await Promise.all(heads.map((head) => append(store, head, Math.round(entries / ledgers))));
  await store.close();
  const { read, store: filled, close } = await openStorage({ folder });
  await read.reach(await filled.lastPosition(), 600_000);
  await close();
}

/** Where a ledger stands. */
interface Head {
  readonly stream: string;
  readonly name: string;
  readonly size: number;
  readonly recordedAt: Micros;
}

async function headOf(onus: Onus, ledger: number): Promise<Head> {
  const id = onus.engagementId(slugOf(ledger));
  const { size } = await onus.state(id);
  return { stream: streamOf(id), name: `${ORIGIN}/engagements/${id}`, size, recordedAt: Date.now() * 1_000 };
}

/** Appends evidence until the ledger has so many entries, a second after one another. */
async function append(store: SqliteEventStore, { stream, name, size, recordedAt }: Head, until: number): Promise<void> {
  const namespace = ledgerNamespace(name);
  for (let first = size; first < until; first += BATCH) {
    const entries: NewEntry[] = [];
    for (let index = first; index < Math.min(first + BATCH, until); index++) {
      const id = randomUUID();
      const writer = new EntryWriter(name, namespace, ACTOR, {
        id,
        correlation: id,
        causation: null,
        body: sha256(id, 'hex'),
      });
      entries.push(writer.write(factAt(index), index, 0, instantOf(recordedAt + (index - size) * 1_000)));
    }
    await store.append(stream, first - 1, entries);
  }
}

/** The task of every ledger that stands in its entry 4. */
const taskId = 't4';

function factAt(index: number) {
  if (index % 20 === 0) {
    const effectiveFrom = instantOf(Date.UTC(2026, 1, 1) * 1_000 + index * 60_000_000);
    return { type: index % 40 === 0 ? 'TaskClosed' : 'TaskReopened', schema: 1, data: { taskId, effectiveFrom } };
  }
  const digest = `sha256:${index.toString(16).padStart(64, '0')}`;
  const title = { sealed: sha256(digest, 'base64url') };
  const data = { evidenceId: `e${index}`, taskId, digest, size: 48_213, mediaType: 'application/json', title };
  return { type: 'EvidenceSubmitted', schema: 1, data };
}
