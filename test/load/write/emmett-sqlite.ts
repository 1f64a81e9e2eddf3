import { join } from 'node:path';
import { drive, type Pace } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { evidenceEvent } from './payload.ts';
import { peer } from '../installed/peers.ts';
import { streamOfCall, type WriteJob } from './writing.ts';

/** What we use of `@event-driven-io/emmett-sqlite`. */
export interface EmmettSqlite {
  readonly sqliteConnection: (options: { fileName: string }) => Connection;
  readonly getSQLiteEventStore: (options: {
    readonly fileName: string;
    readonly connectionOptions: { readonly singleton: true; readonly connection: Connection };
  }) => Store;
}

export interface Connection {
  command(sql: string, values?: readonly unknown[]): Promise<unknown>;
  querySingle<T>(sql: string): Promise<T | null>;
  withTransaction<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

export interface Store {
  readonly schema: { migrate(): Promise<void> };
  appendToStream(
    stream: string,
    events: readonly unknown[],
    options?: { readonly expectedStreamVersion: bigint },
  ): Promise<{ readonly nextExpectedStreamVersion: bigint }>;
}

/** Opens the store as it is fastest: on one connection that is kept, with FULL sync as we have it. */
export async function openEmmettSqlite(folder: string) {
  const emmett = await peer<EmmettSqlite>('@event-driven-io/emmett-sqlite');
  const fileName = join(folder, 'emmett.sqlite');
  const connection = emmett.sqliteConnection({ fileName });
  await connection.command('PRAGMA journal_mode = WAL');
  await connection.command('PRAGMA synchronous = FULL');
  const store = emmett.getSQLiteEventStore({ fileName, connectionOptions: { singleton: true, connection } });
  await store.schema.migrate();
  const { journal_mode: journal } = (await connection.querySingle<{ journal_mode: string }>('PRAGMA journal_mode'))!;
  const { synchronous } = (await connection.querySingle<{ synchronous: number }>('PRAGMA synchronous'))!;
  return { store, connection, setup: `one kept connection, journal ${journal}, synchronous ${synchronous}` };
}

interface Settings {
  readonly folder: string;
  readonly streams: number;
}

/**
 * Appends of one caller, with the expected version known from the answer before, so that nothing has to be read first.
 * More callers than one are not measured: on a connection of their own each they lock each other out, and on a shared one
 * what one caller is told was committed is in the open transaction of another.
 */
export const open: Open<Settings, WriteJob, Pace> = async ({ folder, streams }) => {
  const { store, connection, setup } = await openEmmettSqlite(folder);
  const versions = Array.from({ length: streams }, () => 0n);
  let calls = 0;
  const append = async ({ bulk, where }: WriteJob): Promise<void> => {
    const call = calls++;
    const stream = streamOfCall(call, where, streams);
    const events = Array.from({ length: bulk }, (_, i) => evidenceEvent(call * bulk + i));
    const appended = await store.appendToStream(`engagement-${stream}`, events, {
      expectedStreamVersion: versions[stream]!,
    });
    versions[stream] = appended.nextExpectedStreamVersion;
  };
  return {
    setup,
    run: async (job) => {
      if (job.callers !== 1) throw new RangeError('one caller only');
      return drive(1, job.milliseconds, () => append(job));
    },
    close: async () => connection.close(),
  };
};
