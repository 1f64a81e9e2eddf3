import type { Command } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { LedgerReceipt } from '#transparency/receipt';
import { appendSurely } from './appending/append-surely.ts';
import { conflictOfKnown, contentOf, takeBatch } from './appending/batch.ts';
import { isTired, pauseAfter } from './appending/conflicts.ts';
import { Looking } from './appending/looking.ts';
import type { Accepted, Submission } from '../submission.ts';
import { ledgerNamespace } from '../entry-codec.ts';
import { RevisionConflict } from '../event-store.ts';
import { LedgerCopy } from './copy/ledger-copy.ts';
import type { DecidedEntry, Loaded } from './copy/ledger-memory.ts';
import { outcomeOf } from './outcome.ts';
import type { LedgerParts } from '../ports.ts';
import type { ReceiptFault } from '../receipts/receipt-fault.ts';
import type { ReceiptsOf } from '../receipts/receipt-issuer.ts';
import { Answering, type Waiting } from './answering.ts';
import { freshSalt, sealCommand } from './sealing.ts';

/** Entries after which a snapshot is worth its time, and share of the ledger: nobody is answered while a large state is written. */
const SNAPSHOT_EVERY = 20_000;
const SNAPSHOT_SHARE = 1 / 8;
/** Where others write too, a ledger may be read often: reading so many entries again takes longer than keeping a snapshot. */
const SNAPSHOT_WHERE_SHARED = 500;

/**
 * The one queue of a ledger. A command is decided as soon as it comes, against the state that everything before it will have
 * made, also while an append is in flight; what was decided meanwhile is appended together. Nobody is answered, not even with a
 * refusal, before everything that the answer rests on is durable.
 *
 * In a store that others write to as well, an append that succeeds shows that what was decided was decided on the ledger as it is.
 * Whoever is answered without an append is answered only when that is known otherwise: on a copy read since they came, or because
 * the ledger ends where the copy does.
 */
export class Ledger<S, C extends Command, E extends DomainEvent> {
  private readonly parts: LedgerParts<S, C, E>;
  private readonly namespace: Uint8Array;
  private readonly answering: Answering<S, C, E>;
  private readonly copy: LedgerCopy<S, E>;
  private waiting: Waiting<C, E>[] = [];
  private inFlight: Waiting<C, E>[] = [];
  private flushing = false;
  private scheduled = false;
  private readonly looking = new Looking();
  /** Settles when what is in flight has. */
  private step: Promise<void> = Promise.resolve();

  constructor(parts: LedgerParts<S, C, E>) {
    this.parts = parts;
    this.namespace = ledgerNamespace(parts.name);
    this.answering = new Answering(parts);
    this.copy = new LedgerCopy(parts, {
      onRead: (loaded) => this.decideAll(loaded),
      onFailure: (error) => this.rejectAll(error),
    });
  }

