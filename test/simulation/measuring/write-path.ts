import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { instantOf } from '#kernel/instant';
import { EntryWriter, ledgerNamespace, sha256 } from '#ledger-store/entry-codec';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { inclusionProof } from '#transparency/merkle/proof';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { streamOf } from '#apps/ledger/src/runtime/onus';
import { fillFolder } from '#test/load/entries/fill-folder';
import { drive } from '#test/load/harness/callers';
import type { Open } from '#test/load/harness/contender';
import { median } from '#test/load/harness/statistics';
import { openLedger, slugOf, submitter } from '#test/load/write/ledgers-to-write';
import { ACTOR, evidence } from '#test/load/write/payload';

export type WriteJob = 'decision' | 'append' | 'proof' | 'load' | 'memory';

interface Settings {
  /** A folder for each job. */
  readonly folders: Readonly<Record<WriteJob, string>>;
}

/** Seconds, or bytes for `memory`; of `append` one alone, and then what each further one adds; of `load` with a snapshot, and then without. */
export type Written = readonly number[];

/** The write path and what rests on it, without HTTP. */
export const open: Open<Settings, WriteJob, Written> = async ({ folders }) => ({
  setup: 'the write path',
  run: (job) => JOBS[job](folders[job]),
  close: async () => {},
});

const JOBS: Readonly<Record<WriteJob, (folder: string) => Promise<Written>>> = {
  decision,
  append,
  proof,
  load,
  memory,
};

/** Of this thread, for a command of one entry. */
async function decision(folder: string): Promise<Written> {
  const onus = await openOnus({ folder });
  const submit = submitter(onus);
  const ledgers = 100;
  await Promise.all(Array.from({ length: ledgers }, (_, ledger) => openLedger(submit, ledger)));
  let calls = 0;
  const act = async (): Promise<void> => {
    await submit(calls % ledgers, evidence(Date.now() * 1_000 + calls++));
  };
  await drive(16, 1_500, act);
  const before = process.threadCpuUsage();
  const first = calls;
  await drive(16, 3_000, act);
  const { user, system } = process.threadCpuUsage(before);
  await onus.close();
  return [(user + system) / 1e6 / (calls - first)];
}

const GROUP = 64;
const ROUNDS = 400;

/** By the clock: appends of one entry, one at a time, and many ledgers at once. */
async function append(folder: string): Promise<Written> {
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const appenders = Array.from({ length: GROUP }, (_, ledger) => appender(store, ledger));
  const alone: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await appenders[round % GROUP]!();
    const middle = performance.now();
    await Promise.all(appenders.map((each) => each()));
    alone.push((middle - start) / 1_000);
    together.push((performance.now() - middle) / 1_000);
  }
  await store.close();
  return [median(alone), (median(together) - median(alone)) / (GROUP - 1)];
}

/** Appends the next entry of a ledger. */
function appender(store: SqliteEventStore, ledger: number): () => Promise<unknown> {
  const name = `bench.onus.example/engagements/${ledger}`;
  const namespace = ledgerNamespace(name);
  let index = 0;
  return () => {
    const id = randomUUID();
    const because = { id, correlation: id, causation: null, body: sha256(id, 'hex') };
    const writer = new EntryWriter(name, namespace, ACTOR, because);
    const digest = `sha256:${index.toString(16).padStart(64, '0')}`;
    const title = { sealed: sha256(id, 'base64url') };
    const data = { evidenceId: `e${index}`, taskId: 't4', digest, size: 48_213, mediaType: 'application/json', title };
    const entry = writer.write({ type: 'EvidenceSubmitted', schema: 1, data }, index, 0, instantOf(Date.now() * 1_000));
    return store.append(streamOf(String(ledger)), index++ - 1, [entry]);
  };
}

const PROVEN = 100_000;

/** Of this thread, for a proof of an entry somewhere in a ledger of a hundred thousand. */
async function proof(folder: string): Promise<Written> {
  await fillFolder(folder, { ledgers: 1, entries: PROVEN });
  const onus = await openOnus({ folder });
  const stream = streamOf(onus.engagementId(slugOf(0)));
  const hashes = (level: number, index: number): Uint8Array => onus.read.trees.hash(stream, level, index);
  const prove = async (proofs: number): Promise<number> => {
    const before = process.threadCpuUsage();
    for (let i = 0; i < proofs; i++) {
      // A turn of the event loop for each, as a request has: what is kept within one is asked for again in the next.
      await new Promise((resolve) => setImmediate(resolve));
      inclusionProof(nodeSha256, hashes, (i * 7_919) % PROVEN, PROVEN);
    }
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1e6 / proofs;
  };
  await prove(2_000);
  const seconds = await prove(5_000);
  await onus.close();
  return [seconds];
}

const LONG = 10_000;
const READ = 30;

/** Of this thread, to read a ledger that is not in memory: from a snapshot, and from its first entry. */
async function load(folder: string): Promise<Written> {
  await fillFolder(folder, { ledgers: READ, entries: READ * LONG });
  // The first pass warms up; each leaves snapshots of what it has read.
  await readAll(folder);
  const withSnapshot = await readAll(folder);
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `snapshots.sqlite${suffix}`), { force: true });
  return [withSnapshot, await readAll(folder)];
}

async function readAll(folder: string): Promise<number> {
  const onus = await openOnus({ folder });
  const before = process.threadCpuUsage();
  for (let ledger = 0; ledger < READ; ledger++) await onus.state(onus.engagementId(slugOf(ledger)));
  const { user, system } = process.threadCpuUsage(before);
  await onus.close();
  return (user + system) / 1e6 / READ;
}

const LEDGERS = 300;

/** Bytes of heap for a ledger that is in memory. */
async function memory(folder: string): Promise<Written> {
  await fillFolder(folder, { ledgers: LEDGERS, entries: LEDGERS * 1_000 });
  const onus = await openOnus({ folder });
  const collect = globalThis.gc!;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let ledger = 0; ledger < LEDGERS; ledger++) await onus.state(onus.engagementId(slugOf(ledger)));
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / LEDGERS;
  await onus.close();
  return [bytes];
}
