import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OwnEngagements } from '#apps/ledger/src/runtime/engagements/own-engagements';
import type { StoredEntry } from '#ledger-store/event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { OtherShare, shareOf, type Share } from '#ledger-store/shares/share';
import { NotFound, NotThereYet } from '#read-models/read-models';
import { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import type { OnusEvent } from '#rulebook/rulebook';
import { disclosuresOf, HistoryWriter, TemporaryFolder } from './projection-setting.ts';

/** A store that gives nothing to whoever reads everything, until it is told to. */
class GatedStore extends MemoryEventStore {
  gate: Promise<void> = Promise.resolve();

  override async readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]> {
    await this.gate;
    return super.readAll(afterPosition, limit);
  }
}

/** An engagement of each of these four shares. */
const idIn = (group: number): string => {
  for (;;) {
    const id = randomUUID();
    if (shareOf(id, 4).group === group) return id;
  }
};

const unknown = { type: 'SomethingElse', schema: 1, data: {} } as unknown as OnusEvent;

describe('Read models of a share of the engagements', () => {
  let folder: TemporaryFolder;
  let store: GatedStore;
  let writers: readonly HistoryWriter[];
  const opened: SqliteReadModels[] = [];

  beforeEach(async () => {
    folder = new TemporaryFolder();
    store = new GatedStore();
    writers = [1, 2, 3, 4].map((group) => new HistoryWriter(store, idIn(group)));
    for (const [i, writer] of writers.entries()) await writer.open('UTC', `client-${i + 1}`);
  });
  afterEach(async () => {
    for (const models of opened.splice(0)) await models.close();
    folder.remove();
  });

  const open = async (share?: Share): Promise<SqliteReadModels> => {
    const disclosures = disclosuresOf(...writers);
    const models = await SqliteReadModels.open({ folder: folder.path, feed: { store }, disclosures, share });
    opened.push(models);
    return models;
  };
  const closed = async (share?: Share): Promise<void> => {
    const models = await open(share);
    await models.reach(await store.lastPosition(), 120_000);
    await opened.pop()!.close();
  };
  const slugs = (models: SqliteReadModels): readonly string[] =>
    models.engagements({ limit: 10 }).items.map(({ slug }) => slug);
  const files = (): readonly string[] => readdirSync(folder.path).filter((name) => name.endsWith('.sqlite'));
  const named = (part: string): string => `read-models-v${PROJECTION_VERSION}${part}.sqlite`;

  it('have its engagements alone, and have come as far as the store', async () => {
    const models = await open({ group: 2, of: 4 });
    await models.reach(await store.lastPosition(), 120_000);
    expect(slugs(models)).toEqual(['client-2']);
    expect(models.members(writers[1]!.engagement)).toMatchObject([{ name: 'A. Meier' }]);
    expect(() => models.engagement('client-3')).toThrow(NotFound);
    expect(models.entriesOf(writers[2]!.stream)).toBe(0);
    expect(files()).toEqual([named('-2of4')]);
  });

  it('are stopped by nothing that is in the ledger of another share', async () => {
    const models = await open({ group: 2, of: 4 });
    const stopping = await writers[2]!.record([unknown]);
    await models.reach(stopping, 120_000);
    expect(models.progress().state).toBe('following');
    await models.rebuild();
    expect(models.position()).toBe(stopping);
    await writers[1]!.record([unknown]);
    await expect(models.reach(stopping + 1, 120_000)).rejects.toThrow('entry 4');
  });

  it('go on after a restart where they were', async () => {
    await closed({ group: 1, of: 2 });
    const { promise, resolve } = Promise.withResolvers<void>();
    store.gate = promise;
    const models = await open({ group: 1, of: 2 });
    expect(models.position()).toBe(await store.lastPosition());
    expect(slugs(models)).toEqual(['client-1', 'client-3']);
    resolve();
  });

  it('are built beside those of another share, which answer for what is in both until then', async () => {
    await closed({ group: 2, of: 2 });
    const { promise, resolve } = Promise.withResolvers<void>();
    store.gate = promise;
    const share = { group: 4, of: 4 };
    const models = await open(share);
    const own = new OwnEngagements(share, models, 1);
    expect(models.share()).toEqual({ group: 2, of: 2 });
    expect(slugs(models)).toEqual(['client-4']);
    expect(models.members(writers[3]!.engagement)).toMatchObject([{ name: 'A. Meier' }]);
    expect(own.refusal(writers[3]!.engagement)).toBeUndefined();
    expect(own.refusal(writers[1]!.engagement)).toBeInstanceOf(OtherShare);
    resolve();
    await models.rebuild();
    expect(models.share()).toEqual(share);
    expect(files()).toEqual([named('-4of4')]);
    expect(slugs(models)).toEqual(['client-4']);
    expect(() => models.engagement('client-2')).toThrow(NotFound);
  });

  it('say of an engagement that is new to them that they do not know it yet, rather than that there is none', async () => {
    await closed({ group: 1, of: 4 });
    const { promise, resolve } = Promise.withResolvers<void>();
    store.gate = promise;
    const share = { group: 1, of: 2 };
    const models = await open(share);
    const own = new OwnEngagements(share, models, 1);
    expect(slugs(models)).toEqual(['client-1']);
    expect(own.refusal(writers[0]!.engagement)).toBeUndefined();
    expect(own.refusal(writers[2]!.engagement)).toBeInstanceOf(NotThereYet);
    expect(() => own.check(writers[1]!.engagement)).toThrow('belongs to share 2/2; here is share 1/2');
    resolve();
    await models.rebuild();
    expect(own.refusal(writers[2]!.engagement)).toBeUndefined();
    expect(slugs(models)).toEqual(['client-1', 'client-3']);
  });

  it('become those of everything, and of a share again', async () => {
    for (const share of [undefined, { group: 3, of: 4 }, undefined]) {
      const models = await open(share);
      await models.rebuild();
      await models.reach(await store.lastPosition(), 120_000);
      expect(models.share()).toEqual(share);
      expect(slugs(models)).toHaveLength(share === undefined ? 4 : 1);
      expect(files()).toHaveLength(1);
      await opened.pop()!.close();
    }
  });
});
