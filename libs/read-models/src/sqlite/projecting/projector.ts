import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '#kernel/event';
import { microsOf, type Instant, type Micros } from '#kernel/instant';
import type { StoredEntry } from '#ledger-store/event-store';
import { isIn, type Share } from '#ledger-store/shares/share';
import type { OnusEvent } from '#rulebook/rulebook';
import { Meta } from '../storage/meta.ts';
import { CannotProject, type Fact } from '../projections/fact.ts';
import { LEDGER_STREAM } from '../projections/ledgers.ts';
import { checkKnown, project, Tables } from './tables.ts';

/**
 * Folds entries into tables. Rows and the position of the last entry behind them are committed together, so that the file
 * is always the fold of a prefix of the store, or of what a share of the engagements has in that prefix: the position moves over
 * everything else. What cannot be derived stops it: the position stays in front of that entry.
 */
export class Projector {
  readonly #database: DatabaseSync;
  readonly #tables: Tables;
  readonly #meta: Meta;
  readonly #share: Share | undefined;
  #position: number;
  #lastRecorded: { readonly at: Instant; readonly micros: Micros } = { at: '', micros: 0 };

  /** `database` has its tables. Nobody else writes to it, and all that was ever derived into it is of this share. */
  constructor(database: DatabaseSync, share?: Share) {
    this.#database = database;
    this.#share = share;
    this.#tables = new Tables(database);
    this.#meta = new Meta(database);
    this.#position = this.#meta.position();
  }

  /** Position of the newest entry that is derived and committed. */
  position(): number {
    return this.#position;
  }

  /**
   * Whether the store still has, at the position of this file, the very entry that was derived. A store that was put back
   * from an older backup, or replaced, has not.
   */
  continues(entryAtPosition: StoredEntry | undefined): boolean {
    if (this.#position === 0) return true;
    return entryAtPosition?.position === this.#position && markOf(entryAtPosition) === this.#meta.mark();
  }

  /**
   * Derives a batch, in one transaction. When an entry cannot be derived, those before it are.
   * @throws CannotProject when one could not be derived
   */
  apply(batch: readonly StoredEntry[]): void {
    const stopped = this.#transact(batch);
    if (stopped === undefined) return;
    const { reason, derived } = stopped;
    const again = derived === 0 ? undefined : this.#transact(batch.slice(0, derived));
    throw again === undefined ? reason : again.reason;
  }

  #transact(batch: readonly StoredEntry[]): { readonly reason: Error; readonly derived: number } | undefined {
    const last = batch.at(-1);
    if (last === undefined) return undefined;
    let derived = 0;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (; derived < batch.length; derived++) this.#deriveOrSayWhy(batch[derived]!);
      this.#tables.flush();
      this.#meta.keepPosition(last.position, markOf(last));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#tables.forget();
      if (!(error instanceof CannotProject)) throw error;
      return { reason: error, derived };
    }
    this.#position = last.position;
    return undefined;
  }

  /** Entries of one append have one time; it is read once. */
  #recorded(recordedAt: Instant): Micros {
    if (recordedAt !== this.#lastRecorded.at) this.#lastRecorded = { at: recordedAt, micros: microsOf(recordedAt) };
    return this.#lastRecorded.micros;
  }

  #deriveOrSayWhy(stored: StoredEntry): void {
    try {
      this.#derive(stored);
    } catch (error) {
      if (error instanceof CannotProject || isTroubleOfTheFile(error)) throw error;
      const reason = `it contradicts what was recorded before (${(error as Error).message}); the event store is damaged`;
      throw new CannotProject(stored.stream, stored.revision, reason, { cause: error });
    }
  }

  #derive(stored: StoredEntry): void {
    const { stream, revision } = stored;
    if (!isDerived(stream, this.#share)) return;
    const entry = readEntry(stored);
    if (entry.index !== revision) {
      throw new CannotProject(stream, revision, `it says that it is entry ${entry.index}; the event store is damaged`);
    }
    checkKnown(stream, entry);
    const ledger = this.#tables.ledgers.ledgerFor(stream, entry);
    const task = this.#tables.tasks.keyIn(ledger, entry);
    const { index, data } = entry;
    const behind = this.#tables.changes.behind(ledger, data as { readonly change?: string });
    const fact: Fact = { ledger, index, recorded: this.#recorded(entry.recordedAt), entry, data, task, behind };
    this.#tables.entries.add(fact);
    this.#tables.commands.add(ledger, index, entry.command);
    this.#tables.trees.add(ledger, index, stored.bytes);
    project(this.#tables, fact);
    this.#tables.ledgers.grew(ledger);
  }
}

/** Sealed checkpoints stand among the entries, and nothing is derived from those; nor from what is of another share. */
export const isDerived = (stream: string, share: Share | undefined): boolean =>
  stream.startsWith(LEDGER_STREAM) && isIn(share, stream.slice(LEDGER_STREAM.length));

function readEntry({ stream, revision, bytes }: StoredEntry): Entry<OnusEvent> {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    return JSON.parse(text) as Entry<OnusEvent>;
  } catch (cause) {
    throw new CannotProject(stream, revision, 'its bytes are no JSON; the event store is damaged', { cause });
  }
}

const SQLITE_CONSTRAINT = 19;

/** A full disk or a failing one says nothing about the entry. */
function isTroubleOfTheFile(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && (errcode & 0xff) !== SQLITE_CONSTRAINT;
}

const markOf = ({ bytes }: StoredEntry): string => hash('sha256', bytes, 'hex');
