import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lines } from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import { submit } from '#evidence/domain/evidence.examples';
import { BadCursor, type Page } from '#read-models/read-models';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { take } from '#snapshot/domain/snapshot.examples';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';
import { Story } from './projection-story.ts';

const TASKS = 7;
const march = { effective: { at: MARCH } };

/** Every list that comes in pages, by what identifies an item. */
const lists: Record<
  string,
  (models: SqliteReadModels, page: Page) => { keys: readonly string[]; next: string | null }
> = {
  matrix: (models, page) => {
    const { lines: found, next } = models.matrix('contoso', march, page);
    return { keys: found.map(({ ref }) => ref), next };
  },
  timeline: (models, page) => {
    const { items, next } = models.timeline('contoso', {}, page);
    return { keys: items.map(({ entry }) => String(entry)), next };
  },
  'timeline of a task': (models, page) => {
    const { items, next } = models.timeline('contoso', { ref: 'LOG-1' }, page);
    return { keys: items.map(({ entry }) => String(entry)), next };
  },
  changes: (models, page) => {
    const { items, next } = models.changes('contoso', {}, page);
    return { keys: items.map(({ id }) => id), next };
  },
  evidence: (models, page) => {
    const { items, next } = models.evidence('contoso', {}, page);
    return { keys: items.map(({ id }) => id), next };
  },
  snapshots: (models, page) => {
    const { items, next } = models.snapshots('contoso', {}, page);
    return { keys: items.map(({ id }) => id), next };
  },
};

let folder: TemporaryFolder;
let models: SqliteReadModels;
let writer: HistoryWriter;
beforeEach(async () => {
  folder = new TemporaryFolder();
  const story = new Story();
  for (let task = 0; task < TASKS; task++) {
    story.does(cast.ruiz, defineTask(`LOG-${task}`, JANUARY));
    story.agrees(`C-${task + 1}`, { effectiveFrom: FEBRUARY }, lines.assign(`LOG-${task}`));
    story.does(cast.ruiz, submit({ ref: `LOG-${task}` }));
    story.does(cast.ruiz, take());
  }
  writer = await story.written();
  models = await readModelsOf(folder, writer);
});
afterEach(async () => {
  await models.close();
  folder.remove();
});

describe('Pages', () => {
  for (const [name, list] of Object.entries(lists)) {
    it(`of ${name} together are the whole, each item once`, () => {
      const whole = list(models, { limit: 200 });
      expect(whole.next).toBeNull();
      expect(whole.keys.length).toBeGreaterThanOrEqual(TASKS);
      for (const limit of [1, 3, whole.keys.length - 1, whole.keys.length]) {
        const keys: string[] = [];
        let after: string | undefined;
        do {
          const page = list(models, { limit, ...(after !== undefined && { after }) });
          expect(page.keys.length).toBeLessThanOrEqual(limit);
          keys.push(...page.keys);
          after = page.next ?? undefined;
        } while (after !== undefined);
        expect(keys).toEqual(whole.keys);
      }
    });

    it(`of ${name} stay those of one tree size, whatever is recorded in between`, async () => {
      const whole = list(models, { limit: 200 }).keys;
      const { keys, next } = list(models, { limit: 3 });
      const retired = { taskId: 't15', effectiveFrom: FEBRUARY };
      await models.reach(await writer.record([{ type: 'TaskRetired', schema: 1, data: retired }]), 120_000);
      expect([...keys, ...list(models, { limit: 200, after: next! }).keys]).toEqual(whole);
    });
  }

  it('of engagements follow one another by slug', async () => {
    for (const slug of ['b', 'a', 'd', 'c']) {
      const other = new HistoryWriter(writer.store);
      await models.reach(await other.open('UTC', slug), 120_000);
    }
    const first = models.engagements({ limit: 3 });
    const second = models.engagements({ limit: 3, after: first.next! });
    expect([...first.items, ...second.items].map(({ slug }) => slug)).toEqual(['a', 'b', 'c', 'contoso', 'd']);
    expect(second.next).toBeNull();
  });
});

describe('A cursor', () => {
  const after = (): string => models.changes('contoso', {}, { limit: 2 }).next!;

  it('is refused when a single character of it is another', () => {
    const cursor = after();
    for (let i = 0; i < cursor.length; i++) {
      const forged = cursor.slice(0, i) + (cursor[i] === 'A' ? 'B' : 'A') + cursor.slice(i + 1);
      expect(() => models.changes('contoso', {}, { limit: 2, after: forged })).toThrow(BadCursor);
    }
    for (const nonsense of ['', '=', '.', `${cursor}A`, cursor.slice(1), cursor.slice(0, -1), 'Ä', `${cursor}==`]) {
      expect(() => models.changes('contoso', {}, { limit: 2, after: nonsense })).toThrow(BadCursor);
    }
  });

  it('is refused by any other question', async () => {
    const cursor = after();
    const other = new HistoryWriter(writer.store);
    await models.reach(await other.open('UTC', 'other'), 120_000);
    const page = { limit: 2, after: cursor };
    const questions = [
      () => models.changes('contoso', { status: 'agreed' }, page),
      () => models.changes('contoso', { known: { treeSize: 20 } }, page),
      () => models.changes('other', {}, page),
      () => models.evidence('contoso', {}, page),
      () => models.timeline('contoso', {}, page),
      () => models.matrix('contoso', march, page),
      () => models.engagements(page),
    ];
    for (const question of questions) expect(question).toThrow(BadCursor);
    const ofMarch = models.matrix('contoso', march, { limit: 2 }).next!;
    const ofFebruary = { effective: { at: FEBRUARY } };
    expect(() => models.matrix('contoso', ofFebruary, { limit: 2, after: ofMarch })).toThrow(BadCursor);
  });

  it('is taken by slug and by id, and after a rebuild and a restart', async () => {
    const cursor = after();
    const expected = models.changes('contoso', {}, { limit: 2, after: cursor });
    const { id } = models.engagement('contoso');
    expect(models.changes(id, {}, { limit: 2, after: cursor })).toEqual(expected);
    await models.rebuild();
    expect(models.changes('contoso', {}, { limit: 2, after: cursor })).toEqual(expected);
    await models.close();
    models = await readModelsOf(folder, writer);
    expect(models.changes('contoso', {}, { limit: 2, after: cursor })).toEqual(expected);
  });
});
