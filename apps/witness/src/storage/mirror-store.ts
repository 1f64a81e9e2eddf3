import type { ReadTile } from '#transparency/tiles/reader';
import type { Tile } from '#transparency/tiles/tile';
import { inTransaction, statement, type Database } from './database.ts';

/** How far a copy is. */
export interface Copy {
  readonly id: number;
  /** Entries that are here. */
  readonly pulled: number;
  /** Of them, those that a signed checkpoint covers. */
  readonly verified: number;
  /** That checkpoint; null before the first. */
  readonly note: Uint8Array | null;
}

/** Copies of entries, and the hashes of their trees. */
export class MirrorStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The copy of a log; `undefined` where none was begun. */
  find(origin: string): Copy | undefined {
    const row = statement(this.#database, 'SELECT id, pulled, verified, note FROM mirrors WHERE origin = ?').get(
      origin,
    );
    return row as unknown as Copy | undefined;
  }

  /** The copy of a log, begun where there is none. */
  begin(origin: string): Copy {
    statement(this.#database, 'INSERT OR IGNORE INTO mirrors (origin) VALUES (?)').run(origin);
    return this.find(origin)!;
  }

  origins(): readonly string[] {
    const rows = statement(this.#database, 'SELECT origin FROM mirrors ORDER BY origin').all();
    return rows.map((row) => String(row['origin']));
  }

  /** Where the hashes of a copy are read. */
  tilesOf({ id }: Copy): ReadTile {
    const sql = 'SELECT hashes FROM tiles WHERE mirror = ? AND level = ? AND place = ?';
    return (level, index) => {
      const hashes = statement(this.#database, sql).get(id, level, index)?.['hashes'];
      return hashes === undefined ? new Uint8Array() : (hashes as Uint8Array);
    };
  }

  /** Adds entries behind those that are there, with the tiles that they changed. Durable when it returns. */
  append({ id, pulled }: Copy, entries: readonly Uint8Array[], tiles: readonly Tile[]): void {
    inTransaction(this.#database, () => {
      const add = statement(this.#database, 'INSERT INTO entries (mirror, position, bytes) VALUES (?, ?, ?)');
      entries.forEach((bytes, i) => add.run(id, pulled + i, bytes));
      const keep = statement(
        this.#database,
        'INSERT OR REPLACE INTO tiles (mirror, level, place, hashes) VALUES (?, ?, ?, ?)',
      );
      for (const { level, index, bytes } of tiles) keep.run(id, level, index, bytes);
      statement(this.#database, 'UPDATE mirrors SET pulled = ? WHERE id = ?').run(pulled + entries.length, id);
    });
  }

  /** Notes that a signed checkpoint covers the first `size` entries. */
  verify({ id }: Copy, size: number, note: Uint8Array): void {
    statement(this.#database, 'UPDATE mirrors SET verified = ?, note = ? WHERE id = ?').run(size, note, id);
  }

  /**
   * Throws away what no signed checkpoint covers. Tiles stay: they begin with the hashes of what is left, nothing behind those is read, and
   * what comes next is written over it.
   */
  rollBack({ id, verified }: Copy): void {
    inTransaction(this.#database, () => {
      statement(this.#database, 'DELETE FROM entries WHERE mirror = ? AND position >= ?').run(id, verified);
      statement(this.#database, 'UPDATE mirrors SET pulled = verified WHERE id = ?').run(id);
    });
  }

  /** Entries as they came, one after the other. Nothing may be written meanwhile. */
  *entries({ id }: Copy): Generator<Uint8Array> {
    const sql = 'SELECT bytes FROM entries WHERE mirror = ? ORDER BY position';
    for (const row of statement(this.#database, sql).iterate(id)) yield row['bytes'] as Uint8Array;
  }
}
