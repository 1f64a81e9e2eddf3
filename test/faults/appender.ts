import { parseArgs } from 'node:util';
import type { EventStore } from '#ledger-store/event-store';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { appenderDisclosure, appenderEntry } from './appender-entries.ts';
import { Random } from './random.ts';
import { digestOf } from './store-audit.ts';

/**
 * A program that appends as fast as it can until it is killed or the store fails. It prints `ready` when the store is open,
 * `ack <stream> <revision> <SHA-256>` for each entry that was acknowledged, and `failed <what> <name of the error>`.
 * With `--early` it prints `ack` before it knows: a planted bug that an audit must find.
 */
const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    run: { type: 'string' },
    seed: { type: 'string' },
    writers: { type: 'string' },
    early: { type: 'boolean', default: false },
  },
});

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

async function write(store: EventStore, stream: string, run: string, random: Random): Promise<never> {
  for (let revision = await store.lastRevision(stream); ;) {
    const entries = Array.from({ length: random.between(1, 6) }, (_, i) =>
      appenderEntry(run, stream, revision + 1 + i),
    );
    const disclosures = entries.map((_, i) => appenderDisclosure(stream, revision + 1 + i));
    const appended = store.append(stream, revision, entries, disclosures);
    if (!values.early) await appended;
    entries.forEach(({ bytes }, i) => say(`ack ${stream} ${revision + 1 + i} ${digestOf(bytes)}`));
    await appended;
    revision += entries.length;
  }
}

async function reportFailure(what: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    say(`failed ${what} ${error instanceof Error ? error.name : String(error)}`);
  }
}

// Where the size of files is limited, the system sends this signal beside failing the write; it would end the program.
process.on('SIGXFSZ', () => say('limited'));

const store = await SqliteEventStore.open({ file: values.file! });
say('ready');
const random = new Random(Number(values.seed));
const streams = Array.from({ length: Number(values.writers) }, (_, i) => `s${i}`);
await Promise.all(streams.map((stream) => reportFailure(stream, write(store, stream, values.run!, random))));
await reportFailure('append', store.append('afterwards', -1, [appenderEntry(values.run!, 'afterwards', 0)]));
await reportFailure('read', store.readAll(0, 1));
await store.close();
