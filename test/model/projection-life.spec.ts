import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStorage, type Storage } from '#apps/ledger/src/runtime/storage';
import { decodeEntry, encodeEntry } from '#ledger-store/entry-codec';
import type { StoredEntry } from '#ledger-store/event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { NotFound, NotThereYet, ProjectionStopped, type Progress } from '#read-models/read-models';
import { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import type { OnusEvent } from '#rulebook/rulebook';
import { disclosuresOf, HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';

const DAY = '2026-03-14T00:00:00Z';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

const defined = (index: number, ref = `R-${index}`): OnusEvent => ({
  type: 'TaskDefined',
  schema: 1,
  data: {
    taskId: `t${index}`,
    ref,
    definition: { title: ref },
    digest: '0'.repeat(64),
    effectiveFrom: '2026-01-01T00:00:00Z',
  },
});

const unknown = (type: string, schema = 1) => ({ type, schema, data: {} }) as unknown as OnusEvent;
const files = (): readonly string[] => readdirSync(folder.path).filter((name) => /^read-models.*sqlite$/.test(name));
const modelsFile = (generation: number): string => `read-models-v${PROJECTION_VERSION}-${generation}.sqlite`;
const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

async function told(writer: HistoryWriter, options: Parameters<typeof readModelsOf>[2] = {}) {
  const models = await readModelsOf(folder, writer, options);
  closes.push(() => models.close());
  return models;
}

/** Read models that need not have come anywhere yet. */
async function opened(writer: HistoryWriter, options: Parameters<typeof readModelsOf>[2] = {}) {
  const models = await SqliteReadModels.open({
    folder: folder.path,
    feed: { store: writer.store },
    disclosures: disclosuresOf(writer),
    ...options,
  });
  closes.push(() => models.close());
  return models;
}

describe('An entry that this version cannot derive', () => {
  for (const [name, event] of Object.entries({
    'an unknown event': unknown('SomethingElse'),
    'a newer version of an event': unknown('TaskDefined', 2),
    'a name that every object has': unknown('constructor'),
  })) {
    it(`stops deriving in front of it, loudly, and nothing behind it is skipped to: ${name}`, async () => {
      const writer = new HistoryWriter();
      await writer.open();
      const position = await writer.record([defined(4)]);
      const models = await told(writer);
      const seen: Progress[] = [];
      models.onProgress((progress) => seen.push(progress));
      const beyond = await writer.record([defined(5), event, defined(7)]);
      await expect(models.reach(beyond, 120_000)).rejects.toThrow(ProjectionStopped);
      await expect(models.reach(beyond, 120_000)).rejects.toThrow(/entry 6 of engagement-.*install a version of Onus/);
      // What stands before it is derived.
      expect(models.position()).toBe(position + 1);
      expect(seen.at(-1)).toMatchObject({ state: 'stopped', position: position + 1 });
      expect(models.engagement('contoso').treeSize).toBe(6);
      expect(models.ownerAt('contoso', 'R-5', DAY).exists).toBe(true);
      expect(models.ownerAt('contoso', 'R-7', DAY).exists).toBe(false);
      await expect(models.reach(position, 0)).resolves.toBeUndefined();
      await writer.record([defined(8)]);
      models.notify(beyond + 1);
      await expect(models.reach(beyond + 1, 50)).rejects.toThrow(ProjectionStopped);
      expect(models.position()).toBe(position + 1);
      await expect(models.rebuild()).rejects.toThrow(ProjectionStopped);
      expect(models.ownerAt('contoso', 'R-5', DAY).exists).toBe(true);
    });
  }

  it('may be one that says that it is another', async () => {
    const altered = new HistoryWriter();
    await altered.open();
    const [last] = await altered.store.readStream(altered.stream, 3, 1);
    const bytes = encodeEntry({ ...decodeEntry(last!.bytes), index: 5 });
    const { position } = await altered.store.append(altered.stream, 3, [{ id: '', bytes }]);
    await expect((await opened(altered)).reach(position, 120_000)).rejects.toThrow('it says that it is entry 5');
  });

  it('may be one before which others are missing', async () => {
    const passedOver = (entries: readonly StoredEntry[]) => entries.filter(({ revision }) => revision !== 4);
    const store = new (class extends MemoryEventStore {
      override async readAll(...args: Parameters<MemoryEventStore['readAll']>) {
        return passedOver(await super.readAll(...args));
      }
    })();
    const writer = new HistoryWriter(store);
    await writer.open();
    const position = await writer.record([defined(4), defined(5)]);
    await expect((await opened(writer)).reach(position, 120_000)).rejects.toThrow('entry 4 should come next');
  });

  it('may be the first of a ledger, which does not begin with its opening', async () => {
    const headless = new HistoryWriter();
    await headless.record([defined(0)]);
    const models = await opened(headless);
    await expect(models.reach(1, 120_000)).rejects.toThrow(
      'a ledger begins with EngagementOpened, not with TaskDefined',
    );
  });
});

describe('Waiting for a position', () => {
  it('ends with what was reached when the time is over', async () => {
    const writer = new HistoryWriter();
    const position = await writer.open();
    const models = await told(writer);
    const late = models.reach(position + 1, 20);
    await expect(late).rejects.toThrow(NotThereYet);
    await expect(late).rejects.toMatchObject({ position: position + 1, reached: position });
  });
});

describe('The files of read models', () => {
  it('are thrown away when they were derived from another store', async () => {
    const first = new HistoryWriter();
    await first.open('UTC', 'first');
    await first.record([defined(4)]);
    const before = await readModelsOf(folder, first);
    await before.close();
    const second = new HistoryWriter();
    await second.open('UTC', 'second');
    const models = await told(second);
    expect(models.engagements({ limit: 10 }).items.map(({ slug }) => slug)).toEqual(['second']);
  });

  it('are derived anew when they are damaged', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    await (await readModelsOf(folder, writer)).close();
    writeFileSync(join(folder.path, files()[0]!), 'this is no database, not even a small one');
    const models = await told(writer);
    expect(models.engagement('contoso').treeSize).toBe(4);
  });

  it('of an older version go on answering until those of the new one are built beside them', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    await writer.record([defined(4)]);
    await (await readModelsOf(folder, writer, { versions: { current: 1, readableSince: 1 } })).close();
    const position = await writer.record([defined(5)]);
    const models = await opened(writer, { versions: { current: 2, readableSince: 1 } });
    // The new file is not there yet; the old one answers from what it has.
    expect(files()).toEqual(['read-models-v1.sqlite']);
    expect(models.engagement('contoso').treeSize).toBe(5);
    await models.reach(position, 120_000);
    expect(models.engagement('contoso').treeSize).toBe(6);
    expect(files()).toEqual(['read-models-v2.sqlite']);
  });

  it('of an older version that cannot be read any more are not answered from', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    await (await readModelsOf(folder, writer, { versions: { current: 1, readableSince: 1 } })).close();
    const models = await told(writer, { versions: { current: 2, readableSince: 2 } });
    expect(models.engagement('contoso').treeSize).toBe(4);
    expect(files()).toEqual(['read-models-v2.sqlite']);
  });

  it('of a newer version are left alone', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    await (await readModelsOf(folder, writer, { versions: { current: 2, readableSince: 2 } })).close();
    await told(writer, { versions: { current: 1, readableSince: 1 } });
    expect(files().toSorted()).toEqual(['read-models-v1.sqlite', 'read-models-v2.sqlite']);
  });

  it('that a build left unfinished are removed, and the newest that is complete is taken', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    const models = await readModelsOf(folder, writer);
    await models.rebuild();
    await models.rebuild();
    await models.close();
    expect(files()).toEqual([modelsFile(3)]);
    renameSync(join(folder.path, modelsFile(3)), join(folder.path, modelsFile(12)));
    writeFileSync(join(folder.path, `${modelsFile(13)}.building`), 'half of it');
    const again = await told(writer);
    expect(again.engagement('contoso').treeSize).toBe(4);
    expect(existsSync(join(folder.path, `${modelsFile(13)}.building`))).toBe(false);
    expect(files()).toEqual([modelsFile(12)]);
  });
});

