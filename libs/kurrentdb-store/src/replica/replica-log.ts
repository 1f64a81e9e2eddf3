import type { StoredEntry } from '#ledger-store/event-store';
import { Connection } from '../client/connection.ts';
import { LogReader } from '../log-reader.ts';
import { NAMESPACE, Names } from '../names.ts';
import { LocalTexts } from './local-texts.ts';
import type { ReplicaFeedOptions } from './replica-feed.ts';
import { EVERYTHING, textChangeIn, type Keeps, type TextChange } from './text-change.ts';

/** Events of a call. */
const PAGE = 1_000;

/**
 * What read models are built anew from: the log, read once from its beginning. Whatever it gives, its texts are in the replica's file
 * before, so that nobody who is answered from the new read models misses one.
 */
export class ReplicaLog {
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #names: Names;
  readonly #texts: LocalTexts;
  readonly #keeps: Keeps;

  /** @throws BadConnectionString */
  constructor({ texts, namespace = NAMESPACE, keeps = EVERYTHING, ...connection }: ReplicaFeedOptions) {
    this.#connection = new Connection(connection);
    this.#reader = new LogReader(this.#connection);
    this.#names = new Names(namespace);
    this.#texts = new LocalTexts(texts);
    this.#keeps = keeps;
  }

  /** As `EventStore.readAll`. Asked from position 0 on, each time after what was given last. */
  async readAll(afterPosition: number, limit: number): Promise<StoredEntry[]> {
    const entries: StoredEntry[] = [];
    for await (const events of this.#reader.after(BigInt(afterPosition), Math.min(limit, PAGE))) {
      const changes: TextChange[] = [];
      let reached = afterPosition;
      for (const event of events) {
        if (entries.length === limit) break;
        reached = Number(event.position);
        const change = textChangeIn(this.#names, event, this.#keeps);
        if (change !== undefined) changes.push(change);
        const { stream: name, revision, data } = event;
        const stream = this.#names.streamIn(name);
        if (stream !== undefined) entries.push({ position: reached, stream, revision, bytes: data });
      }
      this.#texts.apply(changes, reached, false);
      if (entries.length === limit) break;
    }
    return entries;
  }

  /** Nothing is followed here: what was built before is never gone on with. */
  readAt(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    await this.#connection.close();
    this.#texts.close();
  }
}
