import { drive, type Pace } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { evidenceEvent } from './payload.ts';
import { loadPg } from '../installed/peers.ts';
import { streamOfCall, type WriteJob } from './writing.ts';

/** What many would build instead: a row that is changed, and a trigger that keeps what it becomes each time. */
const SCHEMA = `
  CREATE TABLE responsibility (
    engagement integer NOT NULL, task text NOT NULL, version bigint NOT NULL, body jsonb NOT NULL,
    PRIMARY KEY (engagement, task)
  ) WITH (fillfactor = 50);
  CREATE TABLE responsibility_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    who text NOT NULL DEFAULT current_user, operation text NOT NULL,
    engagement integer NOT NULL, task text NOT NULL, version bigint NOT NULL, body jsonb NOT NULL
  );
  CREATE OR REPLACE FUNCTION keep_responsibility() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO responsibility_audit (operation, engagement, task, version, body)
    VALUES (TG_OP, NEW.engagement, NEW.task, NEW.version, NEW.body);
    RETURN NULL;
  END $$;
  CREATE TRIGGER responsibility_kept AFTER INSERT OR UPDATE ON responsibility
    FOR EACH ROW EXECUTE FUNCTION keep_responsibility();
`;

interface Settings {
  readonly url: string;
  readonly streams: number;
  readonly connections: number;
}

/** One prepared statement a command, each a transaction of its own, over a pool. */
export const open: Open<Settings, WriteJob, Pace> = async ({ url, streams, connections }) => {
  const { Pool } = await loadPg();
  const pool = new Pool({ connectionString: url, max: connections });
  await pool.query(SCHEMA);
  await pool.query(
    `INSERT INTO responsibility SELECT n, 'LOG-03', 0, '{}' FROM generate_series(0, ${streams - 1}) AS n`,
  );
  await pool.query('VACUUM ANALYZE responsibility');
  let calls = 0;
  const change = async ({ where }: WriteJob): Promise<void> => {
    const call = calls++;
    const { data, metadata } = evidenceEvent(call);
    await pool.query({
      name: 'change',
      text: 'UPDATE responsibility SET version = version + 1, body = $3 WHERE engagement = $1 AND task = $2',
      values: [streamOfCall(call, where, streams), 'LOG-03', JSON.stringify({ ...data, ...metadata })],
    });
  };
  return {
    setup: `pool of ${connections}, prepared statement`,
    run: (job) => drive(job.callers, job.milliseconds, () => change(job)),
    close: () => pool.end(),
  };
};
