import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, describe, it } from '@jest/globals';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { Follower } from '#read-models/sqlite/projecting/follower';
import { Projector } from '#read-models/sqlite/projecting/projector';
import { openForProjecting } from '#read-models/sqlite/storage/database';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { TemporaryFolder } from './projection-setting.ts';

/** Milliseconds that no test lives to see the end of. */
const ENDLESS = 2 ** 31 - 1;

let folder: TemporaryFolder;
let database: DatabaseSync;
beforeEach(() => {
  folder = new TemporaryFolder();
  database = openForProjecting(join(folder.path, 'read-models.sqlite'));
});
afterEach(() => {
  database.close();
  folder.remove();
});

/** Follows a store; `looks` counts how often it was read. */
function following() {
  const store = new MemoryEventStore();
  const projector = new Projector(database);
  let looks = 0;
  let reports = Promise.withResolvers<void>();
  const report = (): void => {
    reports.resolve();
    reports = Promise.withResolvers();
  };
  const feed = {
    readAll: (after: number, limit: number) => {
      looks++;
      return store.readAll(after, limit);
    },
    readAt: (position: number) => store.readAt(position),
  };
  const follower = new Follower({ feed, projector, report, rest: ENDLESS });
  const append = async (revision: number): Promise<void> => {
    // No ledger: a projector passes it over, and comes as far as that.
    await store.append('other', revision - 1, [{ id: String(revision), bytes: Uint8Array.of(1) }]);
  };
  return {
    follower,
    append,
    position: () => projector.position(),
    looks: () => looks,
    reported: () => reports.promise,
  };
}

describe('Following a store', () => {
  it('rests after a batch, until somebody waits', async () => {
    const { follower, append, position, looks, reported } = following();
    await append(0);
    let next = reported();
    follower.wake();
    await next;
    expect(position()).toBe(1);
    for (const revision of [1, 2, 3]) {
      await append(revision);
      follower.wake();
      await nextTurn();
    }
    expect({ position: position(), looks: looks() }).toEqual({ position: 1, looks: 1 });
    next = reported();
    follower.hurry();
    await next;
    expect({ position: position(), looks: looks() }).toEqual({ position: 4, looks: 2 });
    await follower.stop();
  });

  it('does not rest after a batch that somebody waits for', async () => {
    const { follower, append, position, reported } = following();
    await append(0);
    let next = reported();
    follower.hurry();
    await next;
    await append(1);
    next = reported();
    follower.hurry();
    await next;
    expect(position()).toBe(2);
    await follower.stop();
  });

  it('is stopped while it rests', async () => {
    const { follower, append, position, reported } = following();
    await append(0);
    const next = reported();
    follower.wake();
    await next;
    await follower.stop();
    await append(1);
    follower.hurry();
    await nextTurn();
    expect(position()).toBe(1);
  });
});
