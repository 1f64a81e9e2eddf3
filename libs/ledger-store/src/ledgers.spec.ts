import { describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import type { Actor, DomainEvent } from '#kernel/event';
import { Ledgers } from './ledgers.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import type { Snapshot, SnapshotStore } from './ports.ts';

type Counted = DomainEvent<'Counted', 1, { readonly count: number }>;
type Count = Command<'Count', { readonly times: number }>;

/** Every event says how many came before it: whoever forgets something counts wrong. */
const counter: Decider<{ count: number }, Count, Counted> = {
  initial: () => ({ count: 0 }),
  decide: ({ data }, { count }) =>
    Array.from({ length: data.times }, (_, i) => ({ type: 'Counted', schema: 1, data: { count: count + i } })),
  evolve: (state) => {
    state.count++;
  },
};

class SnapshotsInMemory implements SnapshotStore {
  readonly saved = new Map<string, Snapshot>();
  load = (stream: string): Snapshot | undefined => this.saved.get(stream);
  save = (stream: string, snapshot: Snapshot): void => void this.saved.set(stream, structuredClone(snapshot));
}

const actor: Actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' };
let next = 0;
const count = (times: number) => ({
  commandId: `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`,
  command: { type: 'Count' as const, data: { times } },
  actor,
});

/** By chance always the ledger that was not used for longest. */
const oldest = (): number => 0;

interface Limits {
  readonly most?: number;
  readonly mostBytes?: number;
  readonly random?: () => number;
}

function ledgersWith(limits: Limits) {
  const snapshots = new SnapshotsInMemory();
  const ledgers = new Ledgers({
    store: new MemoryEventStore(),
    decider: counter,
    bytesOf: ({ count: bytes }) => bytes,
    commands: { position: () => 0, entriesOf: () => 0, command: () => undefined },
    snapshots,
    now: () => '2026-03-14T09:00:00Z',
    nameOf: (stream) => `onus.example/${stream}`,
    random: oldest,
    ...limits,
  });
  return { ledgers, snapshots };
}

describe('The ledgers of a process', () => {
  it.each([
    ['there are too many of them', { most: 3 }],
    ['they take too many bytes together', { mostBytes: 600 }],
  ])('are forgotten, the least recently used first, when %s, and read again where they were', async (_when, limits) => {
    const { ledgers, snapshots } = ledgersWith(limits);
    const [first, second] = [ledgers.of('engagement-1'), ledgers.of('engagement-2')];
    await first.submit(count(250));
    await second.submit(count(300));
    expect(ledgers.of('engagement-1')).toBe(first);
    await ledgers.of('engagement-3').submit(count(300));
    expect(snapshots.saved.size).toBe(0);
    await ledgers.of('engagement-4').submit(count(1));
    expect(ledgers.of('engagement-1')).toBe(first);
    expect([...snapshots.saved.keys()]).toEqual(['engagement-2']);
    expect(ledgers.of('engagement-2')).not.toBe(second);
    const { entries } = await ledgers.of('engagement-2').submit(count(1));
    expect(entries[0]).toMatchObject({ index: 300, data: { count: 300 } });
  });

  it('stay while they are used, even one that is larger than all may be together', async () => {
    const { ledgers } = ledgersWith({ mostBytes: 100 });
    const large = ledgers.of('engagement-1');
    await large.submit(count(400));
    for (let i = 2; i < 10; i++) {
      await ledgers.of(`engagement-${i}`).submit(count(1));
      expect(ledgers.of('engagement-1')).toBe(large);
    }
  });

  it('are mostly still there where robots use a few more than have room, all in turn', async () => {
    let state = 1;
    // Park and Miller's generator: the same chance in every run.
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const { ledgers } = ledgersWith({ most: 45, random });
    const seen = new Map<string, unknown>();
    let again = 0;
    for (let turn = 0; turn < 5_000; turn++) {
      const stream = `engagement-${turn % 50}`;
      const ledger = ledgers.of(stream);
      await ledger.state();
      if (seen.get(stream) !== ledger) again++;
      seen.set(stream, ledger);
    }
    expect(again).toBeLessThan(5_000 / 2);
  });

  it('are forgotten also where none is opened and those that are there grow', async () => {
    const { ledgers, snapshots } = ledgersWith({ mostBytes: 600 });
    await ledgers.of('engagement-1').submit(count(250));
    await ledgers.of('engagement-2').submit(count(200));
    await ledgers.of('engagement-3').submit(count(250));
    expect(snapshots.saved.size).toBe(0);
    for (let turn = 0; turn < 1_000; turn++) ledgers.of('engagement-2');
    expect([...snapshots.saved.keys()]).toEqual(['engagement-1']);
  });

  it('are not forgotten while they are at work, however many', async () => {
    const { ledgers } = ledgersWith({ most: 1, mostBytes: 1 });
    const used = new Set<unknown>();
    const answers = Array.from({ length: 20 }, (_, i) => {
      const ledger = ledgers.of(`engagement-${i % 4}`);
      used.add(ledger);
      return ledger.submit(count(2));
    });
    expect(used.size).toBe(4);
    const indices = (await Promise.all(answers)).map(({ entries }) => entries[0]!.index);
    expect(indices).toEqual(Array.from({ length: 20 }, (_, i) => 2 * Math.floor(i / 4)));
  });

  it('keep no snapshot for a few entries, which are read again as fast', async () => {
    const { ledgers, snapshots } = ledgersWith({ most: 1 });
    await ledgers.of('engagement-1').submit(count(10));
    ledgers.of('engagement-2');
    expect(snapshots.saved.size).toBe(0);
    const { entries } = await ledgers.of('engagement-1').submit(count(1));
    expect(entries[0]).toMatchObject({ index: 10, data: { count: 10 } });
    ledgers.saveSnapshots();
    expect(snapshots.saved.get('engagement-1')).toMatchObject({ size: 11, state: { count: 11 } });
  });
});
