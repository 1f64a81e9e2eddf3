import type { Command, Decider } from '#kernel/decider';
import { MAX_APPEND_BYTES, MAX_ENTRY_BYTES, type Actor, type DomainEvent } from '#kernel/event';
import { laterOf, type Instant } from '#kernel/instant';
import { NotCanonical } from '#kernel/json';
import type { Disclosure } from '#kernel/sealed';
import { EntryWriter, sha256 } from '../entry-codec.ts';
import { verifySignature } from '../node-signatures.ts';
import type { DecidedEntry, LedgerMemory } from './copy/ledger-memory.ts';
import { refuse } from './ledger.refusals.ts';
import { commitmentsIn, type SealedCommand, type SealedText } from './sealing.ts';
import type { Submission } from '../submission.ts';

interface Deciding<S, C extends Command, E extends DomainEvent> {
  readonly name: string;
  readonly decider: Decider<S, C, E>;
  readonly now: () => Instant;
}

export interface Decision<E extends DomainEvent> {
  readonly entries: readonly DecidedEntry<E>[];
  readonly disclosures: readonly Disclosure[];
}

/** Decides a command against a ledger's state and writes its entries, byte for byte. Changes nothing. @throws Refusal */
export function decideCommand<S, C extends Command, E extends DomainEvent>(
  { name, decider, now }: Deciding<S, C, E>,
  namespace: Uint8Array,
  memory: LedgerMemory<S, E>,
  submission: Submission<C>,
  { command, texts, body }: SealedCommand<C>,
): Decision<E> {
  const { actor, commandId, correlation, causation } = submission;
  // Recorded time never goes back, whatever the clock does.
  const recordedAt = laterOf(now(), memory.recordedAt);
  const nextIndex = memory.size;
  const circumstances = { ledger: name, actor, recordedAt, nextIndex, sha256, verifySignature };
  const events = decider.decide(command, memory.state, circumstances);
  const because = { id: commandId, correlation: correlation ?? commandId, causation: causation ?? null, body };
  const writer = new EntryWriter(name, namespace, actor, because);
  let total = 0;
  const entries = events.map((event, ordinal) => {
    const index = nextIndex + ordinal;
    const written = writeEntry(writer, event, index, ordinal, recordedAt);
    total += written.bytes.length;
    return { ...written, index, recordedAt, event };
  });
  if (total > MAX_APPEND_BYTES) refuse.appendTooLarge(total, MAX_APPEND_BYTES);
  return { entries, disclosures: disclosuresFor(events, texts, actor) };
}

function writeEntry(writer: EntryWriter, event: DomainEvent, index: number, ordinal: number, recordedAt: Instant) {
  try {
    const written = writer.write(event, index, ordinal, recordedAt);
    const { length } = written.bytes;
    if (length > MAX_ENTRY_BYTES) refuse.entryTooLarge(event.type, length, MAX_ENTRY_BYTES);
    return written;
  } catch (error) {
    if (error instanceof NotCanonical) return refuse.notJson(error.message);
    throw error;
  }
}

/** A sealed text is about the member whom its entry is about, or else about who wrote it. */
function disclosuresFor(events: readonly DomainEvent[], texts: readonly SealedText[], actor: Actor): Disclosure[] {
  const missing = new Map(texts.map((text) => [text.commitment, text]));
  const disclosures: Disclosure[] = [];
  for (const { data } of events) {
    // A command of a thousand lines mostly has its one text in the first of its entries.
    if (missing.size === 0) break;
    const { memberId } = data as { memberId?: string };
    for (const commitment of commitmentsIn(data)) {
      const text = missing.get(commitment);
      if (text === undefined) continue;
      missing.delete(commitment);
      disclosures.push({ ...text, subject: memberId ?? actor.member });
    }
  }
  return disclosures;
}
