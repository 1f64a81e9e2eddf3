import type { ExamplesOf } from '#kernel/event';
import type { TakeSnapshot } from './snapshot.commands.ts';
import type { SnapshotEvent } from './snapshot.events.ts';

/** A command, for specifications: the matrix of the middle of March, as known to the first twelve entries. */
export const take = (change: Partial<TakeSnapshot['data']> = {}): TakeSnapshot => ({
  type: 'TakeSnapshot',
  data: {
    format: 'onus/matrix-snapshot/v1',
    effective: '2026-03-13T23:00:00Z',
    treeSize: 12,
    root: 'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc=',
    digest: `sha256:${'5e'.repeat(32)}`,
    lines: 7,
    ...change,
  },
});

export const examples: ExamplesOf<SnapshotEvent> = {
  SnapshotTaken: [{ type: 'SnapshotTaken', schema: 1, data: { snapshotId: 's41', ...take().data } }],
};
