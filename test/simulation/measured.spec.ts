import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import { RevisionConflict } from '#ledger-store/event-store';
import { Ledgers } from '#ledger-store/ledgers';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { ACTOR } from '#test/load/write/payload';
import { Chance } from './model/chance.ts';
import { runCluster } from './model/cluster.ts';

type Counted = DomainEvent<'Counted', 1, { readonly by: number }>;
type Count = Command<'Count', { readonly by: number }>;

const counter: Decider<{ sum: number }, Count, Counted> = {
  initial: () => ({ sum: 0 }),
  decide: ({ data }) => [{ type: 'Counted', schema: 1, data }],
  evolve: (state, { event }) => {
    state.sum += event.data.by;
  },
};

/** Tells how many appends others were before. */
class WatchedStore extends MemoryEventStore {
  appends = 0;
  conflicts = 0;

  override async append(...args: Parameters<MemoryEventStore['append']>) {
    this.appends++;
    try {
      return await super.append(...args);
    } catch (error) {
      if (error instanceof RevisionConflict) this.conflicts++;
      throw error;
    }
  }
}

/** The write path of the product, once for each replica, over one store. */
function replicasOver(store: MemoryEventStore, replicas: number): readonly Ledgers<{ sum: number }, Count, Counted>[] {
  return Array.from(
    { length: replicas },
    () =>
      new Ledgers<{ sum: number }, Count, Counted>({
        store,
        decider: counter,
        commands: { position: () => 0, entriesOf: () => 0, command: () => undefined },
        now: () => '2026-03-14T09:00:00Z',
        nameOf: (stream) => stream,
        bytesOf: () => 0,
      }),
  );
}

describe('The simulation, held against the write path itself', () => {
  it.each([1, 2, 3, 5])('has as many conflicts as %d replicas that are asked in turn by chance', async (replicas) => {
    const store = new WatchedStore();
    const written = replicasOver(store, replicas);
    const commands = 400;
    const seed = 29;
    const chance = new Chance(seed);
    for (let i = 0; i < commands; i++) {
      const ledger = written[chance.below(replicas)]!.of('engagement-1');
      await ledger.submit({ command: { type: 'Count', data: { by: 1 } }, commandId: randomUUID(), actor: ACTOR });
      // What comes at once is decided on top of what was just recorded, and nobody looks whether others were between.
      await nextTurn();
    }
    const settings = {
      replicas,
      routing: 'any',
      engagements: 1,
      exponent: 1,
      seed,
      store: { network: 0.001, commit: 0.001, perAppend: 0 },
      replica: {
        command: 0,
        decision: 0,
        load: 0,
        follow: Number.POSITIVE_INFINITY,
        spread: 'none',
        // None to begin with: like the replicas above, they read the ledger when they are first asked.
        kept: 0,
      },
    } as const;
    // So far apart that nothing overlaps, as above.
    const { appends, conflicts } = runCluster(
      settings,
      Array.from({ length: commands }, (_, i) => i + 1),
    );
    expect(appends).toBe(store.appends);
    expect(Math.round(conflicts * appends)).toBe(store.conflicts);
    // What is compared has happened.
    expect(store.conflicts > 0).toBe(replicas > 1);
  });
});
