import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '#ledger-store/ports';
import { SqliteSnapshotStore } from './sqlite-snapshot-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onus-snapshots-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const snapshot: Snapshot = {
  size: 3,
  lastLeaf: 'ab'.repeat(32),
  recordedAt: '2026-03-14T09:30:00Z',
  tree: Uint8Array.of(1, 2, 3),
  state: { tasks: new Map([['t1', { ref: 'LOG-03' }]]) },
};
const opened = (version = 1): SqliteSnapshotStore => new SqliteSnapshotStore(join(folder, 'snapshots.sqlite'), version);
const mode = (name: string): number => statSync(join(folder, name)).mode & 0o777;

describe('The file of snapshots', () => {
  it('gives back what was saved, to a process with the same shape of the state only', () => {
    const store = opened();
    store.save('engagement-a', snapshot);
    const { tree, ...loaded } = store.load('engagement-a')!;
    expect({ ...loaded, tree: Uint8Array.from(tree) }).toEqual(snapshot);
    expect(store.load('engagement-b')).toBeUndefined();
    store.close();
    const other = opened(2);
    expect(other.load('engagement-a')).toBeUndefined();
    other.close();
  });

  it('gives arrays of numbers that do not hold on to all that they were read from', () => {
    const store = opened();
    // Arrays of every alignment in what is written, and of whole numbers of several sizes.
    const rows = Array.from(
      { length: 9 },
      (_, i) => ['x'.repeat(i), Uint32Array.of(i, 2), Uint16Array.of(3, i), Uint8Array.of(4, i)] as const,
    );
    store.save('engagement-a', { ...snapshot, state: { text: 'y'.repeat(10_000), rows } });
    const { rows: read } = store.load('engagement-a')!.state as { rows: typeof rows };
    expect(read).toEqual(rows);
    const held = read.flatMap(([, ...arrays]) => arrays.map(({ buffer }) => buffer.byteLength));
    expect(Math.max(...held)).toBeLessThanOrEqual(8);
    store.close();
  });

  it('keeps nothing that it could not give back as it was', () => {
    const store = opened();
    store.save('engagement-a', { ...snapshot, state: Float64Array.of(0.5) });
    expect(store.load('engagement-a')).toBeUndefined();
    store.close();
  });

  it('is private, with the log beside it, also one that an earlier program left open to others', () => {
    writeFileSync(join(folder, 'snapshots.sqlite'), '');
    chmodSync(join(folder, 'snapshots.sqlite'), 0o644);
    const store = opened();
    store.save('engagement-a', snapshot);
    expect([mode('snapshots.sqlite'), mode('snapshots.sqlite-wal')]).toEqual([0o600, 0o600]);
    store.close();
  });

  it('is begun anew where it is no database', () => {
    writeFileSync(join(folder, 'snapshots.sqlite'), 'garbage '.repeat(1_000));
    const store = opened();
    expect(store.load('engagement-a')).toBeUndefined();
    store.save('engagement-a', snapshot);
    expect(store.load('engagement-a')?.size).toBe(3);
    store.close();
  });
});
