import type { DatabaseSync } from 'node:sqlite';
import { buildingPath, modelFile } from '#read-models/sqlite/storage/files';
import { finishBuilding, openForBuilding } from '#read-models/sqlite/storage/database';
import { FACET_CODES, OPEN, PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { BEGIN } from './course.ts';
import {
  ASSIGNED,
  changeRows,
  courseRows,
  decisions,
  DECISIONS,
  DEFINED,
  MEMBERS,
  members,
  PEOPLE,
  type History,
} from './history.ts';

const KEY = 2 ** 32;

/**
 * Writes a history straight into a file of read models, row for row as the projector would from its entries. Only for measuring:
 * ten million periods come about in half a minute, without the entries that they would be derived from.
 */
export function fillReadModels(folder: string, history: History): void {
  const file = modelFile(folder, PROJECTION_VERSION, 1);
  const database = openForBuilding(buildingPath(file), undefined);
  database.exec('BEGIN');
  rows(database, history);
  database.exec(peopleOf(history));
  database.exec(decisionsOf(history));
  database.exec(statementsOf(history));
  database.exec('COMMIT; DROP TABLE bench_course; DROP TABLE bench_changes; DROP TABLE bench_tasks');
  finishBuilding(database, buildingPath(file), file.path);
}

/** A task's key is that of the entry that defines it. */
const TASK = `l.id * ${KEY} + ${PEOPLE} + n`;

/** The course and the numbers that everything else is multiplied out of. */
function rows(database: DatabaseSync, history: History): void {
  database.exec(`
    CREATE TEMP TABLE bench_course (known_from INTEGER, known_to INTEGER, valid_from INTEGER, valid_to INTEGER, said INTEGER);
    CREATE TEMP TABLE bench_changes (change INTEGER, effective INTEGER, text TEXT);
    CREATE TEMP TABLE bench_tasks (n INTEGER);`);
  const fill = (table: string, columns: number, values: readonly (readonly (number | string | null)[])[]): void => {
    const insert = database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`);
    for (const value of values) insert.run(...value);
  };
  fill('bench_course', 5, courseRows(history.course));
  fill('bench_changes', 3, changeRows(history.course));
  const { ledgers, tasks } = history.extent;
  fill(
    'bench_tasks',
    1,
    Array.from({ length: tasks }, (_, n) => [n]),
  );
  const ledger = database.prepare(
    `INSERT INTO ledgers (id, stream, engagement, slug, title, zone, name, opened_at, size, spoken)
     VALUES (?, ?, ?, ?, ?, 'UTC', ?, ?, ?, ?)`,
  );
  for (let id = 1; id <= ledgers; id++) {
    const engagement = history.engagement(id);
    const name = `bench.onus.example/engagements/${engagement}`;
    ledger.run(
      id,
      `engagement-${engagement}`,
      engagement,
      `bench-${id}`,
      `Bench ${id}`,
      name,
      BEGIN,
      history.size,
      history.size,
    );
  }
}

const entry = (index: string, recorded: string, type: string, task: string, data: string, behind = 'NULL'): string =>
  `SELECT l.id * ${KEY} + ${index}, ${recorded}, '${type}', 1, ${task}, 'p1', 'm3', NULL, ${behind}, ${data}`;

function peopleOf({ definedBy }: History): string {
  const people = members.map(
    ({ id, disclosure }, i) => `
      INSERT INTO members SELECT id, '${id}', 'p1', 'person', '${disclosure.commitment}', ${4 + i} FROM ledgers;
      INSERT INTO roles SELECT id, '${id}', ${4 + i}, '["owner"]', 0 FROM ledgers;`,
  );
  return `
    INSERT INTO parties SELECT id, 'p1', 'provider', 'Northwind', 2 FROM ledgers;
    INSERT INTO parties SELECT id, 'p2', 'client', 'Contoso', 3 FROM ledgers;
    ${people.join('')}
    INSERT INTO tasks (task, ledger, ref, known_from)
      SELECT ${TASK}, l.id, printf('AC-%04d', n), ${definedBy} + 1 FROM ledgers l CROSS JOIN bench_tasks;
    INSERT INTO entries ${entry(definedBy, String(BEGIN), 'TaskDefined', TASK, DEFINED)}
      FROM ledgers l CROSS JOIN bench_tasks;`;
}

/** SQL for the index of the first entry of a change. */
const firstOf = ({ extent: { tasks } }: History): string => `(${PEOPLE + tasks} + change * ${DECISIONS + tasks})`;

/** The register of changes, and the entries by which each was agreed. */
function decisionsOf(history: History): string {
  const first = firstOf(history);
  const entries = decisions.map(
    ({ type, data }, i) => `
      INSERT INTO entries ${entry(`${first} + ${i}`, 'effective', type, 'NULL', data)} FROM ledgers l CROSS JOIN bench_changes;
      INSERT INTO change_entries SELECT l.id, change + 1, ${first} + ${i}, '${type}' FROM ledgers l CROSS JOIN bench_changes;`,
  );
  return `
    INSERT INTO changes SELECT l.id, change + 1, ${first}, ${first}, ${first} + ${DECISIONS - 1}, 'agreed', NULL
      FROM ledgers l CROSS JOIN bench_changes;
    ${entries.join('')}`;
}

/** Who bears what when, and the entries that say so. Inserted in the order in which the tables keep them. */
function statementsOf(history: History): string {
  const index = history.assignedBy('change');
  const first = firstOf(history);
  const behind = `(${first} + 1) || ',' || (${first} + 2) || ',' || (${first} + 3)`;
  // Change 0 was the first to name any of the members, in the order of the tasks; the grounds are `behind`, as one integer.
  const alike = `${history.assignedBy('0')} - n + (n + c.said) % ${MEMBERS}`;
  const grounds = `(n + 1) * ${2 ** 32} + ${(2 ** 15 + 1) * 4 + 3}`;
  const [knownTo, knownFrom, said] = ['known_to', 'known_from', 'said'].map((each) => history.assignedBy(`c.${each}`));
  return `
    INSERT INTO entries ${entry(index, 'effective', 'ResponsibilityAssigned', TASK, ASSIGNED, behind)}
      FROM ledgers l CROSS JOIN bench_changes CROSS JOIN bench_tasks;
    INSERT INTO periods (task, facet, known_to, valid_from, valid_to, known_from, said)
      SELECT task, ${FACET_CODES.definition}, ${OPEN}, ${BEGIN}, ${OPEN}, task % ${KEY} + 1, task % ${KEY} FROM tasks;
    INSERT INTO periods (task, facet, known_to, valid_from, valid_to, known_from, said, alike, grounds)
      SELECT t.task, ${FACET_CODES.assignment}, coalesce(${knownTo} + 1, ${OPEN}), c.valid_from, c.valid_to, ${knownFrom} + 1, ${said},
        ${alike}, ${grounds}
      FROM (SELECT task, task % ${KEY} - ${PEOPLE} AS n FROM tasks) t CROSS JOIN bench_course c;`;
}
