import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { concatBytes } from '#transparency/bytes';
import { HASH_BYTES, leafHashInto } from '#transparency/merkle/hashing';
import { TILE_WIDTH } from '#transparency/tiles/tile';
import { aboveTile } from '#transparency/tiles/tile-hashes';
import type { LedgerState } from '../projections/fact.ts';
import { entryKey } from '../storage/schema.ts';
import { Rows } from '../storage/sql.ts';
import { tileKey, tileOfLeaf } from './tile-key.ts';

const FIRST_ROOM = 8 * HASH_BYTES;

/** The leaf hashes that a batch adds to one ledger. */
interface Run {
  /** Index of the first leaf. */
  readonly first: number;
  bytes: Uint8Array;
  count: number;
}

/**
 * The tree of every ledger. A tile is written once, when it is full. What the newest tile lacks of that is kept as runs, one for each
 * batch that brought leaves: a batch that adds one entry to each of a thousand ledgers writes a thousand rows of 32 bytes, and not
 * a thousand tiles. On levels above nothing is kept but full tiles: what is newer there is the roots of those below.
 */
export class TreeTable {
  readonly #addTile: StatementSync;
  readonly #addRun: StatementSync;
  readonly #dropRuns: StatementSync;
  readonly #runs: Rows<[hashes: Uint8Array]>;
  readonly #roots: Rows<[root: Uint8Array]>;
  readonly #grown = new Map<number, Run>();

  constructor(database: DatabaseSync) {
    this.#addTile = database.prepare('INSERT INTO tiles (key, root, inner, hashes) VALUES (?, ?, ?, ?)');
    this.#addRun = database.prepare('INSERT INTO leaf_runs (key, hashes) VALUES (?, ?)');
    this.#dropRuns = database.prepare('DELETE FROM leaf_runs WHERE key >= ? AND key < ?');
    this.#runs = new Rows(database, 'SELECT hashes FROM leaf_runs WHERE key >= ? AND key < ? ORDER BY key');
    this.#roots = new Rows(database, 'SELECT root FROM tiles WHERE key >= ? AND key < ? ORDER BY key');
  }

  /** The next leaf of a ledger is the hash of these bytes. */
  add(ledger: LedgerState, index: number, entry: Uint8Array): void {
    let run = this.#grown.get(ledger.id);
    if (run === undefined) {
      run = { first: index, bytes: new Uint8Array(FIRST_ROOM), count: 0 };
      this.#grown.set(ledger.id, run);
    }
    const at = run.count * HASH_BYTES;
    if (at === run.bytes.length) run.bytes = concatBytes(run.bytes, new Uint8Array(at));
    leafHashInto(nodeSha256, entry, run.bytes, at);
    run.count++;
  }

  /** Writes what a batch added. */
  flush(): void {
    for (const [ledger, run] of this.#grown) this.#write(ledger, run);
    this.#grown.clear();
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#grown.clear();
  }

  #write(ledger: number, { first, bytes, count }: Run): void {
    const end = first + count;
    let tile = tileOfLeaf(first);
    let from = first;
    for (; (tile + 1) * TILE_WIDTH <= end; tile++) {
      const start = tile * TILE_WIDTH;
      const added = bytes.subarray((from - first) * HASH_BYTES, (start + TILE_WIDTH - first) * HASH_BYTES);
      this.#full(ledger, 0, tile, start === from ? added : this.#completed(ledger, start, from, added));
      from = start + TILE_WIDTH;
    }
    if (from < end)
      this.#addRun.run(entryKey(ledger, from), bytes.slice((from - first) * HASH_BYTES, count * HASH_BYTES));
  }

  /** A tile from the runs before and what completes it. The runs go. */
  #completed(ledger: number, start: number, from: number, added: Uint8Array): Uint8Array {
    const range = [entryKey(ledger, start), entryKey(ledger, from)] as const;
    const before = this.#runs.all(...range).map(([hashes]) => hashes);
    this.#dropRuns.run(...range);
    return concatBytes(...before, added);
  }

  #full(ledger: number, level: number, index: number, hashes: Uint8Array): void {
    const { root, inner } = aboveTile(nodeSha256, hashes);
    this.#addTile.run(tileKey(ledger, level, index), root, inner, hashes);
    if ((index + 1) % TILE_WIDTH !== 0) return;
    const first = index + 1 - TILE_WIDTH;
    const roots = this.#roots.all(tileKey(ledger, level, first), tileKey(ledger, level, index + 1));
    this.#full(ledger, level + 1, tileOfLeaf(index), concatBytes(...roots.map(([root]) => root)));
  }
}
