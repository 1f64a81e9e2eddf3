import type { DatabaseSync } from 'node:sqlite';
import { FOREVER } from '#kernel/instant';
import type { Facet } from '#responsibility/domain/two-clocks/periods';

/** Raised whenever a table or what is derived into it changes; the files of other versions are built anew. */
export const PROJECTION_VERSION = 15;

/** How an open end is stored: later, and larger, than anything. Outside of the file it is absent. */
export const OPEN = FOREVER;

/** Facets as stored. Bearers change most often: the other two, short as they are, stand on one page. */
export const FACET_CODES = { closed: 0, definition: 1, assignment: 2 } as const satisfies Record<Facet, number>;

const INDEX_BITS = 2 ** 32;

/** An entry's key: one integer, ascending within its ledger. Room for 2^21 ledgers of 2^32 entries in a double. */
export const entryKey = (ledger: number, index: number): number => ledger * INDEX_BITS + index;

/** The index within its ledger of the entry with this key. */
export const indexOfKey = (key: number): number => key % INDEX_BITS;

const TASK_ID = /^t(?:0|[1-9]\d{0,9})$/;

/** A task's key: the key of the entry that it is named after (task `t41` was defined by entry 41); undefined for no task's id. */
export const taskKey = (ledger: number, id: string): number | undefined =>
  TASK_ID.test(id) ? entryKey(ledger, Number(id.slice(1))) : undefined;

/** The id of the task with this key. */
export const taskIdOf = (key: number): string => `t${indexOfKey(key)}`;

