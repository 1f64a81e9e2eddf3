import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, type NewEntry, NO_STREAM, StoreFull } from '#ledger-store/event-store';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { type Acknowledged, acknowledgements, auditStore } from './store-audit.ts';

const entries = (stream: string, from: number, count: number): NewEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${stream}/${from + i}`,
    bytes: new TextEncoder().encode(`${stream} ${from + i} `.padEnd(2_000, '.')),
  }));

/** Ten writers append until each has met the full disk; what was acknowledged is noted. Gives the errors. */
async function fill(store: EventStore, acknowledged: Acknowledged[]): Promise<unknown[]> {
  const writers = Array.from({ length: 10 }, async (_, writer) => {
    const stream = `s${writer}`;
    for (let revision = await store.lastRevision(stream); ; revision += 3) {
      const given = entries(stream, revision + 1, 3);
      try {
        await store.append(stream, revision, given);
      } catch (error) {
        return error;
      }
      acknowledged.push(...acknowledgements(stream, revision + 1, given));
    }
  });
  return Promise.all(writers);
}

/** Whether this machine lets us mount a small file system in memory, and why not. */
function mountable(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'onus-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('A store whose quota is used up', () => {
  it('refuses alike whoever writes, keeps what it acknowledged, and goes on when the quota is raised', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onus-quota-'));
    const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite'), maxPages: 100 });
    const acknowledged: Acknowledged[] = [];
    for (const maxPages of [100, 200, 250]) {
      await store.limitPages(maxPages);
      const before = acknowledged.length;
      const errors = await fill(store, acknowledged);
      expect(errors.every((error) => error instanceof StoreFull)).toBe(true);
      expect(acknowledged.length).toBeGreaterThan(before);
      expect(await auditStore(store, acknowledged)).toEqual([]);
    }
    await store.close();
    rmSync(folder, { recursive: true });
  });
});

const reason = mountable();
const onSmallDisk = reason === undefined ? describe : describe.skip;

onSmallDisk(
  `A store on a full disk${reason === undefined ? '' : ` (skipped: cannot mount one here: ${reason})`}`,
  () => {
    let disk: string;
    let store: SqliteEventStore;
    const ballast = (): string => join(disk, 'ballast');

    beforeEach(async () => {
      disk = mkdtempSync(join(tmpdir(), 'onus-disk-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
      mkdirSync(join(disk, 'data'));
      writeFileSync(ballast(), Buffer.alloc(4 * 1024 * 1024));
      store = await SqliteEventStore.open({ file: join(disk, 'data', 'events.sqlite') });
    });
    afterEach(async () => {
      await store.close();
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    });

    it('refuses with StoreFull, and goes on without a restart when room was made', async () => {
      const acknowledged: Acknowledged[] = [];
      const errors = await fill(store, acknowledged);
      expect(errors.every((error) => error instanceof StoreFull)).toBe(true);
      const full = acknowledged.length;
      expect(full).toBeGreaterThan(100);
      expect(statfsSync(disk).bavail * statfsSync(disk).bsize).toBeLessThan(1024 * 1024);
      // Still full, still answering, still readable.
      await expect(store.append('late', NO_STREAM, entries('late', 0, 100))).rejects.toBeInstanceOf(StoreFull);
      expect(await auditStore(store, acknowledged)).toEqual([]);

      rmSync(ballast());
      await store.append('late', NO_STREAM, entries('late', 0, 100));
      acknowledged.push(...acknowledgements('late', 0, entries('late', 0, 100)));
      await fill(store, acknowledged);
      expect(acknowledged.length).toBeGreaterThan(full + 200);
      expect(await auditStore(store, acknowledged)).toEqual([]);
    });

    it('opens again on the full disk with everything that it acknowledged, and goes on when room was made', async () => {
      const acknowledged: Acknowledged[] = [];
      await fill(store, acknowledged);
      await store.close();
      store = await SqliteEventStore.open({ file: join(disk, 'data', 'events.sqlite') });
      expect(await auditStore(store, acknowledged)).toEqual([]);
      await expect(store.append('late', NO_STREAM, entries('late', 0, 300))).rejects.toBeInstanceOf(StoreFull);

      rmSync(ballast());
      await store.append('late', NO_STREAM, entries('late', 0, 300));
      acknowledged.push(...acknowledgements('late', 0, entries('late', 0, 300)));
      expect(await auditStore(store, acknowledged)).toEqual([]);
    });
  },
);
