import { drive, type Pace } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { evidenceEvent } from './payload.ts';
import { loadPg, peer, type PgPool } from '../installed/peers.ts';
import { streamOfCall, type WriteJob } from './writing.ts';

/** What we use of `@event-driven-io/emmett-postgresql`. */
interface EmmettPostgresql {
  readonly getPostgreSQLEventStore: (
    url: string,
    options: { readonly connectionOptions: { readonly pool: PgPool } },
  ) => Store;
}

interface Store {
  readonly schema: { migrate(): Promise<void> };
  appendToStream(
    stream: string,
    events: readonly unknown[],
    options: { readonly expectedStreamVersion: bigint },
  ): Promise<{ readonly nextExpectedStreamVersion: bigint }>;
  close(): Promise<void>;
}

interface Settings {
  readonly url: string;
  readonly streams: number;
  readonly connections: number;
}

/** Appends with the expected version known from the answer before: there are more streams than callers, so that none conflict. */
export const open: Open<Settings, WriteJob, Pace> = async ({ url, streams, connections }) => {
  const { Pool } = await loadPg();
  const pool = new Pool({ connectionString: url, max: connections });
  const emmett = await peer<EmmettPostgresql>('@event-driven-io/emmett-postgresql');
  const store = emmett.getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
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
    setup: `pool of ${connections}`,
    run: (job) => drive(job.callers, job.milliseconds, () => append(job)),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};