const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- "size" is how many entries are derived, "spoken" the tree size that learnt last of a period.
CREATE TABLE ledgers (
  id INTEGER PRIMARY KEY, stream TEXT NOT NULL, engagement TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL,
  zone TEXT NOT NULL, name TEXT NOT NULL, opened_at INTEGER NOT NULL, size INTEGER NOT NULL, spoken INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_of_stream ON ledgers (stream);
CREATE INDEX ledger_of_engagement ON ledgers (engagement);
CREATE INDEX ledger_of_slug ON ledgers (slug);

-- "key" is entryKey(ledger, index). "recorded" stands first: instants are looked up by bisection. "behind" lists, for what a
-- change brought about, the entries of its approvals and of its agreement.
CREATE TABLE entries (
  key INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, type TEXT NOT NULL, schema INTEGER NOT NULL, task INTEGER,
  party TEXT NOT NULL, member TEXT NOT NULL, on_behalf_of TEXT, behind TEXT, data TEXT NOT NULL
) STRICT;

-- One row for each command: its entries stand one behind the other. A UUID is kept as its 16 bytes.
CREATE TABLE commands (
  ledger INTEGER NOT NULL, command ANY NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, body ANY NOT NULL,
  PRIMARY KEY (ledger, command)
) STRICT, WITHOUT ROWID;

-- The tree of each ledger. "key" is tileKey(ledger, level, index); "hashes" are the 256 of a full tile, "root" stands for it on the
-- level above, "inner" are rows between them, which spare a proof most of its hashing.
CREATE TABLE tiles (key INTEGER PRIMARY KEY, root BLOB NOT NULL, inner BLOB NOT NULL, hashes BLOB NOT NULL) STRICT;
-- Leaf hashes of the newest tile, not full yet: a row for what one batch brought. "key" is entryKey(ledger, first index).
CREATE TABLE leaf_runs (key INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;

CREATE TABLE parties (
  ledger INTEGER NOT NULL, party TEXT NOT NULL, side TEXT NOT NULL, name TEXT NOT NULL, known_from INTEGER NOT NULL,
  PRIMARY KEY (ledger, party)
) STRICT, WITHOUT ROWID;
CREATE TABLE members (
  ledger INTEGER NOT NULL, member TEXT NOT NULL, party TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  known_from INTEGER NOT NULL, PRIMARY KEY (ledger, member)
) STRICT, WITHOUT ROWID;
CREATE TABLE roles (
  ledger INTEGER NOT NULL, member TEXT NOT NULL, known_from INTEGER NOT NULL, roles TEXT NOT NULL, removed INTEGER NOT NULL,
  PRIMARY KEY (ledger, member, known_from)
) STRICT, WITHOUT ROWID;
-- The entries that say more of people than their names and roles, or something of the contract.
CREATE TABLE said_of_people (
  ledger INTEGER NOT NULL, known_from INTEGER NOT NULL, PRIMARY KEY (ledger, known_from)
) STRICT, WITHOUT ROWID;

-- Passkeys. "data" is the event that registered it, as JSON; "revoked" the entry that revoked it, or null.
CREATE TABLE credentials (
  ledger INTEGER NOT NULL, credential TEXT NOT NULL, entry INTEGER NOT NULL, data TEXT NOT NULL, revoked INTEGER,
  PRIMARY KEY (ledger, credential)
) STRICT, WITHOUT ROWID;

-- "task" is the key of the entry that introduced it; "known_from" is null while only an unfinished import has spoken of it.
CREATE TABLE tasks (
  task INTEGER PRIMARY KEY, ledger INTEGER NOT NULL, ref TEXT NOT NULL, known_from INTEGER
) STRICT;
CREATE UNIQUE INDEX task_of_ref ON tasks (ledger, ref);

-- Ownership on both clocks. What is known now (known_to = OPEN) stands together, in the order of the world's time; what was
-- known once, in the order in which it was given up: both are found in one descent, however many periods there are.
-- Who bears a task is answered from the row: "alike" is the first entry that names the same bearers, "grounds" the
-- entries behind it (see projections/ownership/grounds.ts). Both are null where the entry itself must be read.
CREATE TABLE periods (
  task INTEGER NOT NULL, facet INTEGER NOT NULL, known_to INTEGER NOT NULL, valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL, known_from INTEGER NOT NULL, said INTEGER NOT NULL,
  alike INTEGER, grounds INTEGER, PRIMARY KEY (task, facet, known_to, valid_from)
) STRICT, WITHOUT ROWID;

-- The first assignment of a ledger that names these bearers. "digest" is SHA-256 over them as text.
CREATE TABLE likenesses (
  ledger INTEGER NOT NULL, digest BLOB NOT NULL, first INTEGER NOT NULL, PRIMARY KEY (ledger, digest)
) STRICT, WITHOUT ROWID;

-- "completed" is null while parts are missing.
CREATE TABLE imports (
  ledger INTEGER NOT NULL, import TEXT NOT NULL, started INTEGER NOT NULL, completed INTEGER,
  PRIMARY KEY (ledger, import)
) STRICT, WITHOUT ROWID;

-- "opened" is the entry from which on it could be decided about a change, "decided" the one with which it was over. "grounds" are
-- the entries by which it came in force, joined by commas.
CREATE TABLE changes (
  ledger INTEGER NOT NULL, number INTEGER NOT NULL, proposed INTEGER NOT NULL, opened INTEGER, decided INTEGER,
  status TEXT NOT NULL, grounds TEXT, PRIMARY KEY (ledger, number)
) STRICT, WITHOUT ROWID;
-- Every entry about a change.
CREATE TABLE change_entries (
  ledger INTEGER NOT NULL, number INTEGER NOT NULL, entry INTEGER NOT NULL, type TEXT NOT NULL,
  PRIMARY KEY (ledger, number, entry)
) STRICT, WITHOUT ROWID;
-- The lines of each text of a change. "until" is the entry of the revision that took the place of that text.
CREATE TABLE change_lines (
  ledger INTEGER NOT NULL, number INTEGER NOT NULL, entry INTEGER NOT NULL, ref TEXT NOT NULL, until INTEGER,
  PRIMARY KEY (ledger, number, entry, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_line_of_ref ON change_lines (ledger, ref);
-- Undecided changes about which things come due by themselves, and what will: "command" is what records it. In the order of "at"
-- whatever is due is found, however many ledgers there are.
CREATE TABLE timed_changes (ledger INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (ledger, number)) STRICT, WITHOUT ROWID;
CREATE TABLE due (
  ledger INTEGER NOT NULL, number INTEGER NOT NULL, command TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (ledger, number, command)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_at ON due (at, ledger, number, command);

-- What those whom an assignment names made of it. "text" is the digest of the text that was read, as its 32 bytes.
CREATE TABLE acceptances (
  ledger INTEGER NOT NULL, assignment INTEGER NOT NULL, entry INTEGER NOT NULL, member TEXT NOT NULL, party TEXT NOT NULL,
  accepted INTEGER NOT NULL, text ANY, PRIMARY KEY (ledger, assignment, entry)
) STRICT, WITHOUT ROWID;
-- "ended" is the entry that withdrew or resolved it; null while it is open. "answers" of an objection are entries.
CREATE TABLE objections (
  ledger INTEGER NOT NULL, entry INTEGER NOT NULL, task INTEGER NOT NULL, side TEXT NOT NULL, ended INTEGER, how TEXT,
  PRIMARY KEY (ledger, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX objections_to_task ON objections (task);
CREATE TABLE objection_answers (
  ledger INTEGER NOT NULL, objection INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (ledger, objection, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
  ledger INTEGER NOT NULL, entry INTEGER NOT NULL, task INTEGER NOT NULL, covers_from INTEGER, covers_to INTEGER,
  PRIMARY KEY (ledger, entry)
) STRICT, WITHOUT ROWID;
-- Who checked it. "evidence" is the entry that submitted it, "accepted" is 0 where it was returned.
CREATE TABLE evidence_reviews (
  ledger INTEGER NOT NULL, evidence INTEGER NOT NULL, entry INTEGER NOT NULL, accepted INTEGER NOT NULL,
  PRIMARY KEY (ledger, evidence, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshots (
  ledger INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (ledger, entry)
) STRICT, WITHOUT ROWID;

-- The entries about each version ('v'), review ('r') and exception ('x'); "number" is what follows the letter in its id.
CREATE TABLE register (
  ledger INTEGER NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, entry INTEGER NOT NULL,
  PRIMARY KEY (ledger, kind, number, entry)
) STRICT, WITHOUT ROWID;
-- The lines of reviews, and what was said of them: there can be thousands, and a list of reviews needs none of them.
CREATE TABLE review_lines (
  ledger INTEGER NOT NULL, review INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (ledger, review, entry)
) STRICT, WITHOUT ROWID;
`;

/** Large secondary indexes: cheaper to make once, over everything, than entry by entry while a file is built. */
const LATE_INDEXES = `
CREATE INDEX IF NOT EXISTS entries_of_task ON entries (task) WHERE task IS NOT NULL;
CREATE INDEX IF NOT EXISTS evidence_of_task ON evidence (task);
CREATE INDEX IF NOT EXISTS evidence_covering ON evidence (task, covers_to, covers_from);
`;

/** Makes the tables of an empty file. */
export function createTables(database: DatabaseSync): void {
  database.exec(TABLES);
}

/** Makes the indexes that are missing while a file is built. */
export function createLateIndexes(database: DatabaseSync): void {
  database.exec(LATE_INDEXES);
}

/** Whether the file has its tables. */
export function hasTables(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined;
}
