import type { Command } from '#kernel/decider';
import type { SnapshotTaken } from './snapshot.events.ts';

/** Seals a document of the matrix that was made before: its digest, and what it rests on. */
export type TakeSnapshot = Command<'TakeSnapshot', Omit<SnapshotTaken['data'], 'snapshotId'>>;

export type SnapshotCommand = TakeSnapshot;
