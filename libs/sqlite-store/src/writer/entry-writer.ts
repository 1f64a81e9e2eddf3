import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { NO_STREAM } from '#ledger-store/event-store';
import type { Disclosure } from '#kernel/sealed';
import { BoundedCache } from '../bounded-cache.ts';
import { bodyOf } from '../disclosure-body.ts';
import { messageOf } from '../engine-error.ts';
import { failureOf, writtenPast } from './failure.ts';
import type { AppendGroup, Failure, GroupOutcome } from './messages.ts';
import { Places, type Placing } from './places.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

/** Streams whose head is kept in memory; others are looked up. */
const KNOWN_HEADS = 50_000;

/**
 * A round for more entries would make places cheaper still, and what a reader has to look through longer: a few milliseconds at most.
 */
const PLACING: Placing = { from: 8_192, atOnce: 64 };

/** Where a stream stands. Only the one writer changes it, so that it need not be read again. */
interface Head {
  /** 0 while the stream has no entries. */
  id: number;
  revision: number;
}

/** A request failed; the transaction was rolled back. */
export class WriteFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'WriteFailed';
    this.failure = failure;
  }
}

/** The one connection that writes. Synchronous; lives on the writer's thread. */
export class EntryWriter {
  readonly log: WriteAheadLog;
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #heads: BoundedCache<string, Head>;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #findStream: StatementSync;
  readonly #addStream: StatementSync;
  readonly #addEntry: StatementSync;
  readonly #standing: StatementSync;
  readonly #addDisclosure: StatementSync;
  readonly #zeroDisclosure: StatementSync;
  readonly #lastPosition: StatementSync;
  readonly #places: Places;
  /** Position of the newest entry; undefined while it must be read. */
  #newest: number | undefined;

