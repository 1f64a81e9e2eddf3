import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import type { Actor, DomainEvent } from '#kernel/event';
import { refusal } from '#kernel/refusal';
import { SIGNER } from '#test/faults/receipted-ledger';
import { RevisionConflict, type EventStore } from '../event-store.ts';
import { faulty } from '../faults/faulty-event-store.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import type { CommandIndex, KnownCommand, Snapshot } from '../ports.ts';
import { MOST_CONFLICTS } from './appending/conflicts.ts';
import { Ledger } from './ledger.ts';
import { freshSalt, sealCommand } from './sealing.ts';

type SeatEvent = DomainEvent<'Taken' | 'Left', 1, { readonly seat: number }>;
type SeatCommand = Command<'Take' | 'Leave', { readonly seat: number }>;
const refuse = {
  taken: refusal('seats/taken', 'conflict', (seat: number) => `Seat ${seat} is taken.`),
  none: refusal('seats/none', 'invalid', (seat: number) => `There is no seat ${seat}.`),
};

/** Everybody wants a seat of their own, until he leaves it. */
const seats: Decider<{ taken: Set<number> }, SeatCommand, SeatEvent> = {
  initial: () => ({ taken: new Set() }),
  decide: ({ type, data: { seat } }, { taken }) => {
    if (type === 'Leave') return [{ type: 'Left', schema: 1, data: { seat } }];
    if (seat < 0) refuse.none(seat);
    if (taken.has(seat)) refuse.taken(seat);
    return [{ type: 'Taken', schema: 1, data: { seat } }];
  },
  evolve: ({ taken }, { event }) => {
    if (event.type === 'Taken') taken.add(event.data.seat);
    else taken.delete(event.data.seat);
  },
};

class SharedStore extends MemoryEventStore {
  override readonly shared: boolean = true;
  /** How often somebody asked where a stream ends. */
  asked = 0;
  /** How often somebody read from one. */
  read = 0;

  override readStream(...args: Parameters<MemoryEventStore['readStream']>): ReturnType<MemoryEventStore['readStream']> {
    this.read++;
    return super.readStream(...args);
  }

  override lastRevision(stream: string): Promise<number> {
    this.asked++;
    return super.lastRevision(stream);
  }
}

const actor: Actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' };
const STREAM = 'engagement-1';
const emptyIndex: CommandIndex = { position: () => 0, entriesOf: () => 0, command: () => undefined };

function replicaOn(store: EventStore, more: Partial<ConstructorParameters<typeof Ledger>[0]> = {}) {
  const conflicts = { count: 0 };
  const ledger = new Ledger<{ taken: Set<number> }, SeatCommand, SeatEvent>({
    stream: STREAM,
    name: 'onus.example/engagements/1',
    store,
    decider: seats,
    bytesOf: () => 0,
    commands: emptyIndex,
    now: () => '2026-03-14T09:00:00Z',
    onConflict: () => conflicts.count++,
    ...(more as object),
  });
  return { ledger, conflicts };
}

let next = 0;
const newId = (): string => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;
const take = (seat: number, commandId = newId()) => ({
  commandId,
  command: { type: 'Take' as const, data: { seat } },
  actor,
});
const leave = (seat: number) => ({ ...take(seat), command: { type: 'Leave' as const, data: { seat } } });
const codeOf = (error: unknown): unknown => (error as { code?: string }).code;

