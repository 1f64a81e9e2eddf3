import { everybodyJoined } from '#engagement/domain/engagement.examples';
import type { Actor } from '#kernel/event';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import { bodyDigest, replaceSealed, type Sealed, type Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { PeriodBook } from '#responsibility/domain/two-clocks/periods';
import type { ResponsibilityEvent } from '#responsibility/domain/responsibility.events';
import { sealedInTests } from '#rulebook/given-when-then';
import { LEDGER } from '#rulebook/given-when-then';
import { rulebook, type OnusCommand, type OnusEvent } from '#rulebook/rulebook';
import { NaiveModel, type Entry } from './naive-model.ts';

const HOUR = 3_600_000_000;
const YEAR_BEGINS = microsOf('2026-01-01T00:00:00Z');

/** The first instant of a day of 2026, counted from 0, in UTC. */
export const dayOf = (day: number): Instant => instantOf(YEAR_BEGINS + day * 24 * HOUR);

/** What was sealed in any ledger, by commitment. */
export const sealedTexts = new Map<string, string>();

function seal(text: string): Sealed {
  const sealed = sealedInTests(sha256, text);
  sealedTexts.set(sealed.sealed, text);
  return sealed;
}

/** What one command recorded, and what tells the command from others. */
export interface Append {
  readonly events: readonly OnusEvent[];
  readonly actor: Actor;
  readonly at: Instant;
  readonly body: string;
}

/** A ledger in memory that only the rulebook writes to, with everything that is to be compared beside it. */
export class RandomLedger {
  readonly model = new NaiveModel(({ sealed }) => sealedTexts.get(sealed) ?? '');
  readonly book = new PeriodBook();
  readonly state = rulebook.initial();
  /** What was recorded together, in order. */
  readonly appends: Append[] = [];
  readonly refusals: string[] = [];
  private readonly opening: number;
  private now = microsOf('2026-01-05T09:00:00Z');

  constructor() {
    for (const { command, by } of everybodyJoined) this.attempt(command, by);
    this.opening = this.size;
  }

  /** How many entries are known when a share (0 to 1) of what followed the opening is. */
  sizeAt(share: number): number {
    return Math.round(this.opening + share * (this.size - this.opening));
  }

  get size(): number {
    return this.model.entries.length;
  }

  wait(hours: number): void {
    this.now += hours * HOUR;
  }

  /** Decides a command, and records what it gives; undefined where it was refused. */
  attempt(command: Unsealed<OnusCommand>, actor: Actor): readonly OnusEvent[] | undefined {
    const recordedAt = instantOf(this.now);
    const sealed = replaceSealed<OnusCommand>(command, seal);
    try {
      const circumstances = { ledger: LEDGER, actor, recordedAt, nextIndex: this.size, sha256, verifySignature };
      const events = rulebook.decide(sealed, this.state, circumstances);
      this.appends.push({ events, actor, at: recordedAt, body: bodyDigest(sha256, command.type, command.data) });
      for (const event of events) this.record({ index: this.size, recordedAt, actor, event });
      return events;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusals.push(error.code);
      return undefined;
    }
  }

  private record(entry: Entry): void {
    this.model.record(entry);
    rulebook.evolve(this.state, entry);
    this.book.record(entry as { index: number; event: ResponsibilityEvent });
  }
}
