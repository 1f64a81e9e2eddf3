import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { refuse } from '#engagement/domain/engagement.refusals';
import { decodeEntry } from '#ledger-store/entry-codec';
import type { EventStore } from '#ledger-store/event-store';

/** How every entry of a demonstration says what it is: in its actor's `auth`, under the hash, for ever. */
export const DEMONSTRATION = 'demonstration';

interface Story {
  readonly clock: () => Instant;
  readonly told: Promise<void>;
}

/**
 * Ledgers in which a story is being told, each with the story's clock. Recorded time is assigned by the ledger, never by a
 * caller; a demonstration is the one exception, and only in a ledger whose entries all say that they are one.
 */
export class Demonstrations {
  private readonly store: EventStore;
  private readonly stories = new Map<string, Story>();

  constructor(store: EventStore) {
    this.store = store;
  }

  /** The story's time in this ledger, where one is being told. */
  timeIn(stream: string): Instant | undefined {
    return this.stories.get(stream)?.clock();
  }

  /** A story's time is for those in it: everybody else waits here until the ledger's clock is the world's again. */
  waitFor(stream: string, { auth }: Actor): Promise<void> | undefined {
    return auth === DEMONSTRATION ? undefined : this.stories.get(stream)?.told;
  }

  /** Tells a story in a ledger that has no entries, or whose first entry is a demonstration's. @throws Refusal */
  async tell<T>(stream: string, clock: () => Instant, story: () => Promise<T>): Promise<T> {
    for (let other = this.stories.get(stream); other !== undefined; other = this.stories.get(stream)) await other.told;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.stories.set(stream, { clock, told: promise });
    try {
      const [first] = await this.store.readStream(stream, 0, 1);
      if (first !== undefined && decodeEntry(first.bytes).actor.auth !== DEMONSTRATION) {
        // A ledger that the world began may never carry the time of a story.
        refuse.notADemonstration();
      }
      return await story();
    } finally {
      this.stories.delete(stream);
      resolve();
    }
  }
}
