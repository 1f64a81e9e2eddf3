import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { instantOf } from '#kernel/instant';
import { Ledgers } from '#ledger-store/ledgers';
import { rulebook, type OnusCommand, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { bytesOf } from '#rulebook/state-bytes';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { drive, type Pace } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { ACTOR, evidence } from './payload.ts';
import { BulkImports, openLedger, submitter, type Submit } from './ledgers-to-write.ts';
import { streamOfCall, type WriteJob } from './writing.ts';

interface Settings {
  readonly folder: string;
  readonly streams: number;
  /** Only the write path, or everything that the running product does, its read models following on a thread of their own. */
  readonly whole: boolean;
}

/** The write path as the service has it: rules, canonical bytes, hashes, sealed texts, FULL sync. */
export const open: Open<Settings, WriteJob, Pace> = async ({ folder, streams, whole }) => {
  const { submit, close } = whole ? await openProduct(folder) : await openWritePath(folder);
  await Promise.all(Array.from({ length: streams }, (_, stream) => openLedger(submit, stream)));
  return {
    setup: 'journal wal, synchronous FULL (read back by the store)',
    run: writing(submit, streams),
    close,
  };
};

async function openProduct(folder: string) {
  const onus = await openOnus({ folder });
  return { submit: submitter(onus), close: () => onus.close() };
}

async function openWritePath(folder: string) {
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const ledgers = new Ledgers<OnusState, OnusCommand, OnusEvent>({
    store,
    decider: rulebook,
    bytesOf,
    commands: { position: () => Number.MAX_SAFE_INTEGER, entriesOf: () => 0, command: () => undefined },
    now: () => instantOf(Date.now() * 1_000),
    nameOf: (stream) => `bench.onus.example/${stream}`,
  });
  const submit: Submit = (stream, command) =>
    ledgers.of(`engagement-${stream}`).submit({ commandId: randomUUID(), actor: ACTOR, command });
  return { submit, close: () => store.close() };
}

/** Does a job with whatever submits. */
function writing(submit: Submit, streams: number): (job: WriteJob) => Promise<Pace> {
  const imports = new BulkImports(submit, streams);
  let calls = 0;
  return async ({ callers, where, bulk, milliseconds }) => {
    if (bulk === 100) {
      await imports.prepare(callers);
      return drive(callers, milliseconds, (caller) => imports.record(caller));
    }
    return drive(callers, milliseconds, async () => {
      const call = calls++;
      await submit(streamOfCall(call, where, streams), evidence(call));
    });
  };
}
