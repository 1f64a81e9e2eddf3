import { dirname } from 'node:path';
import type { Disclosure } from '#kernel/sealed';
import {
  type Appended,
  EventStore,
  type NewEntry,
  type StoredEntry,
  StoreUnavailable,
  checkAppend,
} from '#ledger-store/event-store';
import { Bell, followTail } from '#ledger-store/tail';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { SqliteEventReader } from './sqlite-event-reader.ts';
import { WriterClient, type WriterEvents } from './writer/writer-client.ts';

export interface SqliteEventStoreOptions {
  /** Path of the event file, usually `events.sqlite` in the data folder. Its folder is created and locked. */
  readonly file: string;
  /**
   * Quota: pages of 4 KiB that the file may have, unlimited by default. At the limit appends reject with `StoreFull`. The
   * log beside the file, up to some 64 MiB, comes on top.
   */
  readonly maxPages?: number;
  /** Called once when the store has failed for good: from then on everything rejects with `StoreUnavailable`. */
  readonly onFailure?: (error: StoreUnavailable) => void;
}

/** No limit, in SQLite's terms. */
const ALL_PAGES = 4_294_967_294;

/** Bytes of a page. */
const PAGE = 4_096;

function checkPages(maxPages: number): void {
  if (Number.isInteger(maxPages) && maxPages >= 1 && maxPages <= ALL_PAGES) return;
  throw new RangeError(`${maxPages} is no quota; expected a whole number of pages from 1 to ${ALL_PAGES}`);
}

/** What the store learns from its writer: commits wake followers and listeners, a failure ends everything. */
class WriterNews implements WriterEvents {
  readonly bell = new Bell();
  readonly listeners = new Set<(position: number) => void>();
  readonly #onFailure: (error: StoreUnavailable) => void;
  failure: StoreUnavailable | undefined;

  constructor(onFailure: (error: StoreUnavailable) => void = () => {}) {
    this.#onFailure = onFailure;
  }

  committed(position: number): void {
    this.bell.ring();
    for (const listener of this.listeners) listener(position);
  }

  failed(error: StoreUnavailable): void {
    this.failure = error;
    this.bell.ring();
    this.#onFailure(error);
  }
}

/**
 * The embedded event store: one SQLite file, one process. Appends go to a thread of their own that commits them in groups;
 * reads are synchronous on the calling thread, on a connection of their own.
 */
export class SqliteEventStore extends EventStore {
  readonly #writer: WriterClient;
  readonly #reader: SqliteEventReader;
  readonly #news: WriterNews;
  readonly #lock: FolderLock;
  #maxPages = ALL_PAGES;
  #closing: Promise<void> | undefined;

  private constructor(writer: WriterClient, reader: SqliteEventReader, news: WriterNews, lock: FolderLock) {
    super();
    this.#writer = writer;
    this.#reader = reader;
    this.#news = news;
    this.#lock = lock;
  }

  /**
   * Opens the store and creates it where there is none.
   *
   * @throws StoreLocked when another process, or another part of this one, holds the folder.
   * @throws StoreUnavailable when the file is damaged, of another version, or cannot be made durable.
   * @throws RangeError for a quota that is no whole number of pages.
   */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    if (options.maxPages !== undefined) checkPages(options.maxPages);
    const lock = lockFolder(dirname(options.file));
    const news = new WriterNews(options.onFailure);
    try {
      const writer = await WriterClient.start({ file: options.file }, news);
      try {
        const store = new SqliteEventStore(writer, new SqliteEventReader(options.file), news, lock);
        await store.limitPages(options.maxPages);
        return store;
      } catch (error) {
        await writer.close();
        throw error;
      }
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Not `async`: what it would wrap around the writer's promise is not little, for each of many small appends. */
  override append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures: readonly Disclosure[] = [],
  ): Promise<Appended> {
    try {
      this.#checkOpen();
      checkAppend(stream, expectedRevision, entries);
    } catch (error) {
      const refused = error as Error;
      return Promise.reject(refused);
    }
    return this.#writer.append({ stream, expectedRevision, entries, disclosures });
  }

  override async readStream(stream: string, fromRevision: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#read((reader) => reader.readStream(stream, fromRevision, limit));
  }

  override async readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#read((reader) => reader.readAll(afterPosition, limit));
  }

  override async readAt(position: number): Promise<StoredEntry | undefined> {
    return this.#read((reader) => reader.readAt(position));
  }

  override follow(afterPosition: number, signal: AbortSignal): AsyncIterable<readonly StoredEntry[]> {
    const source = {
      bell: this.#news.bell,
      read: (after: number, limit: number) => this.#read((reader) => reader.readAll(after, limit)),
      isClosed: () => this.#closing !== undefined,
    };
    return followTail(source, afterPosition, signal);
  }

  override async lastRevision(stream: string): Promise<number> {
    return this.#read((reader) => reader.lastRevision(stream));
  }

  override async lastPosition(): Promise<number> {
    return this.#read((reader) => reader.lastPosition());
  }

  override async readDisclosures(stream: string, commitments: readonly string[]): Promise<readonly Disclosure[]> {
    return this.#read((reader) => reader.readDisclosures(stream, commitments));
  }

  override async eraseDisclosures(stream: string, commitments: readonly string[]): Promise<number> {
    this.#checkOpen();
    return this.#writer.erase(stream, commitments);
  }

  /** Changes the quota while the store is open. See `SqliteEventStoreOptions.maxPages`; without a number there is no limit. */
  async limitPages(maxPages: number = ALL_PAGES): Promise<void> {
    this.#checkOpen();
    checkPages(maxPages);
    await this.#writer.limitPages(maxPages);
    this.#maxPages = maxPages;
  }

  /** Bytes that the quota leaves for the file to grow; 0 where it is used up. */
  quotaLeft(): number {
    return this.#read((reader) => Math.max(0, this.#maxPages - reader.pages()) * PAGE);
  }

  /**
   * Calls a listener after each commit with the position of its newest entry, so that other threads can be told to read on
   * (`SqliteEventReader`). Gives a function that ends it.
   */
  onCommit(listener: (position: number) => void): () => void {
    this.#news.listeners.add(listener);
    return () => this.#news.listeners.delete(listener);
  }

  override close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#news.bell.ring();
    // The last connection to close moves the log into the file, which only the writer's may do.
    this.#reader.close();
    try {
      await this.#writer.close();
    } finally {
      this.#lock.release();
    }
  }

  #read<T>(work: (reader: SqliteEventReader) => T): T {
    this.#checkOpen();
    return work(this.#reader);
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the event store was closed; open it again');
    if (this.#news.failure !== undefined) throw this.#news.failure;
  }
}