describe('Deriving on a thread of its own', () => {
  async function running(): Promise<Storage> {
    const storage = await openStorage({ folder: folder.path });
    closes.push(() => storage.close());
    return storage;
  }

  it('follows what is committed, and survives a restart', async () => {
    const { store, read, close } = await running();
    const writer = new HistoryWriter(store);
    await read.reach(await writer.open(), 120_000);
    for (let index = 4; index < 40; index++) {
      await read.reach(await writer.record([defined(index)]), 120_000);
      expect(read.ownerAt('contoso', `R-${index}`, DAY)).toMatchObject({ exists: true, treeSize: index + 1 });
    }
    await close();
    closes.pop();
    const again = await running();
    await again.read.reach(await again.store.lastPosition(), 120_000);
    expect(again.read.engagement('contoso').treeSize).toBe(40);
    expect(again.read.members('contoso')).toMatchObject([{ id: 'm3', name: 'A. Meier' }]);
  });

  it('rebuilds while questions are answered and entries are recorded, and loses none', async () => {
    const { store, read } = await running();
    const writer = new HistoryWriter(store);
    await writer.open();
    for (let index = 4; index < 400; index += 4) {
      await writer.record([defined(index), defined(index + 1), defined(index + 2), defined(index + 3)]);
    }
    await read.reach(await store.lastPosition(), 120_000);
    const built: number[] = [];
    const rebuilding = read.rebuild({ onProgress: (_, entries) => built.push(entries) });
    let reached = 0;
    for (let index = 400; index < 460; index++) {
      await read.reach(await writer.record([defined(index)]), 120_000);
      const { treeSize } = read.engagement('contoso');
      // What was seen once stays seen.
      expect(treeSize).toBeGreaterThanOrEqual(reached);
      reached = treeSize;
      expect(read.ownerAt('contoso', `R-${index}`, DAY).exists).toBe(true);
    }
    await rebuilding;
    expect(built.at(-1)).toBeGreaterThanOrEqual(400);
    expect(read.engagement('contoso').treeSize).toBe(460);
    await read.reach(await writer.record([defined(460)]), 120_000);
    expect(read.ownerAt('contoso', 'R-460', DAY).exists).toBe(true);
    expect(files()).toEqual([modelsFile(2)]);
  });

  it('stops at an unknown event and says so', async () => {
    const { store, read } = await running();
    const writer = new HistoryWriter(store);
    await read.reach(await writer.open(), 120_000);
    const position = await writer.record([unknown('SomethingElse')]);
    await expect(read.reach(position, 120_000)).rejects.toThrow(ProjectionStopped);
    expect(read.progress()).toMatchObject({ state: 'stopped', position: position - 1 });
    expect(() => read.engagement('nobody')).toThrow(NotFound);
  });
});

describe('The command index', () => {
  it('has every command once, with its first entry, how many there are, and what it was', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    const command = '0198a0a0-0000-7000-8000-0000000000aa';
    await writer.record([defined(4), defined(5)], { command });
    await writer.record([defined(6)], { command: 'not a UUID' });
    const models = await told(writer);
    expect(models.command(writer.stream, command)).toMatchObject({ firstIndex: 4, count: 2 });
    expect(models.command(writer.stream, command)!.body).toMatch(/^[0-9a-f]{64}$/);
    expect(models.command(writer.stream, 'not a UUID')).toMatchObject({ firstIndex: 6, count: 1 });
    expect(models.command(writer.stream, command.toUpperCase())).toBeUndefined();
    expect(models.command('engagement-other', command)).toBeUndefined();
    expect([models.entriesOf(writer.stream), models.entriesOf('engagement-other')]).toEqual([7, 0]);
  });
});
