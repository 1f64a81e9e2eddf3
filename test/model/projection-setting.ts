import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#kernel/event';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import { commit, type Disclosure, type Sealed } from '#kernel/sealed';
import { decodeEntry, encodeEntry, sha256 } from '#ledger-store/entry-codec';
import type { EventStore } from '#ledger-store/event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import type { DisclosureSource } from '#read-models/sqlite/queries/people/texts';
import { SqliteReadModels, type SqliteReadModelsOptions } from '#read-models/sqlite/sqlite-read-models';
import type { OnusEvent } from '#rulebook/rulebook';

/** A folder that is gone when the test is over. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'onus-projection-'));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const ACTOR: Actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'test' };
const SALT = 'AAAAAAAAAAAAAAAAAAAAAA';

/** The commitment to a text, under one salt and name, so that the same text gives the same everywhere. */
export const sealed = (value: string): Sealed => ({ sealed: commit(sha256, SALT, 'text', value) });

export interface Recording {
  readonly actor?: Actor;
  readonly at?: Instant;
  readonly command?: string;
}

/** Writes entries as they would be recorded, past the rules: what a read model must cope with is any history. */
export class HistoryWriter {
  readonly engagement: string;
  readonly stream: string;
  readonly store: EventStore;
  readonly disclosures = new Map<string, Disclosure>();
  #size = 0;
  #now = microsOf('2026-01-05T09:00:00Z');

  constructor(store: EventStore = new MemoryEventStore(), engagement: string = randomUUID()) {
    this.store = store;
    this.engagement = engagement;
    this.stream = `engagement-${engagement}`;
  }

  get size(): number {
    return this.#size;
  }

  /** The commitment to a text that can be opened until it is erased. */
  seal(value: string): Sealed {
    const { sealed: commitment } = sealed(value);
    this.disclosures.set(commitment, { commitment, salt: SALT, name: 'text', value, subject: 'm3' });
    return { sealed: commitment };
  }

  /** The entries that open an engagement: p1 provider, p2 client, m3 owner. */
  open(zone = 'UTC', slug = 'contoso'): Promise<number> {
    return this.record([
      { type: 'EngagementOpened', schema: 1, data: { slug, title: 'Contoso', zone } },
      { type: 'PartyAdded', schema: 1, data: { partyId: 'p1', side: 'provider', name: 'Northwind SOC' } },
      { type: 'PartyAdded', schema: 1, data: { partyId: 'p2', side: 'client', name: 'Contoso IT' } },
      {
        type: 'MemberAdded',
        schema: 1,
        data: { memberId: 'm3', partyId: 'p1', kind: 'person', name: this.seal('A. Meier'), roles: ['owner'] },
      },
    ]);
  }

  /** A writer into another store, which has the first entries of this one, byte for byte. */
  async first(entries: number): Promise<HistoryWriter> {
    const copy = new HistoryWriter(new MemoryEventStore(), this.engagement);
    for (const [commitment, disclosure] of this.disclosures) copy.disclosures.set(commitment, disclosure);
    const stored = await this.store.readStream(this.stream, 0, entries);
    const copies = stored.map(({ bytes }) => ({ id: decodeEntry(bytes).id, bytes }));
    if (copies.length > 0) await copy.store.append(copy.stream, -1, copies);
    copy.#size = copies.length;
    copy.#now = this.#now;
    return copy;
  }

  /** Records events as one command, a minute later unless it says when. Gives the position of the last. */
  async record(events: readonly OnusEvent[], { actor = ACTOR, at, command = randomUUID() }: Recording = {}) {
    this.#now = at === undefined ? this.#now + 60_000_000 : microsOf(at);
    const recordedAt = instantOf(this.#now);
    const entries = events.map(({ type, schema, data }, i) => {
      const id = randomUUID();
      const index = this.#size + i;
      const bytes = encodeEntry({
        v: 1,
        ledger: `test/${this.engagement}`,
        index,
        id,
        type,
        schema,
        recordedAt,
        actor,
        command: { id: command, correlation: command, causation: null, body: sha256(command, 'hex') },
        data,
      });
      return { id, bytes };
    });
    const { position } = await this.store.append(this.stream, this.#size - 1, entries, [...this.disclosures.values()]);
    this.#size += events.length;
    return position;
  }
}

/** Opens texts of what a writer sealed. */
export const disclosuresOf = (...writers: readonly HistoryWriter[]): DisclosureSource => ({
  read: (stream, commitments) => {
    const writer = writers.find((each) => each.stream === stream);
    return commitments.flatMap((commitment) => writer?.disclosures.get(commitment) ?? []);
  },
});

/** Read models over what is written, on this thread, derived up to the last entry. */
export async function readModelsOf(
  folder: TemporaryFolder,
  writer: HistoryWriter,
  options: Partial<SqliteReadModelsOptions> = {},
): Promise<SqliteReadModels> {
  const models = await SqliteReadModels.open({
    folder: folder.path,
    feed: { store: writer.store },
    disclosures: disclosuresOf(writer),
    ...options,
  });
  await models.reach(await writer.store.lastPosition(), 120_000);
  return models;
}