  constructor(database: DatabaseSync, file: string, placing = PLACING, knownHeads = KNOWN_HEADS) {
    this.#database = database;
    this.#file = file;
    this.#heads = new BoundedCache(knownHeads);
    const rows = (sql: string): StatementSync => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#findStream = rows(
      'SELECT id, (SELECT max(revision) FROM entry_places WHERE stream = streams.id) FROM streams WHERE name = ?',
    );
    this.#addStream = database.prepare('INSERT INTO streams (name) VALUES (?)');
    this.#addEntry = database.prepare('INSERT INTO entries (stream, revision, bytes) VALUES (?, ?, ?)');
    this.#standing = rows(
      `SELECT e.position, e.bytes FROM entry_places p JOIN entries e ON e.position = p.position
       WHERE p.stream = ? AND p.revision > ? ORDER BY p.revision LIMIT ?`,
    );
    this.#addDisclosure = database.prepare('INSERT INTO disclosures (stream, commitment, body) VALUES (?, ?, ?)');
    // Overwriting with as many bytes happens where they stand. Deleting the row instead would move its neighbours between
    // pages, and moved rows leave copies behind in the free space of pages, where no later erasing finds them.
    this.#zeroDisclosure = database.prepare(
      `UPDATE disclosures SET body = zeroblob(length(body)) WHERE substr(body, 1, 1) <> x'00' AND id IN
       (SELECT id FROM disclosure_places WHERE stream = ? AND commitment = ?)`,
    );
    this.#lastPosition = rows('SELECT max(position) FROM entries');
    this.#places = new Places(database, placing);
    this.log = new WriteAheadLog(database);
  }

  /** Writes down where everything stands that is not placed. @throws WriteFailed */
  place(): void {
    this.#transaction(() => this.#places.write());
  }

  /** Commits a group in one transaction. An append that meets a conflict is left out alone. @throws WriteFailed */
  append(group: AppendGroup): GroupOutcome {
    let tookAlong = false;
    const append = (): GroupOutcome =>
      this.#transaction(() => {
        // Asked first: what is not placed may have to be read, and what is appended here would be found twice.
        tookAlong = this.#places.due;
        const outcome = this.#append(group);
        if (tookAlong) this.#places.takeAlong(group.lengths.length);
        return outcome;
      });
    try {
      return append();
    } catch (error) {
      // Places are worth nothing beside entries: where there is no room for both, there may be for these.
      if (!tookAlong || !(error instanceof WriteFailed) || error.failure.error !== 'full') throw error;
    }
    this.#places.rest();
    return append();
  }

  #append(group: AppendGroup): GroupOutcome {
    const positions: number[] = [];
    const conflicts = new Map<number, number>();
    let entry = 0;
    let offset = 0;
    group.streams.forEach((stream, i) => {
      const entries: Uint8Array[] = [];
      for (let left = group.counts[i]!; left > 0; left--) {
        const length = group.lengths[entry++]!;
        entries.push(group.bytes.subarray(offset, (offset += length)));
      }
      const expected = group.expected[i]!;
      const head = this.#headOf(stream);
      const position =
        head.revision === expected
          ? this.#write(stream, head, entries, group.disclosures.get(i) ?? [])
          : this.#alreadyWritten(head, expected, entries);
      if (position === undefined) conflicts.set(i, head.revision);
      positions.push(position ?? 0);
    });
    return { kind: 'appended', positions, conflicts };
  }

  /** Overwrites disclosures with zeros, in the file and in its log. Gives how many there were. @throws WriteFailed */
  erase(stream: string, commitments: readonly string[]): number {
    const erased = this.#transaction(() => {
      this.#places.write();
      const { id } = this.#headOf(stream);
      let count = 0;
      for (const commitment of commitments) count += Number(this.#zeroDisclosure.run(id, commitment).changes);
      return count;
    });
    this.#truncateLog();
    return erased;
  }

  /** Lets the file grow to so many pages of 4 KiB, but never below what it has. @throws WriteFailed */
  limitPages(maxPages: number): void {
    try {
      this.#database.exec(`PRAGMA max_page_count = ${maxPages}`);
    } catch (error) {
      throw new WriteFailed(failureOf(error, 'transaction', this.#file));
    }
  }

  close(): void {
    this.#database.close();
  }

  #transaction<T>(work: () => T): T {
    let during: 'transaction' | 'commit' = 'transaction';
    try {
      this.#begin.run();
      const result = work();
      during = 'commit';
      this.#commit.run();
      this.log.committed();
      return result;
    } catch (error) {
      this.#rollBack();
      throw error instanceof WriteFailed ? error : new WriteFailed(failureOf(error, during, this.#file));
    }
  }

  #rollBack(): void {
    // Heads may have moved with what is rolled back; they are looked up again.
    this.#heads.clear();
    this.#places.forget();
    this.#newest = undefined;
    // The engine rolls back by itself after some errors, a full disk among them.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  #headOf(stream: string): Head {
    const known = this.#heads.get(stream);
    if (known !== undefined) return known;
    const row = this.#findStream.get(stream) as unknown as [number, number | null] | undefined;
    const placed = row?.[1] ?? NO_STREAM;
    const head = { id: row?.[0] ?? 0, revision: row === undefined ? placed : this.#places.newest(row[0], placed) };
    this.#heads.set(stream, head);
    return head;
  }

  #write(stream: string, head: Head, entries: readonly Uint8Array[], disclosures: readonly Disclosure[]): number {
    if (head.id === 0) head.id = Number(this.#addStream.run(stream).lastInsertRowid);
    this.#newest ??= (this.#lastPosition.get() as unknown as [number | null])[0] ?? 0;
    let position = this.#newest;
    for (const bytes of entries) {
      const given = Number(this.#addEntry.run(head.id, ++head.revision, bytes).lastInsertRowid);
      // Nobody else writes: positions that do not follow one another mean that somebody did.
      if (given !== ++position) throw new WriteFailed(writtenPast(this.#file));
      this.#places.addEntry(head.id, head.revision, position);
    }
    this.#newest = position;
    for (const disclosure of disclosures) {
      const { lastInsertRowid } = this.#addDisclosure.run(head.id, disclosure.commitment, bodyOf(disclosure));
      this.#places.addDisclosure(head.id, disclosure.commitment, Number(lastInsertRowid));
    }
    return position;
  }

  /** Position of the last of the entries, if the very same bytes stand right after the expected revision. */
  #alreadyWritten(head: Head, expectedRevision: number, entries: readonly Uint8Array[]): number | undefined {
    if (head.revision < expectedRevision + entries.length) return undefined;
    this.#places.write();
    const rows = this.#standing.all(head.id, expectedRevision, entries.length) as unknown as [number, Uint8Array][];
    const same = entries.every((bytes, i) => Buffer.compare(bytes, rows[i]![1]) === 0);
    return same ? rows.at(-1)![0] : undefined;
  }

  #truncateLog(): void {
    let reason = 'a reader holds on to an old state';
    try {
      if (this.log.truncate()) return;
    } catch (error) {
      reason = messageOf(error);
    }
    const message = `erased, but ${this.#file}-wal still holds old copies: ${reason}; erase the same again later`;
    throw new WriteFailed({ kind: 'failed', error: 'unknown', message, stop: false });
  }
}
