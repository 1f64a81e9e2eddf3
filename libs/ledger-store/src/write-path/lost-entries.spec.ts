import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import type { Actor, DomainEvent } from '#kernel/event';
import { refusal } from '#kernel/refusal';
import { ForwardingEventStore } from '../faults/forwarding-event-store.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import type { CommandIndex } from '../ports.ts';
import { EntriesLost } from './copy/entries-lost.ts';
import { Ledger } from './ledger.ts';

type Noted = DomainEvent<'Noted', 1, { readonly note: string }>;
type Note = Command<'Note', { readonly note: string }>;
const refuse = { again: refusal('notes/again', 'conflict', () => 'It is noted.') };

/** Notes that are noted once each. */
const notes: Decider<{ known: string[] }, Note, Noted> = {
  initial: () => ({ known: [] }),
  decide: ({ data: { note } }, { known }) =>
    known.includes(note) ? refuse.again() : [{ type: 'Noted', schema: 1, data: { note } }],
  evolve: ({ known }, { event }) => void known.push(event.data.note),
};

const STREAM = 'engagement-1';
const actor: Actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' };
let next = 0;
const note = (text: string) => ({
  commandId: `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`,
  command: { type: 'Note' as const, data: { note: text } },
  actor,
});

/** A store that others write to, and that somebody puts back to another state while they do. */
class PutBack extends ForwardingEventStore {
  override readonly shared = true;
  standing: MemoryEventStore = new MemoryEventStore();
  reads = 0;

  constructor() {
    super(new MemoryEventStore());
  }

  /** Gives what it was before. */
  putBack(to: MemoryEventStore): MemoryEventStore {
    const before = this.standing;
    this.standing = to;
    return before;
  }

  override append(...args: Parameters<MemoryEventStore['append']>): ReturnType<MemoryEventStore['append']> {
    return this.standing.append(...args);
  }

  override readStream(...args: Parameters<MemoryEventStore['readStream']>): ReturnType<MemoryEventStore['readStream']> {
    if (++this.reads > 100) throw new Error('it is asked again and again');
    return this.standing.readStream(...args);
  }

  override lastRevision(stream: string): Promise<number> {
    return this.standing.lastRevision(stream);
  }
}

/** The first entries of the store, as an older backup has them, and others after them. */
async function backupOf(store: MemoryEventStore, count: number, ...more: readonly string[]): Promise<MemoryEventStore> {
  const backup = new MemoryEventStore();
  const entries = await store.readStream(STREAM, 0, count);
  await backup.append(
    STREAM,
    -1,
    entries.map(({ bytes }, i) => ({ id: String(i), bytes })),
  );
  const another = ledgerOn(backup).ledger;
  for (const text of more) await another.submit(note(text));
  return backup;
}

function ledgerOn(store: ConstructorParameters<typeof Ledger>[0]['store'], indexed = 0) {
  const commands: CommandIndex = { position: () => 0, entriesOf: () => indexed, command: () => undefined };
  const told: string[] = [];
  const ledger = new Ledger<{ known: string[] }, Note, Noted>({
    stream: STREAM,
    name: 'onus.example/engagements/1',
    store,
    decider: notes,
    bytesOf: () => 0,
    commands,
    now: () => '2026-03-14T09:00:00Z',
    random: () => 0,
    onLost: ({ message }) => told.push(message),
  });
  return { ledger, told };
}

describe('A ledger in an event store that was put back to an older state', () => {
  let store: PutBack;
  beforeEach(() => {
    store = new PutBack();
  });

  it.each([
    ['two entries', 1],
    ['the last entry alone', 2],
  ])(
    'that lacks %s: records nothing and answers nothing, says so once, and goes on when the newer one is back',
    async (_lost, kept) => {
      const { ledger, told } = ledgerOn(store);
      for (const text of ['one', 'two', 'three']) await ledger.submit(note(text));
      const older = await backupOf(store.standing, kept);
      const newer = store.putBack(older);
      for (const text of ['four', 'three', 'five', 'one']) {
        await expect(ledger.submit(note(text))).rejects.toBeInstanceOf(EntriesLost);
        await expect(ledger.state()).rejects.toBeInstanceOf(EntriesLost);
      }
      expect(await older.lastRevision(STREAM)).toBe(kept - 1);
      const message = new RegExp(`^entry ${kept} of engagement-1 was recorded, .* an older state\\.`);
      expect(told).toEqual([expect.stringMatching(message)]);
      store.putBack(newer);
      expect(await ledger.submit(note('four'))).toMatchObject({ entries: [{ index: 3 }] });
    },
  );

  it('records nothing where the command index knows more than the store', async () => {
    const written = ledgerOn(store).ledger;
    for (const text of ['one', 'two']) await written.submit(note(text));
    const { ledger, told } = ledgerOn(store, 3);
    await expect(ledger.submit(note('three'))).rejects.toBeInstanceOf(EntriesLost);
    expect([await store.lastRevision(STREAM), told.length]).toEqual([1, 1]);
  });

  it('refuses nothing by entries that are not there, and takes no other history for the rest of its own', async () => {
    const { ledger } = ledgerOn(store);
    for (const text of ['one', 'two']) await ledger.submit(note(text));
    store.putBack(await backupOf(store.standing, 1));
    await expect(ledger.submit(note('two'))).rejects.toBeInstanceOf(EntriesLost);
    const other = ledgerOn(store).ledger;
    await other.submit(note('zwei'));
    const { ledger: third } = ledgerOn(store);
    await third.state();
    store.putBack(await backupOf(store.standing, 1, 'deux', 'trois'));
    await expect(third.state()).rejects.toBeInstanceOf(EntriesLost);
  });

  it('is not read without end where it is told to end behind what can be read', async () => {
    const { ledger } = ledgerOn(store);
    await ledger.submit(note('one'));
    store.lastRevision = () => Promise.resolve(7);
    await expect(ledger.state()).rejects.toBeInstanceOf(EntriesLost);
  });
});
