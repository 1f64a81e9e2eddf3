import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Entry } from '#kernel/event';
import { encodeEntry } from '#ledger-store/entry-codec';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { signedCheckpoint } from '#ledger-store/receipts/own-checkpoint';
import { keyRegister } from '#apps/ledger/src/runtime/settings';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { openSigningKey } from '#sealing/key/signing-key';
import { readSeal } from '#sealing/seals/seal-stream';
import { TreeFrontier } from '#transparency/merkle/frontier';

/** The hand of an operator who owns the disk: it changes the files of a data folder, past the product, while nothing runs. */
export class HostileHand {
  readonly #folder: string;
  readonly #engagement: string;
  readonly #database: DatabaseSync;

  constructor(folder: string, engagement: string) {
    this.#folder = folder;
    this.#engagement = engagement;
    this.#database = new DatabaseSync(join(folder, 'events.sqlite'));
    // What the file itself forbids is the first thing to go.
    for (const { name } of this.#database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
      this.#database.exec(`DROP TRIGGER ${String(name)}`);
    }
  }

  get entries(): readonly Entry[] {
    return this.#bytesOf(`engagement-${this.#engagement}`).map(
      (bytes) => JSON.parse(Buffer.from(bytes).toString()) as Entry,
    );
  }

  write(index: number, entry: Entry): void {
    this.#set(`engagement-${this.#engagement}`, index, encodeEntry(entry));
  }

  writeSeal(number: number, note: Uint8Array): void {
    this.#set(this.#seals, number, note);
  }

  seal(number: number): Uint8Array {
    return this.#bytesOf(this.#seals)[number]!;
  }

  delete(index: number): void {
    const stream = this.#id(`engagement-${this.#engagement}`);
    this.#database.prepare('DELETE FROM entries WHERE stream = ? AND revision = ?').run(stream, index);
    this.#places();
  }

  /** Cuts the newest entries off, down to a size. */
  cut(size: number): void {
    const stream = this.#id(`engagement-${this.#engagement}`);
    this.#database.prepare('DELETE FROM entries WHERE stream = ? AND revision >= ?').run(stream, size);
    this.#places();
  }

  /** Drops the seals of more than so many entries. */
  dropSeals(size: number): void {
    const stream = this.#id(this.#seals);
    this.#bytesOf(this.#seals).forEach((note, number) => {
      if (readSeal(this.#engagement, number, note).size <= size) return;
      this.#database.prepare('DELETE FROM entries WHERE stream = ? AND revision = ?').run(stream, number);
    });
    this.#places();
  }

  dropSeal(number: number): void {
    const stream = this.#id(this.#seals);
    this.#database.prepare('DELETE FROM entries WHERE stream = ? AND revision = ?').run(stream, number);
    this.#places();
  }

  /** Overwrites the leaf hashes that are kept for proofs. */
  spoilTree(): void {
    const derived = new DatabaseSync(modelFile(this.#folder, PROJECTION_VERSION, 1).path);
    derived.exec('UPDATE leaf_runs SET hashes = zeroblob(length(hashes))');
    derived.close();
  }

  /** Puts an entry in front of another; those behind it move on by one. */
  insert(index: number, entry: Entry): void {
    const stream = this.#id(`engagement-${this.#engagement}`);
    this.#database.exec('UPDATE entries SET position = -position; UPDATE entries SET position = -10 * position');
    const at = this.#database
      .prepare('SELECT position FROM entries WHERE stream = ? AND revision = ?')
      .get(stream, index);
    this.#database
      .prepare('UPDATE entries SET revision = revision + 1 WHERE stream = ? AND revision >= ?')
      .run(stream, index);
    this.#database
      .prepare('INSERT INTO entries (position, stream, revision, bytes) VALUES (?, ?, ?, ?)')
      .run(Number(at!['position']) - 1, stream, index, encodeEntry(entry));
    this.#places();
  }

  /** Writes other entries, and signs every seal again with the real key: there are no cosignatures then. */
  async rewrite(entries: readonly Entry[]): Promise<void> {
    const signer = openSigningKey(this.#folder, keyRegister(this.#folder));
    const tree = new TreeFrontier(nodeSha256);
    const roots = [tree.root()];
    for (const entry of entries) {
      this.write(entry.index, entry);
      tree.appendEntry(encodeEntry(entry));
      roots.push(tree.root());
    }
    for (const [number, note] of this.#bytesOf(this.#seals).entries()) {
      const { origin, size } = readSeal(this.#engagement, number, note);
      const again = await signedCheckpoint(signer, { origin, size, root: roots[size]! });
      this.writeSeal(number, Buffer.from(again));
    }
    this.forgetDerived();
  }

  /** Another text in the place of one that was recorded. */
  exchangeText(from: string, to: string): number {
    const rows = this.#database.prepare('SELECT id, body FROM disclosures').all();
    const row = rows.find(({ body }) => Buffer.from(body as Uint8Array).includes(from))!;
    const body = Buffer.from(row['body'] as Uint8Array)
      .toString()
      .replace(from, to);
    return Number(
      this.#database.prepare('UPDATE disclosures SET body = ? WHERE id = ?').run(Buffer.from(body), Number(row['id']))
        .changes,
    );
  }

  /** A text that was recorded is not there any more. */
  deleteText(text: string): number {
    const rows = this.#database.prepare('SELECT id, body FROM disclosures').all();
    const row = rows.find(({ body }) => Buffer.from(body as Uint8Array).includes(text))!;
    return Number(this.#database.prepare('DELETE FROM disclosures WHERE id = ?').run(Number(row['id'])).changes);
  }

  /** Throws away what is derived: it is made anew, from what stands there now. */
  forgetDerived(): void {
    for (const name of readdirSync(this.#folder)) {
      if (/^(?:read-models|snapshots)/.test(name)) rmSync(join(this.#folder, name));
    }
  }

  close(): void {
    this.#database.close();
  }

  get #seals(): string {
    return `seal-${this.#engagement}`;
  }

  #id(stream: string): number {
    return Number(this.#database.prepare('SELECT id FROM streams WHERE name = ?').get(stream)!['id']);
  }

  #bytesOf(stream: string): readonly Uint8Array[] {
    const rows = this.#database.prepare('SELECT bytes FROM entries WHERE stream = ? ORDER BY revision');
    return rows.all(this.#id(stream)).map(({ bytes }) => bytes as Uint8Array);
  }

  #set(stream: string, revision: number, bytes: Uint8Array): void {
    const { changes } = this.#database
      .prepare('UPDATE entries SET bytes = ? WHERE stream = ? AND revision = ?')
      .run(bytes, this.#id(stream), revision);
    if (changes !== 1) throw new Error(`there is no ${revision} in ${stream}`);
  }

  /** Where entries stand is written down again at the next start. */
  #places(): void {
    this.#database.exec('DELETE FROM entry_places; UPDATE placed SET position = 0');
  }
}
