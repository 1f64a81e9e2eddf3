import { bytesOfSubmissions, countOf } from '#evidence/domain/submissions';
import type { OnusState } from './rulebook.ts';

/** Measured in heap snapshots: an empty ledger, a task with its text and assignment, and an entry that changes one of them again. */
const LEDGER = 5_000;
const TASK = 350;
const ENTRY = 24;

/** Bytes that a state takes in memory after so many entries, about. What grows by the thousand counts; it takes no time. */
export function bytesOf({ responsibility, evidence }: OnusState, entries: number): number {
  const { submitted } = evidence;
  const others = (entries - countOf(submitted)) * ENTRY;
  return LEDGER + responsibility.tasks.list.length * TASK + bytesOfSubmissions(submitted) + others;
}