describe('A ledger in a store that others write to', () => {
  it('decides again what others made impossible, and nobody takes what is taken', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store), replicaOn(store)];
    const attempts = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? one : two).ledger.submit(take(i >> 2)));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []));
    expect(new Set(refused)).toEqual(new Set(['seats/taken']));
    expect(await store.lastRevision(STREAM)).toBe(9);
    expect(one.conflicts.count + two.conflicts.count).toBeGreaterThan(0);
  });

  it('refuses nothing because of what it does not know yet, and knows what others recorded', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    await two.state();
    await one.submit(take(1));
    expect((await two.state()).state.taken).toEqual(new Set([1]));
    await expect(two.submit(take(1))).rejects.toMatchObject({ code: 'seats/taken' });
    await one.submit(take(2));
    await expect(two.submit(take(2))).rejects.toMatchObject({ code: 'seats/taken' });
    expect((await two.state()).size).toBe(2);
  });

  it('refuses nothing that others have made possible since', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    await one.submit(take(1));
    await two.state();
    await one.submit(leave(1));
    expect(await two.submit(take(1))).toMatchObject({ entries: [{ type: 'Taken', index: 2 }], replayed: false });
  });

  it('refuses on the ledger as it is when it refuses, also in one that grows all the time', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    const growth = { over: false };
    const grow = (async () => {
      for (let seat = 0; !growth.over; seat++) await one.submit(take(seat));
    })();
    for (let i = 0; i < 20; i++) await expect(two.submit(take(-1))).rejects.toMatchObject({ code: 'seats/none' });
    growth.over = true;
    await grow;
  });

  it('refuses nothing by a copy that was being read when the command came, and that lacks what was recorded meanwhile', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    await one.submit(take(1));
    const [read, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const reading = store.readStream.bind(store);
    store.readStream = async (...args) => {
      store.readStream = reading;
      const entries = await reading(...args);
      read.resolve();
      await told.promise;
      return entries;
    };
    const refused = two.submit(take(-1)).catch(codeOf);
    await read.promise;
    await one.submit(leave(1));
    const accepted = two.submit(take(1));
    told.resolve();
    expect(await refused).toBe('seats/none');
    expect(await accepted).toMatchObject({ entries: [{ type: 'Taken', index: 2 }] });
  });

  it('decides again as well what came while it asked where the ledger ends', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    await two.state();
    await one.submit(take(1));
    const [asked, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const asking = store.lastRevision.bind(store);
    store.lastRevision = async (stream) => {
      asked.resolve();
      await told.promise;
      return asking(stream);
    };
    const refused = two.submit(take(-1)).catch(codeOf);
    await asked.promise;
    const accepted = two.submit(take(5));
    told.resolve();
    expect(await refused).toBe('seats/none');
    expect(await accepted).toMatchObject({ entries: [{ index: 1 }] });
  });

  it('decides again in the order in which the commands came', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    await two.state();
    await one.submit(take(1));
    const begun = Promise.withResolvers<void>();
    const append = store.append.bind(store);
    store.append = async (...args) => {
      store.append = append;
      begun.resolve();
      await nextTurn();
      return append(...args);
    };
    const first = two.submit(take(5));
    await begun.promise;
    const accepted = await Promise.all([first, two.submit(take(6))]);
    expect(accepted.map(({ entries }) => entries[0]!.index)).toEqual([1, 2]);
  });

  it('looks before it decides once it met a conflict, and meets no other; when nobody else writes any more it looks no more', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store), replicaOn(store)];
    for (let seat = 0; seat < 40; seat++) await (seat % 2 === 0 ? one : two).ledger.submit(take(seat));
    // The first conflict of the one that read an empty ledger; the other one read what was there.
    expect(one.conflicts.count + two.conflicts.count).toBeLessThanOrEqual(2);
    expect(one.conflicts.count + two.conflicts.count).toBeGreaterThan(0);
    for (let seat = 40; seat < 50; seat++) await one.ledger.submit(take(seat));
    store.read = 0;
    for (let seat = 50; seat < 60; seat++) await one.ledger.submit(take(seat));
    expect(store.read).toBe(0);
    expect(await store.lastRevision(STREAM)).toBe(59);
  });

  it('gives the first result to a command that another one recorded, and refuses its id for anything else', async () => {
    const store = new SharedStore();
    // Of two who decide alike at the very same time nobody could tell who was first.
    const [one, two] = [replicaOn(store).ledger, replicaOn(store, { now: () => '2026-03-14T09:00:01Z' }).ledger];
    await two.state();
    const command = take(7);
    const first = await one.submit(command);
    const again = await two.submit(command);
    expect(again).toMatchObject({ replayed: true, entries: first.entries });
    await expect(two.submit(take(8, command.commandId))).rejects.toMatchObject({ code: 'ledger/command-id-reused' });
    // Of the same seat, but another act.
    const left = { ...leave(7), commandId: command.commandId };
    await expect(two.submit(left)).rejects.toMatchObject({ code: 'ledger/command-id-reused' });
    const inAnotherRight = { ...command, actor: { ...actor, onBehalfOf: 'm4' } };
    await expect(two.submit(inAnotherRight)).rejects.toMatchObject({ code: 'ledger/command-id-reused' });
  });

  /** The command index of a replica, which hears of each entry as soon as it is recorded. */
  function quickIndex(): CommandIndex & { heard: Map<string, KnownCommand> } {
    const heard = new Map<string, KnownCommand>();
    return { heard, position: () => 0, entriesOf: () => 0, command: (_, id) => heard.get(id) };
  }

  it('gives the first result with a receipt where the index hears of a command while the copy is being read', async () => {
    const store = new SharedStore();
    const index = quickIndex();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store, { commands: index, signer: SIGNER })];
    await one.submit(take(1));
    const command = { ...take(7), receipt: true };
    const read = store.readStream.bind(store);
    store.readStream = async (...args) => {
      const entries = await read(...args);
      store.readStream = read;
      await one.submit(command);
      index.heard.set(command.commandId, {
        firstIndex: 1,
        count: 1,
        body: sealCommand(command.command, freshSalt).body,
      });
      return entries;
    };
    const again = await two.ledger.submit(command);
    expect(again).toMatchObject({ replayed: true, entries: [{ index: 1 }], receipt: { treeSize: 2 } });
  });

  it('tells the caller where the index knows what the ledger does not have, and asks no more', async () => {
    const index = quickIndex();
    const { ledger } = replicaOn(new SharedStore(), { commands: index, signer: SIGNER, random: () => 0 });
    const command = { ...take(7), receipt: true };
    index.heard.set(command.commandId, { firstIndex: 5, count: 1, body: sealCommand(command.command, freshSalt).body });
    await expect(ledger.submit(command)).rejects.toBeInstanceOf(RevisionConflict);
    await expect(ledger.submit(take(7))).resolves.toMatchObject({ entries: [{ index: 0 }] });
  });

  it('gives one id to one of two actors, also where they come to two replicas at the very same time', async () => {
    const store = new SharedStore();
    const [one, two] = [replicaOn(store).ledger, replicaOn(store).ledger];
    const command = take(7);
    const outcomes = await Promise.allSettled([
      one.submit(command),
      two.submit({ ...command, actor: { ...actor, member: 'm4' } }),
    ]);
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []));
    expect(refused).toEqual(['ledger/command-id-reused']);
    expect(await store.lastRevision(STREAM)).toBe(0);
  });

  it('tells the caller when others are faster each time, and has recorded nothing', async () => {
    const store = new SharedStore();
    const { ledger, conflicts } = replicaOn(
      faulty(store, () => 'conflicts'),
      { random: () => 0 },
    );
    await expect(ledger.submit(take(1))).rejects.toBeInstanceOf(RevisionConflict);
    expect(conflicts.count).toBe(MOST_CONFLICTS + 1);
    expect(await store.lastRevision(STREAM)).toBe(-1);
  });

  it('keeps snapshots when it is read again and again, so that a conflict does not mean reading everything', async () => {
    const store = new SharedStore();
    const saved: Snapshot[] = [];
    const snapshots = { load: () => saved.at(-1), save: (_: string, taken: Snapshot) => void saved.push(taken) };
    const [one, two] = [replicaOn(store), replicaOn(store, { snapshots })];
    await Promise.all(Array.from({ length: 700 }, (_, seat) => one.ledger.submit(take(seat))));
    await two.ledger.state();
    expect(saved.map(({ size }) => size)).toEqual([700]);
  });

  it('asks where the ledger ends once for many who ask at the same time', async () => {
    const store = new SharedStore();
    const { ledger } = replicaOn(store);
    await ledger.submit(take(1));
    store.asked = 0;
    await Promise.all(Array.from({ length: 100 }, () => ledger.state()));
    expect(store.asked).toBeLessThanOrEqual(2);
  });

  it('says what the store says where it cannot be asked, and goes on afterwards', async () => {
    const store = new SharedStore();
    const { ledger } = replicaOn(store);
    await ledger.submit(take(1));
    const asking = store.lastRevision.bind(store);
    store.lastRevision = () => Promise.reject(new Error('out of reach'));
    await expect(ledger.state()).rejects.toThrow('out of reach');
    await expect(ledger.submit(take(1))).rejects.toThrow('out of reach');
    store.lastRevision = asking;
    await expect(ledger.submit(take(1))).rejects.toMatchObject({ code: 'seats/taken' });
  });
});
