import type { Open } from '../harness/contender.ts';
import { openEmmettSqlite, type Connection } from '../write/emmett-sqlite.ts';
import { evidenceEvent } from '../write/payload.ts';
import { peer } from '../installed/peers.ts';

interface Settings {
  readonly folder: string;
  readonly entries: number;
}

/** As the package offers it, or by hand on its own functions without what it does for every message. */
export type RebuildJob = 'consumer' | 'by hand';

interface Message {
  readonly type: string;
  readonly data: ReturnType<typeof evidenceEvent>['data'];
  readonly metadata: { readonly globalPosition: bigint; readonly streamName: string };
}

interface Processor {
  readonly processorId: string;
  readonly startFrom: 'BEGINNING';
  readonly stopAfter: (message: Message) => boolean;
  readonly eachMessage: (message: Message, context: { readonly connection: Connection }) => Promise<void>;
}

interface Consumer {
  processor(options: Processor): unknown;
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Reading {
  readonly readMessagesBatch: (
    connection: Connection,
    options: { readonly after: bigint; readonly batchSize: number },
  ) => Promise<{ readonly messages: readonly Message[]; readonly currentGlobalPosition: bigint }>;
}

/** Messages read at once, and written in one transaction. The default is 100. */
const BATCH = 10_000;

/** One row for every event: the least that a projection does. Gives entries a second. */
export const open: Open<Settings, RebuildJob, number> = async ({ folder, entries }) => {
  const { store, connection } = await openEmmettSqlite(folder);
  // What is rebuilt need not be durable at every step; ours is not either.
  await connection.command('PRAGMA synchronous = OFF');
  await connection.command(
    'CREATE TABLE evidence (id TEXT PRIMARY KEY, task TEXT NOT NULL, stream TEXT NOT NULL, digest TEXT NOT NULL, position INTEGER NOT NULL)',
  );
  for (let first = 0; first < entries; first += 100) {
    await store.appendToStream(
      `engagement-${first}`,
      Array.from({ length: 100 }, (_, i) => evidenceEvent(first + i)),
    );
  }
  const emmett = await peer<Reading>('@event-driven-io/emmett-sqlite');
  let rebuilds = 0;
  const ways = {
    consumer: () => throughConsumer(store as unknown as ConsumerStore, `rebuild-${rebuilds++}`, entries),
    'by hand': () => byHand(emmett, connection),
  };
  return {
    setup: `batches of ${BATCH}, synchronous OFF`,
    run: async (way) => {
      await connection.command('DELETE FROM evidence');
      const start = performance.now();
      await ways[way]();
      const seconds = (performance.now() - start) / 1_000;
      const { n } = (await connection.querySingle<{ n: number }>('SELECT count(*) AS n FROM evidence'))!;
      if (n !== entries) throw new Error(`${way}: ${n} rows for ${entries} events`);
      return entries / seconds;
    },
    close: async () => connection.close(),
  };
};

interface ConsumerStore {
  consumer(options: {
    readonly pulling: { readonly batchSize: number; readonly pullingFrequencyInMs: number };
  }): Consumer;
}

const INSERT = 'INSERT INTO evidence (id, task, stream, digest, position) VALUES (?, ?, ?, ?, ?)';
const rowOf = ({ data, metadata }: Message): unknown[] => [
  data.evidenceId,
  data.taskId,
  metadata.streamName,
  data.digest,
  Number(metadata.globalPosition),
];

async function throughConsumer(store: ConsumerStore, processorId: string, last: number): Promise<void> {
  const consumer = store.consumer({ pulling: { batchSize: BATCH, pullingFrequencyInMs: 0 } });
  consumer.processor({
    processorId,
    startFrom: 'BEGINNING',
    stopAfter: ({ metadata }) => metadata.globalPosition >= BigInt(last),
    eachMessage: async (message, { connection }) => {
      await connection.command(INSERT, rowOf(message));
    },
  });
  await consumer.start();
}

/** The same rows without a checkpoint for every message, and without waiting for one insertion before the next is sent. */
async function byHand({ readMessagesBatch }: Reading, connection: Connection): Promise<void> {
  for (let after = 0n; ;) {
    const { messages, currentGlobalPosition } = await readMessagesBatch(connection, { after, batchSize: BATCH });
    if (messages.length === 0) return;
    await connection.withTransaction(() =>
      Promise.all(messages.map((message) => connection.command(INSERT, rowOf(message)))),
    );
    after = currentGlobalPosition;
  }
}
