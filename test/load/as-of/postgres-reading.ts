import { sha256 } from '#ledger-store/entry-codec';
import type { Assignment } from '#responsibility/domain/assignment';
import type { Open } from '../harness/contender.ts';
import { BEGIN } from './course.ts';
import { ASSIGNED, changeRows, courseRows, DEFINED, History, members, OPEN, PEOPLE, type Extent } from './history.ts';
import { loadPg, type PgClient } from '../installed/peers.ts';
import { answer, questionsOf, type Answered, type Question, type ReadJob } from './reading.ts';

interface Settings {
  readonly url: string;
  readonly extent: Extent;
  /** Made for these rows, and dropped in the end. */
  readonly schema: string;
}

/** The same rows under the same b-trees, asked over the server's socket with prepared statements, one connection. */
export const open: Open<Settings, ReadJob, Answered> = async ({ url, extent, schema }) => {
  const { Client } = await loadPg();
  const client = new Client({ connectionString: url });
  await client.connect();
  const history = new History(extent);
  await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}; SET search_path TO ${schema}`);
  await fill(client, history);
  const ask = async (name: string, text: string, values: readonly unknown[]): Promise<readonly Assignment[]> => {
    const { rows } = await client.query({ name, text, values });
    return rows.map(({ data }) => (JSON.parse(data as string) as { assignment: Assignment }).assignment);
  };
  const asked: Record<ReadJob['what'], (question: Question) => Promise<string>> = {
    'owner-now': async ({ ledger, ref, micros }) => ownerOf((await ask('now', NOW, [ledger, ref, micros]))[0]),
    'owner-then': async ({ ledger, ref, micros, treeSize }) =>
      ownerOf((await ask('then', THEN, [ledger, ref, micros, treeSize]))[0]),
    matrix: async ({ ledger, micros }) => (await ask('matrix', MATRIX, [ledger, micros])).map(ownerOf).join(),
  };
  return {
    setup: 'unlogged tables, analysed',
    run: async (job) => answer(questionsOf(history, job), asked[job.what], (names) => sha256(names, 'hex')),
    close: async () => {
      await client.query(`DROP SCHEMA ${schema} CASCADE`);
      await client.end();
    },
  };
};

const NAMES = new Map(members.map(({ id, disclosure }) => [id, disclosure.value]));

function ownerOf(assignment: Assignment | undefined): string {
  const accountable = assignment?.raci.find(({ roles }) => roles.includes('A'));
  return NAMES.get(accountable?.member ?? '') ?? 'null';
}

const KNOWN_NOW = `SELECT said, valid_to FROM periods
  WHERE task = t.id AND facet = 1 AND known_to = ${OPEN} AND valid_from <= $AT ORDER BY valid_from DESC LIMIT 1`;

/** Only who bears the task is asked, not its text nor whether it is closed: the least that answers the question. */
const NOW = `SELECT e.data FROM tasks t CROSS JOIN LATERAL (${KNOWN_NOW.replace('$AT', '$3')}) p
  JOIN entries e ON e.ledger = t.ledger AND e.index = p.said
  WHERE t.ledger = $1 AND t.ref = $2 AND p.valid_to > $3`;

/** What is known now and was known then, or else what was given up since. */
const THEN = `SELECT e.data FROM tasks t CROSS JOIN LATERAL (
    SELECT said FROM (
      (SELECT said FROM periods WHERE task = t.id AND facet = 1 AND known_to = ${OPEN} AND valid_from <= $3 AND valid_to > $3
        AND known_from <= $4 ORDER BY valid_from DESC LIMIT 1)
      UNION ALL
      (SELECT said FROM periods WHERE task = t.id AND facet = 1 AND known_to > $4 AND known_to < ${OPEN} AND known_from <= $4
        AND valid_from <= $3 AND valid_to > $3 ORDER BY known_to LIMIT 1)
    ) either LIMIT 1
  ) p JOIN entries e ON e.ledger = t.ledger AND e.index = p.said
  WHERE t.ledger = $1 AND t.ref = $2`;

const MATRIX = `SELECT t.ref, e.data FROM tasks t CROSS JOIN LATERAL (${KNOWN_NOW.replace('$AT', '$2')}) p
  JOIN entries e ON e.ledger = t.ledger AND e.index = p.said
  WHERE t.ledger = $1 AND p.valid_to > $2 ORDER BY t.ref`;

async function fill(client: PgClient, history: History): Promise<void> {
  const { ledgers, tasks } = history.extent;
  await client.query(`
    SET maintenance_work_mem = '512MB'; SET max_parallel_workers_per_gather = 0;
    CREATE TEMP TABLE bench_course (known_from bigint, known_to bigint, valid_from bigint, valid_to bigint, said bigint);
    CREATE TEMP TABLE bench_changes (change bigint, effective bigint, text text);
    CREATE UNLOGGED TABLE tasks (id integer PRIMARY KEY, ledger integer NOT NULL, ref text NOT NULL, n integer NOT NULL);
    CREATE UNLOGGED TABLE entries (ledger integer NOT NULL, index bigint NOT NULL, recorded bigint NOT NULL, data text NOT NULL);
    CREATE UNLOGGED TABLE periods (
      task integer NOT NULL, facet smallint NOT NULL, known_to bigint NOT NULL, valid_from bigint NOT NULL,
      valid_to bigint NOT NULL, known_from bigint NOT NULL, said bigint NOT NULL);
    INSERT INTO tasks SELECT (l - 1) * ${tasks} + n + 1, l, 'AC-' || lpad(n::text, 4, '0'), n
      FROM generate_series(1, ${ledgers}) l, generate_series(0, ${tasks - 1}) n;`);
  await insert(client, 'bench_course', 'bigint, bigint, bigint, bigint, bigint', courseRows(history.course));
  await insert(client, 'bench_changes', 'bigint, bigint, text', changeRows(history.course));
  const [knownTo, knownFrom, said] = ['known_to', 'known_from', 'said'].map((each) => history.assignedBy(`c.${each}`));
  await client.query(`
    INSERT INTO entries SELECT ledger, ${PEOPLE} + n, ${BEGIN}, ${DEFINED} FROM tasks;
    INSERT INTO entries SELECT ledger, ${history.assignedBy('change')}, effective, ${ASSIGNED} FROM bench_changes, tasks;
    INSERT INTO periods SELECT id, 0, ${OPEN}, ${BEGIN}, ${OPEN}, ${PEOPLE} + n + 1, ${PEOPLE} + n FROM tasks;
    INSERT INTO periods SELECT t.id, 1, coalesce(${knownTo} + 1, ${OPEN}), c.valid_from, c.valid_to, ${knownFrom} + 1, ${said}
      FROM tasks t, bench_course c;
    CREATE UNIQUE INDEX ON tasks (ledger, ref);
    ALTER TABLE entries ADD PRIMARY KEY (ledger, index);
    ALTER TABLE periods ADD PRIMARY KEY (task, facet, known_to, valid_from);`);
  for (const table of ['tasks', 'entries', 'periods']) await client.query(`VACUUM ANALYZE ${table}`);
}

async function insert(
  client: PgClient,
  table: string,
  types: string,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const columns = types.split(', ').map((type, i) => `$${i + 1}::${type}[]`);
  const values = columns.map((_, i) => rows.map((row) => row[i]));
  await client.query({ text: `INSERT INTO ${table} SELECT * FROM unnest(${columns.join(', ')})`, values });
}