  /** Decides and records a command. Resolves when it is durable; rejects with a `Refusal`, or with the store's error. */
  submit(submission: Submission<C>): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      if (this.fault !== null) throw this.fault;
      const sealed = sealCommand<C>(submission.command, freshSalt);
      const { readings } = this.copy;
      const undecided = { outcome: { kind: 'refused', reason: null }, fresh: false, conflicts: 0 } as const;
      const waiting: Waiting<C, E> = { submission, sealed, resolve, reject, readings, ...undecided };
      this.waiting.push(waiting);
      if (this.looking.isDue) this.lookFirst();
      const { now } = this.copy;
      if (now === null) return this.read();
      this.decide(waiting, now);
      this.schedule();
    });
  }

  /** The state as of the newest durable or decided entry, for use cases that prepare a command. Not to be changed.
   *  `position` is where the newest durable entry stands in the store. */
  async state(): Promise<{ readonly state: S; readonly size: number; readonly position: number }> {
    const { state, size, position } = await this.memory();
    return { state, size, position };
  }

  /**
   * A receipt of the newest durable entry, or of the one of an index, under a checkpoint of the ledger as it is now; null where
   * nobody signs.
   *
   * @throws RangeError where there is no such entry. ReceiptFault, or the store's error.
   */
  async receiptOf(index?: number): Promise<LedgerReceipt | null> {
    const { tree } = await this.memory();
    return this.answering.receiptOf(tree, index ?? tree.size - 1);
  }

  /**
   * The root of the first `size` durable entries, consistent with the ledger as it is now.
   *
   * @throws RangeError where there are not so many. ReceiptFault, or the store's error.
   */
  async rootAt(size: number): Promise<Uint8Array> {
    return this.answering.rootAt((await this.memory()).tree, size);
  }

  /** Why nothing is answered or recorded any more; null while all is well. */
  get fault(): ReceiptFault | null {
    return this.answering.fault;
  }

  /** Whether anything is waiting to be recorded or answered. One that was stopped stays, or it would be opened again. */
  get busy(): boolean {
    const working = this.waiting.length > 0 || this.inFlight.length > 0 || this.copy.isReading;
    return working || this.answering.busy || this.fault !== null;
  }

  /** Bytes that it takes in memory, about; 0 before it is loaded. */
  get bytes(): number {
    const memory = this.copy.now?.memory;
    return memory === undefined ? 0 : this.parts.bytesOf(memory.state, memory.size);
  }

  /**
   * Keeps the state for the next opening, where there are so many entries since the last time. Only when nothing is in flight: a
   * snapshot holds durable entries only.
   */
  saveSnapshot(atLeast = 1): void {
    if (!this.busy) this.copy.keepSnapshot(atLeast);
  }

  /** What is known of the ledger: in a shared store, all that stood in it when this was called. */
  private async memory(): Promise<Loaded<S, E>['memory']> {
    const { memory } = await this.copy.current(() => (this.flushing || this.scheduled ? this.step : null));
    if (this.fault !== null) throw this.fault;
    return memory;
  }

  /** A failure is the answer to everybody who waits: see `rejectAll`. */
  private read(after = 0): void {
    void this.copy.read(after).catch(() => undefined);
  }

  /** What is decided next is decided on the ledger as it is, where nothing is under way that it has to be decided on top of. */
  private lookFirst(): void {
    const { now } = this.copy;
    if (now === null || this.flushing || this.scheduled) return;
    this.looking.from(now.memory.size);
    this.copy.outdate();
  }

  /** Decides what came before the ledger was read, and meanwhile. */
  private decideAll(loaded: Loaded<S, E>): void {
    this.looking.found(loaded.memory.size);
    if (this.parts.store.shared) this.copy.keepSnapshot(SNAPSHOT_WHERE_SHARED);
    for (const waiting of this.waiting) {
      waiting.fresh = waiting.readings < this.copy.readings;
      this.decide(waiting, loaded);
    }
    this.schedule();
  }

  private decide(waiting: Waiting<C, E>, loaded: Loaded<S, E>): void {
    waiting.outcome = outcomeOf(this.parts, this.namespace, loaded, waiting);
  }

  /** Callers who were answered together come back together: what they bring in one turn goes into one append. */
  private schedule(): void {
    if (this.scheduled || this.flushing) return;
    this.scheduled = true;
    void this.flush();
  }

  private async flush(): Promise<void> {
    // It has settled: this waits for the other microtasks.
    await this.step;
    this.scheduled = false;
    this.flushing = true;
    for (;;) {
      const { now } = this.copy;
      if (now === null || this.waiting.length === 0) break;
      if (this.fault !== null) {
        this.rejectAll(this.fault);
        break;
      }
      this.inFlight = takeBatch(this.waiting);
      this.step = this.settle(this.inFlight, now);
      await this.step;
    }
    this.flushing = false;
    if (this.copy.now === null && this.waiting.length > 0) this.read();
    else this.saveSnapshot(Math.max(SNAPSHOT_EVERY, (this.copy.now?.memory.size ?? 0) * SNAPSHOT_SHARE));
  }

  /** Records a batch and answers it. Never rejects. */
  private async settle(batch: Waiting<C, E>[], loaded: Loaded<S, E>): Promise<void> {
    try {
      const { entries, disclosures } = contentOf(batch);
      let receipts: ReceiptsOf | undefined;
      if (entries.length > 0) {
        const appending = appendSurely(this.parts, entries, disclosures);
        // Signed while it is being written; nobody is told before it is durable.
        const prepared = this.answering.prepare(batch, loaded.memory.tree, entries);
        const { position } = await appending;
        this.noteDurable(loaded, entries, position);
        receipts = prepared?.durable(loaded.memory.tree);
      } else if (await this.isDecidedAgain(batch, loaded)) return;
      this.inFlight = [];
      for (const waiting of batch) this.answering.answer(waiting, loaded.memory, receipts);
    } catch (error) {
      // What was decided on top of this batch never came to be: the state is read again from what is durable.
      this.copy.drop();
      if (error instanceof RevisionConflict) this.decideAgain(batch, error);
      else this.rejectAll(error, batch);
    }
  }

  private noteDurable({ memory, recent }: Loaded<S, E>, entries: readonly DecidedEntry[], position: number): void {
    memory.durable(entries, position);
    recent.durable(entries.at(-1)!.index, position);
    recent.forgetUntil(this.parts.commands.position());
  }

  /** Whether these are decided again, because others have written what they should have been decided on. */
  private async isDecidedAgain(batch: Waiting<C, E>[], { memory }: Loaded<S, E>): Promise<boolean> {
    const conflict = conflictOfKnown(batch, this.parts.stream, memory.tree.size);
    const upToDate = !this.parts.store.shared || batch.every(({ fresh }) => fresh);
    if (conflict === undefined && (upToDate || (await this.copy.lastRevision()) < memory.tree.size)) return false;
    this.decideAgain(batch, conflict);
    return true;
  }

  /** Others wrote first. `conflict` is what the store says, where an append met it, or what the command index has shown. */
  private decideAgain(batch: Waiting<C, E>[], conflict?: RevisionConflict): void {
    this.inFlight = [];
    this.copy.outdate();
    if (conflict !== undefined) {
      this.parts.onConflict?.();
      this.looking.start();
      for (const waiting of batch) waiting.conflicts++;
    }
    const [given, again] = [batch.filter(isTired), batch.filter((waiting) => !isTired(waiting))];
    for (const { reject } of given) reject(conflict);
    this.waiting.unshift(...again);
    const { random = Math.random } = this.parts;
    this.read(pauseAfter(Math.max(0, ...again.map(({ conflicts }) => conflicts)), random));
  }

  private rejectAll(error: unknown, batch: readonly Waiting<C, E>[] = []): void {
    const rejected = [...batch, ...this.waiting];
    this.inFlight = [];
    this.waiting = [];
    for (const { reject } of rejected) reject(error);
  }
}
