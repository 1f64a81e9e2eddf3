import { describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import { MAX_APPEND_BYTES, type Actor, type DomainEvent } from '#kernel/event';
import { refusal } from '#kernel/refusal';
import { toSeal, type Sealed } from '#kernel/sealed';
import { SnapshotsInMemory } from '#test/faults/receipted-ledger';
import { decodeEntry, encodeEntry, leafHash } from '../entry-codec.ts';
import { OutcomeUnknown, StoreFull, type EventStore } from '../event-store.ts';
import { Ledger } from './ledger.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import type { CommandIndex, SnapshotStore } from '../ports.ts';

type Deposited = DomainEvent<'Deposited', 1, { readonly amount: number; readonly note?: Sealed }>;
type Deposit = Command<'Deposit', { readonly amount: number; readonly note?: Sealed }>;
const refuse = { negative: refusal('account/negative', 'invalid', (n: number) => `${n} is negative.`) };

/** The smallest rulebook that has something to forget: a sum that must not exceed 100. */
const account: Decider<{ sum: number }, Deposit, Deposited> = {
  initial: () => ({ sum: 0 }),
  decide: ({ data }, { sum }) => {
    if (data.amount < 0 || sum + data.amount > 100) refuse.negative(data.amount);
    return [{ type: 'Deposited', schema: 1, data }];
  },
  evolve: (state, { event }) => {
    state.sum += event.data.amount;
  },
};

const actor: Actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' };
const emptyIndex: CommandIndex = { position: () => 0, entriesOf: () => 0, command: () => undefined };
const STREAM = 'engagement-1';

function ledgerOn(
  store: EventStore,
  now: () => string = () => '2026-03-14T09:00:00Z',
  snapshots?: SnapshotStore,
  { commands = emptyIndex, decider = account } = {},
) {
  return new Ledger({
    stream: STREAM,
    name: 'onus.example/engagements/1',
    store,
    decider,
    bytesOf: () => 0,
    commands,
    now,
    ...(snapshots && { snapshots }),
  });
}

let next = 0;
const deposit = (amount: number, options: { id?: string; note?: string } = {}) => ({
  commandId: options.id ?? `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`,
  command: {
    type: 'Deposit' as const,
    data: { amount, ...(options.note !== undefined && { note: toSeal(options.note) }) },
  },
  actor,
});

const stored = async (store: EventStore) => (await store.readStream(STREAM, 0, 1000)).map(({ bytes }) => bytes);

describe('A ledger', () => {
  it('stores exactly the canonical bytes that it hashed, with contiguous indices', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    const accepted = await Promise.all([
      ledger.submit(deposit(1)),
      ledger.submit(deposit(2)),
      ledger.submit(deposit(3)),
    ]);
    const all = await stored(store);
    expect(all.map((bytes) => decodeEntry(bytes).index)).toEqual([0, 1, 2]);
    for (const bytes of all) expect(encodeEntry(decodeEntry(bytes)).equals(bytes)).toBe(true);
    expect(accepted.map(({ entries }) => entries[0]!.leafHash)).toEqual(all.map(leafHash));
  });

  it('never lets recorded time go back, whatever the clock does', async () => {
    const store = new MemoryEventStore();
    const clock = ['2026-03-14T09:00:00Z', '2025-01-01T00:00:00Z', '2026-03-14T10:00:00Z'];
    const ledger = ledgerOn(store, () => clock.shift()!);
    for (let i = 0; i < 3; i++) await ledger.submit(deposit(1));
    const times = (await stored(store)).map((bytes) => decodeEntry(bytes).recordedAt);
    expect(times).toEqual(['2026-03-14T09:00:00Z', '2026-03-14T09:00:00Z', '2026-03-14T10:00:00Z']);
  });

  it('decides on what came before, durable or not, and records nothing of a refused command', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    const outcomes = await Promise.allSettled([60, 60, 40].map((amount) => ledger.submit(deposit(amount))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.lastRevision(STREAM)).toBe(1);
  });

  it('answers a repeated command with the first result, also at the same time, and refuses another body under its id', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    const id = '11111111-1111-4111-8111-111111111111';
    const [first, again] = await Promise.all([ledger.submit(deposit(5, { id })), ledger.submit(deposit(5, { id }))]);
    expect(first.replayed).toBe(false);
    expect(again).toMatchObject({ replayed: true, entries: first.entries });
    await expect(ledger.submit(deposit(6, { id }))).rejects.toMatchObject({ code: 'ledger/command-id-reused' });
    expect(await store.lastRevision(STREAM)).toBe(0);
  });

  it('refuses the id of a command to every other actor, and gives the first result however the same one is known', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    const command = deposit(5);
    const { entries } = await ledger.submit(command);
    const { body } = decodeEntry((await stored(store))[0]!).command;
    const commands: CommandIndex = {
      position: () => 1,
      entriesOf: () => 1,
      command: (_, asked) => (asked === command.commandId ? { firstIndex: 0, count: 1, body } : undefined),
    };
    const others = [{ member: 'm4' }, { party: 'p2' }, { onBehalfOf: 'm4' }].map((other) => ({ ...actor, ...other }));
    // Remembered, and known from the index alone.
    for (const asked of [ledger, ledgerOn(store, undefined, undefined, { commands })]) {
      for (const other of others) {
        await expect(asked.submit({ ...command, actor: other })).rejects.toMatchObject({
          code: 'ledger/command-id-reused',
          message: expect.stringContaining('by another actor'),
        });
      }
      const again = await asked.submit({ ...command, actor: { ...actor, auth: 'api-key:k_3' } });
      expect(again).toMatchObject({ replayed: true, entries });
    }
    expect(await store.lastRevision(STREAM)).toBe(0);
  });

  it('keeps one of two actors who send the same command under one id at the same time', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    const command = deposit(5);
    const outcomes = await Promise.allSettled([
      ledger.submit(command),
      ledger.submit({ ...command, actor: { ...actor, member: 'm4' } }),
    ]);
    expect(outcomes).toMatchObject([{ value: { replayed: false } }, { reason: { code: 'ledger/command-id-reused' } }]);
    expect(await store.lastRevision(STREAM)).toBe(0);
  });

  it('knows a repeated command after a restart', async () => {
    const store = new MemoryEventStore();
    const id = '22222222-2222-4222-8222-222222222222';
    const first = await ledgerOn(store).submit(deposit(5, { id, note: 'paid in cash' }));
    const reopened = ledgerOn(store);
    expect(await reopened.submit(deposit(5, { id, note: 'paid in cash' }))).toMatchObject({
      replayed: true,
      entries: first.entries,
    });
    await expect(reopened.submit(deposit(5, { id, note: 'another text' }))).rejects.toMatchObject({
      code: 'ledger/command-id-reused',
    });
  });

  it('knows a repeated command whose text was erased since, and cannot tell it from one with another text', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    const id = '44444444-4444-4444-8444-444444444444';
    const first = await ledger.submit(deposit(5, { id, note: 'for Anna Meier' }));
    const { note } = first.entries[0]!.data as { note: Sealed };
    await store.eraseDisclosures(STREAM, [note.sealed]);
    for (const text of ['for Anna Meier', 'another text']) {
      const again = await ledger.submit(deposit(5, { id, note: text }));
      expect(again).toMatchObject({ replayed: true, entries: first.entries });
    }
  });

  it('knows the whole of a repeated command after a restart, where the index ends among its entries', async () => {
    const store = new MemoryEventStore();
    const snapshots = new SnapshotsInMemory();
    const inThree: typeof account = {
      ...account,
      decide: (...given) => [1, 2, 3].flatMap(() => account.decide(...given)),
    };
    const id = '33333333-3333-4333-8333-333333333333';
    const ledger = ledgerOn(store, undefined, snapshots, { decider: inThree });
    await ledger.submit(deposit(1));
    const first = await ledger.submit(deposit(2, { id }));
    const { body } = decodeEntry((await stored(store))[3]!).command;
    // The index has entries 0 to 3: of the second command, its first entry.
    const commands: CommandIndex = {
      position: () => 4,
      entriesOf: () => 4,
      command: (_, asked) => (asked === id ? { firstIndex: 3, count: 1, body } : undefined),
    };
    const reopen = () => ledgerOn(store, undefined, snapshots, { commands, decider: inThree });
    const whole = { replayed: true, entries: first.entries };
    expect(await reopen().submit(deposit(2, { id }))).toMatchObject(whole);
    ledger.saveSnapshot();
    expect(snapshots.saved.get(STREAM)).toMatchObject({ size: 6 });
    expect(await reopen().submit(deposit(2, { id }))).toMatchObject(whole);
    expect(await store.lastRevision(STREAM)).toBe(5);
  });

  it('keeps a sealed text out of the entry, and opens it by its disclosure', async () => {
    const store = new MemoryEventStore();
    await ledgerOn(store).submit(deposit(5, { note: 'for Anna Meier' }));
    const [bytes] = await stored(store);
    expect(Buffer.from(bytes!).toString()).not.toContain('Anna');
    const { data } = decodeEntry(bytes!) as { data: { note: Sealed } };
    const [disclosure] = await store.readDisclosures(STREAM, [data.note.sealed]);
    expect(disclosure).toMatchObject({ value: 'for Anna Meier', subject: 'm3', name: '/note' });
  });

  it('refuses what no entry can hold, and records nothing', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    await expect(ledger.submit(deposit(Number.NaN))).rejects.toMatchObject({ code: 'ledger/not-json' });
    expect(await store.lastRevision(STREAM)).toBe(-1);
  });

  it('decides nothing where an entry that is stored has the place of another', async () => {
    const store = new MemoryEventStore();
    await ledgerOn(store).submit(deposit(1));
    const [bytes] = await stored(store);
    await store.append(STREAM, 0, [{ id: '1', bytes: bytes! }]);
    await expect(ledgerOn(store).submit(deposit(2))).rejects.toThrow(
      /entry 1 of engagement-1 is missing or out of place/,
    );
    expect(await store.lastRevision(STREAM)).toBe(1);
  });

  it('decides again when somebody else wrote in between', async () => {
    const store = new MemoryEventStore();
    const [one, other] = [ledgerOn(store), ledgerOn(store)];
    await one.submit(deposit(60));
    await other.submit(deposit(10));
    // `one` believes that the sum is 60; it is 70.
    const [refused, accepted] = await Promise.allSettled([one.submit(deposit(35)), one.submit(deposit(30))]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'account/negative' } });
    expect(accepted.status).toBe('fulfilled');
    expect(await store.lastRevision(STREAM)).toBe(2);
  });

  it('appends together what comes together, but no more than one append may have', async () => {
    const sizes: number[] = [];
    const store = new (class extends MemoryEventStore {
      override append(...args: Parameters<MemoryEventStore['append']>) {
        sizes.push(args[2].reduce((sum, { bytes }) => sum + bytes.length, 0));
        return super.append(...args);
      }
    })();
    const wordy: typeof account = {
      ...account,
      decide: ({ data }) => [{ type: 'Deposited', schema: 1, data: { ...data, note: { sealed: 'x'.repeat(60_000) } } }],
    };
    const ledger = ledgerOn(store, undefined, undefined, { decider: wordy });
    await Promise.all(Array.from({ length: 40 }, () => ledger.submit(deposit(0))));
    expect(await store.lastRevision(STREAM)).toBe(39);
    expect(sizes).toHaveLength(3);
    for (const bytes of sizes) expect(bytes).toBeLessThanOrEqual(MAX_APPEND_BYTES);
  });

  it('sends an append of unknown outcome again, and records it once', async () => {
    const store = new (class extends MemoryEventStore {
      lost = 2;
      override async append(...args: Parameters<MemoryEventStore['append']>) {
        const appended = await super.append(...args);
        if (this.lost-- > 0) throw new OutcomeUnknown('the answer was lost');
        return appended;
      }
    })();
    const accepted = await ledgerOn(store).submit(deposit(5));
    expect(accepted.entries).toHaveLength(1);
    expect(await store.lastRevision(STREAM)).toBe(0);
  });

  it('accepts nothing while the disk is full, and goes on when there is room again', async () => {
    const store = new (class extends MemoryEventStore {
      full = true;
      override append(...args: Parameters<MemoryEventStore['append']>) {
        return this.full ? Promise.reject(new StoreFull('no room')) : super.append(...args);
      }
    })();
    const ledger = ledgerOn(store);
    const outcomes = await Promise.allSettled([60, 30, 10].map((amount) => ledger.submit(deposit(amount))));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect((await ledger.state()).state.sum).toBe(0);
    store.full = false;
    // Nothing of what was decided and not recorded counts against it.
    const accepted = await ledger.submit(deposit(70));
    expect(accepted.entries[0]!.index).toBe(0);
    expect((await ledger.state()).state.sum).toBe(70);
  });

  it('opens from a snapshot that fits, and throws away one that does not', async () => {
    const store = new MemoryEventStore();
    const snapshots = new SnapshotsInMemory();
    const ledger = ledgerOn(store, undefined, snapshots);
    for (let i = 0; i < 5; i++) await ledger.submit(deposit(10));
    ledger.saveSnapshot();
    await ledger.submit(deposit(1));
    expect(snapshots.saved.get(STREAM)).toMatchObject({ size: 5, state: { sum: 50 } });
    expect((await ledgerOn(store, undefined, snapshots).state()).state.sum).toBe(51);
    snapshots.saved.set(STREAM, { ...snapshots.saved.get(STREAM)!, lastLeaf: '00'.repeat(32), state: { sum: 9_999 } });
    expect((await ledgerOn(store, undefined, snapshots).state()).state.sum).toBe(51);
  });

  it('opens from no snapshot of another history', async () => {
    const snapshots = new SnapshotsInMemory();
    const ledger = ledgerOn(new MemoryEventStore(), undefined, snapshots);
    for (let i = 0; i < 5; i++) await ledger.submit(deposit(10));
    ledger.saveSnapshot();
    const other = new MemoryEventStore();
    for (let i = 0; i < 6; i++) await ledgerOn(other).submit(deposit(7));
    expect((await ledgerOn(other, undefined, snapshots).state()).state.sum).toBe(42);
  });
});
