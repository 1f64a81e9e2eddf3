import type { Command } from '#kernel/decider';
import { MAX_APPEND_BYTES, type DomainEvent } from '#kernel/event';
import { NotCanonical } from '#kernel/json';
import type { Disclosure } from '#kernel/sealed';
import type { LedgerReceipt } from '#transparency/receipt';
import { appendSurely } from './append-surely.ts';
import type { Accepted, Submission } from '../submission.ts';
import { decideCommand } from './decision.ts';
import { ledgerNamespace } from '../entry-codec.ts';
import { RevisionConflict } from '../event-store.ts';
import { loadLedger, type DecidedEntry, type Loaded } from './ledger-memory.ts';
import { refuse } from './ledger.refusals.ts';
import type { LedgerParts } from '../ports.ts';
import type { ReceiptFault } from '../receipts/receipt-fault.ts';
import type { ReceiptsOf } from '../receipts/receipt-issuer.ts';
import { Answering, type Outcome, type Waiting } from './answering.ts';
import { freshSalt, sealCommand } from './sealing.ts';

const MOST_ENTRIES_A_BATCH = 5_000;
/** Entries after which a snapshot is worth its time, and share of the ledger: nobody is answered while a large state is written. */
const SNAPSHOT_EVERY = 20_000;
const SNAPSHOT_SHARE = 1 / 8;

/**
 * The one queue of a ledger. A command is decided as soon as it comes, against the state that everything before it will have
 * made, also while an append is in flight; what was decided meanwhile is appended together. Nobody is answered, not even with a
 * refusal, before everything that the answer rests on is durable.
 */
export class Ledger<S, C extends Command, E extends DomainEvent> {
  private readonly parts: LedgerParts<S, C, E>;
  private readonly namespace: Buffer;
  private readonly answering: Answering<S, C, E>;
  private loaded: Loaded<S, E> | null = null;
  private loading: Promise<Loaded<S, E>> | null = null;
  private waiting: Waiting<C, E>[] = [];
  private inFlight: Waiting<C, E>[] = [];
  private flushing = false;
  private scheduled = false;

  constructor(parts: LedgerParts<S, C, E>) {
    this.parts = parts;
    this.namespace = ledgerNamespace(parts.name);
    this.answering = new Answering(parts);
  }

