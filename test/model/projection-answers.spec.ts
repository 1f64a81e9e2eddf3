import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lines, propose, reject } from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import { february } from '#evidence/domain/evidence.examples';
import { NotYetKnown } from '#answers/point-in-time';
import { assignments, definitions, APRIL, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import {
  acknowledge,
  defineTask,
  feedHeader,
  matrixHeader,
  recordImport,
} from '#responsibility/domain/responsibility.examples';
import { disclosuresOf, readModelsOf, sealed, TemporaryFolder } from './projection-setting.ts';
import { Story } from './projection-story.ts';

const MID_FEBRUARY = '2026-02-14T12:00:00Z';
const at = (instant: string) => ({ effective: { at: instant } });

let folder: TemporaryFolder;
let story: Story;
beforeEach(() => {
  folder = new TemporaryFolder();
  story = new Story();
});
afterEach(() => folder.remove());

describe('The answer to who bore a task', () => {
  it('names the owner, the change behind it, who approved, and who acknowledged', async () => {
    const defined = story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const [proposed, first, second] = story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    const assigned = second + 2;
    const accepted = story.does(cast.ruiz, acknowledge('LOG-03', assigned));
    const models = await story.told(folder);
    const answer = models.owner('contoso', 'LOG-03', at(MID_FEBRUARY));
    expect(answer).toMatchObject({
      asOf: { effective: MID_FEBRUARY, treeSize: story.size, zone: 'Europe/Berlin' },
      task: { id: `t${defined}`, ref: 'LOG-03', title: definitions.logReview.title },
      exists: true,
      pending: [],
      later: [],
    });
    expect(answer.intervals).toHaveLength(1);
    expect(answer.intervals[0]).toMatchObject({
      from: FEBRUARY,
      to: null,
      inForce: { from: FEBRUARY, to: null },
      closed: false,
      mark: 'MSSP',
      owner: 'A. Meier',
      owners: [{ party: 'p1', member: 'm3', name: 'A. Meier', partyName: 'Northwind SOC', side: 'provider' }],
      group: 'SOC Tier 1',
      deputy: { member: 'm4', name: 'C. Keller' },
      basis: {
        kind: 'change',
        agreed: true,
        change: 'C-1',
        title: 'Log review goes to Northwind SOC',
        approvals: [
          { entry: first, side: 'provider', by: { name: 'C. Keller' } },
          { entry: second, side: 'client', by: { name: 'B. Okafor' } },
        ],
      },
      assignment: { entry: assigned, knownFrom: assigned + 1 },
      acknowledgements: [{ entry: accepted, by: { name: 'T. Ruiz' } }],
      definition: definitions.logReview,
      attributes: null,
      entries: [defined, first, second, second + 1, assigned, accepted],
    });
    expect(proposed).toBe(defined + 1);
    const before = models.owner('contoso', 'LOG-03', { ...at(MID_FEBRUARY), known: { treeSize: accepted } });
    expect(before.intervals[0]!.acknowledgements).toEqual([]);
    await models.close();
  });

  it('is known to no tree size before the one that learnt it', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const [, , second] = story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    const models = await story.told(folder);
    const owner = (treeSize: number) => models.ownerAt('contoso', 'LOG-03', MID_FEBRUARY, { treeSize }).owner;
    expect(owner(second + 2)).toBeNull();
    expect(owner(second + 3)).toBe('A. Meier');
    expect(() => owner(story.size + 1)).toThrow(NotYetKnown);
    await models.close();
  });

  it('resolves an instant to what was recorded at or before it', async () => {
    const defined = story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    const models = await story.told(folder);
    const items = models.timeline('contoso', {}, { limit: 200 }).items;
    const { recordedAt } = items[defined]!;
    const ask = (known: string) => models.ownerAt('contoso', 'LOG-03', MID_FEBRUARY, { at: known });
    expect(ask(recordedAt)).toMatchObject({ exists: true, owner: null, treeSize: defined + 1 });
    expect(ask(items[defined - 1]!.recordedAt)).toMatchObject({ exists: false, treeSize: defined });
    expect(ask(items.at(-1)!.recordedAt).treeSize).toBe(story.size);
    expect(ask('1999-01-01T00:00:00Z').treeSize).toBe(0);
    expect(ask('2199-01-01T00:00:00Z').treeSize).toBe(story.size);
    await models.close();
  });

  it('shows what waited then, and nothing that was proposed only afterwards', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const [handover] = story.agrees('C-1', { effectiveFrom: APRIL }, lines.assign('LOG-03', 'contoso'));
    story.does(cast.ruiz, propose({ effectiveFrom: MARCH }, lines.revise('LOG-03')));
    story.does(cast.okafor, reject('C-2'));
    const open = story.does(cast.ruiz, propose({ effectiveFrom: MARCH }, lines.retire('LOG-03')));
    const models = await story.told(folder);
    expect(models.owner('contoso', 'LOG-03', at(MID_FEBRUARY)).pending).toMatchObject([
      { change: 'C-1', status: 'agreed', effectiveFrom: APRIL, agreedAt: expect.any(String) },
      { change: 'C-3', status: 'proposed', effectiveFrom: MARCH, agreedAt: null, entries: [open, open + 1] },
    ]);
    const known = { treeSize: handover + 2 };
    expect(models.owner('contoso', 'LOG-03', { ...at(MID_FEBRUARY), known }).pending).toMatchObject([
      { change: 'C-1', status: 'proposed', agreedAt: null, entries: [handover, handover + 1] },
    ]);
    expect(models.owner('contoso', 'LOG-03', at(JANUARY)).pending).toEqual([]);
    await models.close();
  });

  it('says until when nobody bore it, also in the very last microsecond', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.agrees('C-1', { effectiveFrom: february.from }, lines.assign('LOG-03'));
    const models = await story.told(folder);
    const { intervals } = models.owner('contoso', 'LOG-03', at('2026-01-31T22:59:59.999999Z'));
    expect(intervals).toMatchObject([{ owner: null, inForce: null, to: february.from }]);
    await models.close();
  });

  it('says which later entries speak of that time', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const [, , second] = story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    const known = { treeSize: story.size };
    const interval = { effectiveFrom: FEBRUARY, effectiveTo: MARCH };
    const [, , correction] = story.agrees('C-2', interval, lines.assign('LOG-03', 'contoso'));
    const models = await story.told(folder);
    const later = (effective: string) => models.owner('contoso', 'LOG-03', { ...at(effective), known }).later;
    expect(later(MID_FEBRUARY)).toEqual([
      {
        entry: correction + 2,
        recordedAt: expect.any(String),
        type: 'ResponsibilityAssigned',
        effectiveFrom: FEBRUARY,
        effectiveTo: MARCH,
      },
    ]);
    expect(later(APRIL)).toEqual([]);
    const now = models.owner('contoso', 'LOG-03', at(APRIL)).intervals[0]!;
    // The correction cut the assignment; the rest of it is still what was stated then.
    expect(now).toMatchObject({ from: MARCH, inForce: { from: MARCH, to: null }, assignment: { entry: second + 2 } });
    await models.close();
  });

  it('says of imported lines that they were not agreed, and knows them from the last part on', async () => {
    const first = story.does(
      cast.meier,
      recordImport({
        header: matrixHeader(story.size, FEBRUARY, { parts: 2 }),
        part: 1,
        lines: [
          { ref: 'BKP-04', at: FEBRUARY, act: 'define', definition: definitions.imported, line: 2 },
          { ref: 'BKP-04', at: FEBRUARY, act: 'assign', assignment: assignments.sharedWithoutParts, line: 2 },
        ],
      }),
    );
    const half = story.size;
    story.does(cast.meier, recordImport({ import: `i${first}`, part: 2, lines: [] }));
    const models = await story.told(folder);
    const [interval] = models.owner('contoso', 'BKP-04', at(MID_FEBRUARY)).intervals;
    expect(interval).toMatchObject({
      mark: 'Shared',
      owner: 'Contoso',
      attributes: definitions.imported.attributes,
      basis: { kind: 'import', agreed: false, import: `i${first}`, line: 2, importer: { by: { name: 'A. Meier' } } },
      findings: [{ code: 'assignment/shared-without-parts' }],
      assignment: { entry: first + 2, knownFrom: story.size },
      entries: [first, first + 1, first + 2, story.size - 1],
    });
    const before = models.owner('contoso', 'BKP-04', { ...at(MID_FEBRUARY), known: { treeSize: half } });
    expect(before).toMatchObject({
      task: null,
      exists: false,
      intervals: [{ exists: false, owner: null, owners: [] }],
    });
    expect(before.later.map(({ entry }) => entry)).toEqual([first + 1, first + 2]);
    await models.close();
  });

  it('states a gap, an overlap, and a task that does not exist, and hides nothing behind them', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const feed = feedHeader(story.size);
    const given = [FEBRUARY, assignments.twoAccountable] as const;
    const line = { ref: 'LOG-03', at: given[0], act: 'assign' as const, assignment: given[1] };
    story.does(cast.meier, recordImport({ header: feed, part: 1, lines: [line] }));
    story.agrees('C-1', { effectiveFrom: APRIL }, lines.retire('LOG-03'));
    const models = await story.told(folder);
    const owner = (instant: string) => models.ownerAt('contoso', 'LOG-03', instant);
    expect(owner(JANUARY)).toMatchObject({ exists: true, owner: null, owners: [], mark: null, closed: false });
    expect(owner(FEBRUARY)).toMatchObject({ exists: true, owner: null, owners: ['Contoso', 'Northwind SOC'] });
    const gone = { exists: false, owner: null, owners: [], group: null, mark: null, closed: null, attributes: null };
    expect(owner(APRIL)).toMatchObject(gone);
    expect(owner('2025-06-01T00:00:00Z')).toMatchObject({ ...gone, entries: [] });
    expect(models.ownerAt('contoso', 'NO-99', APRIL)).toMatchObject(gone);
    await models.close();
  });

  it('shows who was erased by pseudonym, and never believes what does not open the commitment', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    const writer = await story.written();
    const models = await readModelsOf(folder, writer);
    const { sealed: meier } = sealed('A. Meier');
    const owner = () => models.owner('contoso', 'LOG-03', at(MID_FEBRUARY)).intervals[0]!;
    expect(owner().owner).toBe('A. Meier');
    writer.disclosures.delete(meier);
    models.forget([meier]);
    expect(owner()).toMatchObject({ owner: 'm3', owners: [{ member: 'm3', name: null }] });
    await models.close();
    const lying = disclosuresOf(writer);
    const forged = await readModelsOf(folder, writer, {
      disclosures: {
        read: (stream, asked) => [
          ...lying.read(stream, asked),
          { commitment: meier, salt: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'text', value: 'Somebody else', subject: 'm3' },
        ],
      },
    });
    expect(forged.ownerAt('contoso', 'LOG-03', MID_FEBRUARY).owner).toBe('m3');
    await forged.close();
  });
});
