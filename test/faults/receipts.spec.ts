import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash } from '#ledger-store/entry-codec';
import type { EventStore } from '#ledger-store/event-store';
import { faulty, type Fault } from '#ledger-store/faults/faulty-event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { hashesOfEntries } from '#ledger-store/receipts/stored-tree';
import type { Accepted } from '#ledger-store/submission';
import type { LedgerReceipt } from '#transparency/receipt';
import {
  checkpointOf,
  contradictions,
  count,
  faultsOf,
  keptTree,
  ledgerOn,
  SnapshotsInMemory,
  STREAM,
} from './receipted-ledger.ts';

const RUNS = 60;

/** What happens next in a ledger's life. `who` is one of two processes that write to it, as two replicas would. */
type Step =
  | { readonly does: 'record'; readonly who: 0 | 1; readonly times: readonly number[]; readonly silent: boolean }
  | { readonly does: 'repeat'; readonly who: 0 | 1; readonly which: number }
  | { readonly does: 'reopen'; readonly who: 0 | 1; readonly snapshot: boolean; readonly kept: boolean };

const who = fc.constantFrom(0 as const, 1 as const);
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constant('record' as const),
        who,
        times: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        silent: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('repeat' as const), who, which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('reopen' as const),
        who,
        snapshot: fc.boolean(),
        kept: fc.boolean(),
      }),
    },
  ),
  { minLength: 3, maxLength: 25 },
);

/** Most appends go well, or nothing would be recorded; an outcome that stays unknown is four faults in a row. */
const faults = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('fails-but-persists' as const) },
    { weight: 1, arbitrary: fc.constant('fails-and-does-not' as const) },
    { weight: 1, arbitrary: fc.constant('conflicts' as const) },
  ),
  { minLength: 10, maxLength: 40 },
);

class Life {
  readonly store: EventStore;
  readonly receipts: LedgerReceipt[] = [];
  readonly accepted: { readonly command: ReturnType<typeof count>; readonly entries: Accepted['entries'] }[] = [];
  readonly snapshots = new SnapshotsInMemory();
  readonly #faulty: EventStore;
  readonly #ledgers;

  constructor(planned: readonly (Fault | undefined)[], store: EventStore = new MemoryEventStore()) {
    this.store = store;
    this.#faulty = faulty(this.store, ({ nth }) => planned[nth % planned.length]);
    this.#ledgers = [ledgerOn(this.#faulty), ledgerOn(this.#faulty)];
  }

  async live(step: Step): Promise<void> {
    const ledger = this.#ledgers[step.who]!;
    if (step.does === 'reopen') {
      if (step.snapshot) ledger.saveSnapshot();
      const size = (await this.store.lastRevision(STREAM)) + 1;
      const trees = step.kept ? { trees: await keptTree(this.store, Math.floor(size / 2)) } : {};
      this.#ledgers[step.who] = ledgerOn(this.#faulty, { snapshots: this.snapshots, ...trees });
      return;
    }
    const before = this.accepted.length === 0 ? undefined : this.accepted[this.#which(step)]!;
    if (step.does === 'repeat') {
      if (before === undefined) return;
      const again = await Promise.allSettled([ledger.submit(before.command)]);
      for (const answer of again) {
        if (answer.status === 'rejected') expect((answer.reason as Error).name).toBe('OutcomeUnknown');
        else {
          expect(answer.value.entries).toEqual(before.entries);
          this.receipts.push(answer.value.receipt!);
        }
      }
      return;
    }
    const commands = step.times.map((times, i) => ({ ...count(times), receipt: !(step.silent && i % 2 === 0) }));
    const answers = await Promise.allSettled(commands.map((command) => ledger.submit(command)));
    for (const [i, answer] of answers.entries()) {
      if (answer.status === 'rejected') {
        expect(['OutcomeUnknown', 'RevisionConflict']).toContain((answer.reason as Error).name);
        continue;
      }
      const { entries, receipt } = answer.value;
      this.accepted.push({ command: { ...commands[i]!, receipt: true }, entries });
      expect(receipt !== null).toBe(commands[i]!.receipt);
      if (receipt !== null) this.receipts.push(receipt);
    }
  }

  #which(step: Step): number {
    return 'which' in step ? step.which % this.accepted.length : 0;
  }
}

/** A store of which both processes know that the other writes too. */
class SharedStore extends MemoryEventStore {
  override readonly shared = true;
}

describe('Receipts of a ledger to which two processes write over a store that fails', () => {
  it.each([
    ['', () => new MemoryEventStore()],
    ['that is known to be shared', () => new SharedStore()],
  ])(
    `verify, all of them, against every later checkpoint, in ${RUNS} random lives over one %s`,
    async (_, newStore) => {
      let receipts = 0;
      await fc.assert(
        fc.asyncProperty(steps, faults, async (course, planned) => {
          const life = new Life(planned, newStore());
          for (const step of course) await life.live(step);
          const size = (await life.store.lastRevision(STREAM)) + 1;
          if (size === 0) return;
          const stored = await life.store.readStream(STREAM, 0, size);
          for (const receipt of life.receipts) {
            expect(faultsOf(receipt)).toEqual([]);
            for (const { index, leafHash: leaf } of receipt.entries) expect(leafHash(stored[index]!.bytes)).toBe(leaf);
          }
          const hashes = await hashesOfEntries({ stream: STREAM, store: life.store }, size);
          expect(contradictions(life.receipts.map(checkpointOf), hashes)).toEqual([]);
          receipts += life.receipts.length;
        }),
        { numRuns: RUNS },
      );
      expect(receipts).toBeGreaterThan(RUNS);
    },
  );

  it('would contradict a ledger in which one old entry was changed', async () => {
    const life = new Life([undefined]);
    for (const times of [3, 5, 1, 9]) await life.live({ does: 'record', who: 0, times: [times], silent: false });
    const stored = await life.store.readStream(STREAM, 0, 100);
    const other = new MemoryEventStore();
    stored[1]!.bytes[40]! ^= 1;
    await other.append(
      STREAM,
      -1,
      stored.map(({ revision, bytes }) => ({ id: `entry ${revision}`, bytes })),
    );
    const hashes = await hashesOfEntries({ stream: STREAM, store: other }, stored.length);
    expect(contradictions(life.receipts.map(checkpointOf), hashes).length).toBeGreaterThan(0);
  });
});