  /** Decides and records a command. Resolves when it is durable; rejects with a `Refusal`, or with the store's error. */
  submit(submission: Submission<C>): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      if (this.fault !== null) throw this.fault;
      const sealed = this.seal(submission);
      const outcome: Outcome<E> = { kind: 'refused', reason: null };
      const waiting: Waiting<C, E> = { submission, sealed, resolve, reject, outcome };
      if (this.loaded === null) {
        this.waiting.push(waiting);
        void this.load().catch(() => undefined);
        return;
      }
      this.decide(waiting, this.loaded);
      this.waiting.push(waiting);
      this.schedule();
    });
  }

  /** The state as of the newest durable or decided entry, for use cases that prepare a command. Not to be changed.
   *  `position` is where the newest durable entry stands in the store. */
  async state(): Promise<{ readonly state: S; readonly size: number; readonly position: number }> {
    const { memory } = this.loaded ?? (await this.load());
    if (this.fault !== null) throw this.fault;
    return { state: memory.state, size: memory.size, position: memory.position };
  }

  /**
   * A receipt of the newest durable entry, or of the one of an index, under a checkpoint of the ledger as it is now; null where
   * nobody signs.
   *
   * @throws RangeError where there is no such entry. ReceiptFault, or the store's error.
   */
  async receiptOf(index?: number): Promise<LedgerReceipt | null> {
    const { memory } = this.loaded ?? (await this.load());
    if (this.fault !== null) throw this.fault;
    return this.answering.receiptOf(memory.tree, index ?? memory.tree.size - 1);
  }

  /**
   * The root of the first `size` durable entries, consistent with the ledger as it is now.
   *
   * @throws RangeError where there are not so many. ReceiptFault, or the store's error.
   */
  async rootAt(size: number): Promise<Uint8Array> {
    const { memory } = this.loaded ?? (await this.load());
    if (this.fault !== null) throw this.fault;
    return this.answering.rootAt(memory.tree, size);
  }

  /** Why nothing is answered or recorded any more; null while all is well. */
  get fault(): ReceiptFault | null {
    return this.answering.fault;
  }

  /** Whether anything is waiting to be recorded or answered. One that was stopped stays, or it would be opened again. */
  get busy(): boolean {
    const working = this.waiting.length > 0 || this.inFlight.length > 0 || this.loading !== null;
    return working || this.answering.busy || this.fault !== null;
  }

  /** Bytes that it takes in memory, about; 0 before it is loaded. */
  get bytes(): number {
    const memory = this.loaded?.memory;
    return memory === undefined ? 0 : this.parts.bytesOf(memory.state, memory.size);
  }

  /**
   * Keeps the state for the next opening, where there are so many entries since the last time. Only when nothing is in flight: a
   * snapshot holds durable entries only.
   */
  saveSnapshot(atLeast = 1): void {
    const { snapshots, stream } = this.parts;
    if (snapshots === undefined || this.loaded === null || this.busy) return;
    if (this.loaded.memory.entriesSinceSnapshot < atLeast) return;
    const snapshot = this.loaded.memory.snapshot(stream);
    if (snapshot !== null) snapshots.save(stream, snapshot);
    this.loaded.memory.entriesSinceSnapshot = 0;
  }

  private seal({ command }: Submission<C>) {
    try {
      return sealCommand<C>(command, freshSalt);
    } catch (error) {
      if (error instanceof NotCanonical) return refuse.notJson(error.message);
      throw error;
    }
  }

  /** Reads the ledger, then decides what came meanwhile. A failure is the answer to everybody who waits. */
  private load(): Promise<Loaded<S, E>> {
    this.loading ??= loadLedger<S, E>(this.parts).then(
      (loaded) => {
        this.loaded = loaded;
        this.loading = null;
        for (const waiting of this.waiting) this.decide(waiting, loaded);
        this.schedule();
        return loaded;
      },
      (error: unknown) => {
        this.loading = null;
        this.rejectAll(error);
        throw error;
      },
    );
    return this.loading;
  }

  private decide(waiting: Waiting<C, E>, { memory, recent }: Loaded<S, E>): void {
    const { submission, sealed } = waiting;
    const known =
      recent.find(submission.commandId) ?? this.parts.commands.command(this.parts.stream, submission.commandId);
    if (known !== undefined) {
      waiting.outcome = { kind: 'known', command: known };
      return;
    }
    try {
      const decided = decideCommand(this.parts, this.namespace, memory, submission, sealed);
      const { entries } = decided;
      waiting.outcome = { kind: 'recorded', ...decided };
      memory.record(entries, submission.actor);
      recent.add(submission.commandId, { firstIndex: entries[0]!.index, count: entries.length, body: sealed.body });
    } catch (error) {
      waiting.outcome = { kind: 'refused', reason: error };
    }
  }

  /** Callers who were answered together come back together: what they bring in one turn goes into one append. */
  private schedule(): void {
    if (this.scheduled || this.flushing) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    if (this.flushing || this.loaded === null) return;
    this.flushing = true;
    while (this.waiting.length > 0 && this.loaded !== null) {
      if (this.fault !== null) {
        this.rejectAll(this.fault);
        break;
      }
      this.inFlight = this.nextBatch();
      await this.append(this.inFlight, this.loaded);
    }
    this.flushing = false;
    if (this.loaded === null && this.waiting.length > 0) void this.load().catch(() => undefined);
    else this.saveSnapshot(Math.max(SNAPSHOT_EVERY, (this.loaded?.memory.size ?? 0) * SNAPSHOT_SHARE));
  }

  private nextBatch(): Waiting<C, E>[] {
    let bytes = 0;
    let entries = 0;
    let taken = 0;
    for (const { outcome } of this.waiting) {
      if (outcome.kind === 'recorded') {
        for (const entry of outcome.entries) bytes += entry.bytes.length;
        entries += outcome.entries.length;
      }
      if (taken > 0 && (bytes > MAX_APPEND_BYTES || entries > MOST_ENTRIES_A_BATCH)) break;
      taken++;
    }
    return this.waiting.splice(0, taken);
  }

  private async append(batch: Waiting<C, E>[], { memory, recent }: Loaded<S, E>): Promise<void> {
    const entries: DecidedEntry[] = [];
    const disclosures: Disclosure[] = [];
    for (const { outcome } of batch) {
      if (outcome.kind !== 'recorded') continue;
      entries.push(...outcome.entries);
      disclosures.push(...outcome.disclosures);
    }
    try {
      let receipts: ReceiptsOf | undefined;
      if (entries.length > 0) {
        const appending = appendSurely(this.parts, entries, disclosures);
        // Signed while it is being written; nobody is told before it is durable.
        const prepared = this.answering.prepare(batch, memory.tree, entries);
        const { position } = await appending;
        memory.durable(entries, position);
        receipts = prepared?.durable(memory.tree);
        recent.durable(entries.at(-1)!.index, position);
        recent.forgetUntil(this.parts.commands.position());
      }
      this.inFlight = [];
      for (const waiting of batch) this.answering.answer(waiting, memory, receipts);
    } catch (error) {
      // What was decided on top of this batch never came to be: the state is read again from what is durable.
      this.loaded = null;
      this.inFlight = [];
      if (error instanceof RevisionConflict) this.waiting.unshift(...batch);
      else this.rejectAll(error, batch);
    }
  }

  private rejectAll(error: unknown, batch: readonly Waiting<C, E>[] = []): void {
    const rejected = [...batch, ...this.waiting];
    this.waiting = [];
    for (const { reject } of rejected) reject(error);
  }
}
