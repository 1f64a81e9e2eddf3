import type { Command } from '#kernel/decider';
import { MAX_APPEND_BYTES, type DomainEvent } from '#kernel/event';
import type { Disclosure } from '#kernel/sealed';
import { NO_STREAM, RevisionConflict } from '../../event-store.ts';
import type { Waiting } from '../answering.ts';
import type { DecidedEntry } from '../copy/ledger-memory.ts';

/** What a batch of decided commands appends: nothing, where all of them were refused or known. */
export interface Batch {
  readonly entries: readonly DecidedEntry[];
  readonly disclosures: readonly Disclosure[];
}

/** Takes from those that wait, in their order, as many as go into one append. */
export function takeBatch<C extends Command, E extends DomainEvent>(waiting: Waiting<C, E>[]): Waiting<C, E>[] {
  let bytes = 0;
  let taken = 0;
  for (const { outcome } of waiting) {
    if (outcome.kind === 'recorded') for (const entry of outcome.entries) bytes += entry.bytes.length;
    if (taken > 0 && bytes > MAX_APPEND_BYTES) break;
    taken++;
  }
  return waiting.splice(0, taken);
}

/** What a batch appends. Where many ledgers are written to, it is mostly what one command recorded. */
export function contentOf<C extends Command, E extends DomainEvent>(batch: readonly Waiting<C, E>[]): Batch {
  const [first] = batch;
  if (batch.length === 1 && first?.outcome.kind === 'recorded') return first.outcome;
  const entries: DecidedEntry[] = [];
  const disclosures: Disclosure[] = [];
  for (const { outcome } of batch) {
    if (outcome.kind !== 'recorded') continue;
    entries.push(...outcome.entries);
    disclosures.push(...outcome.disclosures);
  }
  return { entries, disclosures };
}

/**
 * What stands between commands that are known already and a copy of so many entries: the command index is fed on its own, so it may
 * know what others recorded after the copy was read, and nobody can be answered from a copy without it.
 */
export function conflictOfKnown<C extends Command, E extends DomainEvent>(
  batch: readonly Waiting<C, E>[],
  stream: string,
  size: number,
): RevisionConflict | undefined {
  let last = NO_STREAM;
  for (const { outcome } of batch) {
    if (outcome.kind === 'known') last = Math.max(last, outcome.command.firstIndex + outcome.command.count - 1);
  }
  return last >= size ? new RevisionConflict(stream, size - 1, last) : undefined;
}
