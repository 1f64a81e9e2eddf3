import type { Disclosure } from '#kernel/sealed';
import { type Appended, type NewEntry, OutcomeUnknown, StoreUnavailable } from '#ledger-store/event-store';
import { ForwardingEventStore } from '#ledger-store/faults/forwarding-event-store';
import { type Acknowledged, acknowledgements, auditStore } from '#test/faults/store-audit';

/**
 * Does what the port tells its callers to do when an outcome is unknown: appends the identical entries again. One append of
 * a stream at a time, as the write path does it. It notes what it acknowledges, and audits the store before closing it.
 */
export class RetryingStore extends ForwardingEventStore {
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #acknowledged: Acknowledged[] = [];
  #closing: Promise<void> | undefined;
  /** What the audit found, after closing. */
  findings: readonly string[] = ['the store was not audited'];
  /** How often an append had to be made again. */
  retries = 0;

  override append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures?: readonly Disclosure[],
  ): Promise<Appended> {
    if (this.#closing !== undefined) return Promise.reject(new StoreUnavailable('closed'));
    const appended = this.#after(stream, async () => {
      const outcome = await this.#untilKnown(() => this.store.append(stream, expectedRevision, entries, disclosures));
      this.#acknowledged.push(...acknowledgements(stream, outcome.firstRevision, entries));
      return outcome;
    });
    this.#queues.set(stream, appended);
    return appended;
  }

  override eraseDisclosures(stream: string, commitments: readonly string[]): Promise<number> {
    return this.#after(stream, () => this.store.eraseDisclosures(stream, commitments));
  }

  override close(): Promise<void> {
    this.#closing ??= this.#auditAndClose();
    return this.#closing;
  }

  async #auditAndClose(): Promise<void> {
    await Promise.allSettled(this.#queues.values());
    this.findings = await auditStore(this.store, this.#acknowledged);
    await this.store.close();
  }

  async #after<T>(stream: string, work: () => Promise<T>): Promise<T> {
    await this.#queues.get(stream)?.catch(() => undefined);
    return work();
  }

  async #untilKnown(append: () => Promise<Appended>): Promise<Appended> {
    for (;;) {
      try {
        return await append();
      } catch (error) {
        if (!(error instanceof OutcomeUnknown)) throw error;
        this.retries++;
      }
    }
  }
}
