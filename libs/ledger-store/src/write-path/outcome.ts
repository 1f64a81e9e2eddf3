import type { Command } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { LedgerParts } from '../ports.ts';
import type { Outcome, Waiting } from './answering.ts';
import { decideCommand } from './decision.ts';
import type { Loaded } from './copy/ledger-memory.ts';

/**
 * Decides a command on a copy of its ledger, which knows what is recorded from then on: the next command is decided on top of it.
 * Whatever goes wrong is the outcome.
 */
export function outcomeOf<S, C extends Command, E extends DomainEvent>(
  parts: LedgerParts<S, C, E>,
  namespace: Uint8Array,
  { memory, recent }: Loaded<S, E>,
  { submission, sealed }: Waiting<C, E>,
): Outcome<E> {
  const { commandId, actor } = submission;
  try {
    const known = recent.find(commandId) ?? parts.commands.command(parts.stream, commandId);
    if (known !== undefined) return { kind: 'known', command: known };
    const decided = decideCommand(parts, namespace, memory, submission, sealed);
    const { entries } = decided;
    memory.record(entries, actor);
    recent.add(commandId, { firstIndex: entries[0]!.index, count: entries.length, body: sealed.body });
    return { kind: 'recorded', ...decided };
  } catch (reason) {
    return { kind: 'refused', reason };
  }
}
