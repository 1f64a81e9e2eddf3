import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { put, reviseIt } from '#approval/domain/examples/changes';
import { approve, digestOfChange, lines, propose, reject } from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import { february, review, submit } from '#evidence/domain/evidence.examples';
import { toSeal } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { raise, withdraw } from '#objection/domain/objection.examples';
import { NotFound } from '#read-models/read-models';
import { assignments, APRIL, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { TemporaryFolder } from './projection-setting.ts';
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

describe('Registers', () => {
  it('show changes with their lines and decisions, as a tree size knows them', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const [proposed, , second] = story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    const other = { effectiveFrom: MARCH };
    story.does(cast.ruiz, propose(other, lines.retire('LOG-03')));
    story.does(cast.keller, approve('C-2', digestOfChange(sha256, other, lines.retire('LOG-03'))));
    story.does(cast.okafor, reject('C-2'));
    const models = await story.told(folder);
    expect(models.change('contoso', 'C-1')).toMatchObject({
      status: 'agreed',
      lines: [lines.assign('LOG-03')],
      proposed: { entry: proposed, by: { name: 'T. Ruiz' } },
      approvals: [{ side: 'provider' }, { side: 'client' }],
      decided: { entry: second + 1, by: { name: 'B. Okafor' } },
      decision: null,
    });
    expect(models.change('contoso', 'C-1', { treeSize: second + 1 })).toMatchObject({
      status: 'proposed',
      decided: null,
    });
    expect(() => models.change('contoso', 'C-1', { treeSize: proposed })).toThrow(NotFound);
    expect(() => models.change('contoso', 'C-3')).toThrow(NotFound);
    const listed = (status: 'proposed' | 'agreed' | 'rejected', treeSize = story.size) =>
      models.changes('contoso', { status, known: { treeSize } }, { limit: 10 }).items.map(({ id }) => id);
    expect([listed('agreed'), listed('rejected'), listed('proposed')]).toEqual([['C-1'], ['C-2'], []]);
    expect(listed('proposed', story.size - 1)).toEqual(['C-2']);
    expect(models.change('contoso', 'C-2').decision).toBe('The handover needs a trained deputy first.');
    await models.close();
  });

  it('show what a change is about, and which objections are open, as a tree size knows them', async () => {
    for (const ref of ['LOG-03', 'LOG-04']) story.does(cast.ruiz, defineTask(ref, JANUARY));
    story.does(cast.ruiz, put({ effectiveFrom: MARCH }, lines.assign('LOG-03')));
    const revised = story.does(cast.ruiz, reviseIt('C-1', { effectiveFrom: MARCH }, lines.assign('LOG-04')));
    const raised = story.does(cast.okafor, raise());
    const ended = story.does(cast.okafor, withdraw(`o${raised}`));
    const models = await story.told(folder);
    const pending = (ref: string, treeSize = story.size) =>
      models.owner('contoso', ref, { ...at(MID_FEBRUARY), known: { treeSize } }).pending.map(({ change }) => change);
    expect([pending('LOG-03', revised), pending('LOG-03'), pending('LOG-04')]).toEqual([['C-1'], [], ['C-1']]);
    const objections = (treeSize: number): readonly unknown[] => {
      const known = { treeSize };
      const listed = models.objections('contoso', { known }, { limit: 10 }).items.map(({ status }) => status);
      const [line] = models.matrix('contoso', { ...at(MID_FEBRUARY), known }, { limit: 1 }).lines;
      return [...listed, line!.objections.length];
    };
    expect([raised, ended, ended + 1].map(objections)).toEqual([[0], ['open', 1], ['withdrawn', 0]]);
    await models.close();
  });

  it('show evidence, people and roles', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.does(cast.ruiz, defineTask('LOG-04', JANUARY));
    const first = story.does(cast.ruiz, submit());
    story.does(cast.ruiz, submit({ ref: 'LOG-04', title: toSeal('Other') }));
    const before = story.size;
    story.does(cast.meier, { type: 'ChangeRoles', data: { member: 'm5', roles: ['viewer'] } });
    story.does(cast.meier, { type: 'RemoveMember', data: { member: 'm12' } });
    const models = await story.told(folder);
    const evidence = models.evidence('contoso', { ref: 'LOG-03' }, { limit: 10 });
    expect(evidence.items).toMatchObject([
      { id: `e${first}`, ref: 'LOG-03', title: 'Daily review record, February 2026', submitted: { entry: first } },
    ]);
    expect(models.evidence('contoso', {}, { limit: 10 }).items.map(({ ref }) => ref)).toEqual(['LOG-03', 'LOG-04']);
    // A page that is full is the last one where nothing follows.
    expect([1, 2].map((limit) => models.evidence('contoso', {}, { limit }).next)).toEqual([expect.any(String), null]);
    expect(() => models.evidence('contoso', { ref: 'NO-99' }, { limit: 10 })).toThrow(NotFound);
    const roles = (treeSize: number) =>
      Object.fromEntries(models.members('contoso', { treeSize }).map((each) => [each.id, each]));
    expect(roles(before)).toMatchObject({ m5: { roles: ['contributor'] }, m12: { removed: false } });
    expect(roles(story.size)).toMatchObject({
      m5: { name: 'T. Ruiz', roles: ['viewer'] },
      m12: { roles: ['viewer'], removed: true },
    });
    expect(models.parties('contoso').map(({ id, side }) => [id, side])).toEqual([
      ['p1', 'provider'],
      ['p2', 'client'],
      ['p13', 'third'],
    ]);
    await models.close();
  });

  it('tell how much was shown of a line, and was checked by then: for a time that its end is no part of', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    const shown = story.does(cast.ruiz, submit());
    story.does(cast.okafor, review(`e${shown}`));
    const models = await story.told(folder);
    const counts = (instant: string, treeSize = story.size): unknown => {
      const question = { effective: { at: instant }, known: { treeSize }, evidence: true };
      return models.matrix('contoso', question, { limit: 10 }).lines[0]?.evidence;
    };
    expect(counts(february.from)).toEqual({ submitted: 1, accepted: 1, returned: 0 });
    expect(counts(february.to)).toEqual({ submitted: 0, accepted: 0, returned: 0 });
    expect(counts(february.from, shown + 1)).toEqual({ submitted: 1, accepted: 0, returned: 0 });
    expect(counts(february.from, shown)).toEqual({ submitted: 0, accepted: 0, returned: 0 });
    const onDay = (day: string): number => models.owner('contoso', 'LOG-03', { effective: { day } }).evidence.submitted;
    const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'];
    expect(days.map(onDay)).toEqual([0, 1, 1, 0]);
    await models.close();
  });

  it('tell the timeline of a task with what was decided about it, texts opened', async () => {
    const defined = story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.does(cast.ruiz, defineTask('LOG-04', JANUARY));
    const [proposed] = story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    story.agrees('C-2', { effectiveFrom: FEBRUARY }, lines.assign('LOG-04'));
    const models = await story.told(folder);
    const { items } = models.timeline('contoso', { ref: 'LOG-03' }, { limit: 50 });
    expect(items.map(({ entry, type }) => [entry, type])).toEqual([
      [defined, 'TaskDefined'],
      [proposed, 'ChangeProposed'],
      [proposed + 1, 'ChangeLineProposed'],
      [proposed + 2, 'ApprovalGranted'],
      [proposed + 3, 'ApprovalGranted'],
      [proposed + 4, 'ChangeAgreed'],
      [proposed + 5, 'ResponsibilityAssigned'],
    ]);
    expect(items[1]).toMatchObject({
      change: 'C-1',
      by: { name: 'T. Ruiz' },
      effectiveFrom: FEBRUARY,
      data: { title: 'Log review goes to Northwind SOC' },
    });
    expect(items[2]).toMatchObject({ task: `t${defined}`, ref: 'LOG-03' });
    expect(models.timeline('contoso', {}, { limit: 200 }).items.map(({ entry }) => entry)).toEqual(
      Array.from({ length: story.size }, (_, entry) => entry),
    );
    expect(() => models.timeline('contoso', { ref: 'NO-99' }, { limit: 10 })).toThrow(NotFound);
    await models.close();
  });

  it('compare two points: what was added, removed and changed, and in which fields', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.does(cast.ruiz, defineTask('LOG-04', JANUARY));
    story.does(cast.ruiz, defineTask('LOG-05', JANUARY));
    story.agrees('C-1', { effectiveFrom: JANUARY }, lines.assign('LOG-03'));
    story.agrees('C-2', { effectiveFrom: MARCH }, lines.assign('LOG-03', 'contoso'), lines.revise('LOG-03'));
    story.agrees('C-3', { effectiveFrom: MARCH }, lines.retire('LOG-04'), lines.define('LOG-06'));
    const models = await story.told(folder);
    const diff = models.diff('contoso', at(FEBRUARY), at(APRIL));
    expect(diff.counts).toEqual({ added: 1, removed: 1, changed: 1, same: 1 });
    expect(diff.lines.map(({ ref, kind }) => [ref, kind])).toEqual([
      ['LOG-03', 'changed'],
      ['LOG-04', 'removed'],
      ['LOG-06', 'added'],
    ]);
    const [changed, removed, added] = diff.lines;
    expect(changed!.fields).toEqual(
      expect.arrayContaining(['/mark', '/owner', '/group', '/raci', '/definition/title']),
    );
    expect([changed!.before?.owner, changed!.after?.owner]).toEqual(['A. Meier', 'Contoso']);
    expect([removed!.after, added!.before]).toEqual([null, null]);
    expect(models.diff('contoso', at(APRIL), at(APRIL)).counts).toEqual({ added: 0, removed: 0, changed: 0, same: 3 });
    await models.close();
    const closed = story.does(cast.ruiz, { type: 'CloseTask', data: { ref: 'LOG-05', effectiveFrom: APRIL } });
    const later = await story.told(folder);
    const known = { treeSize: closed };
    const { lines: differing } = later.diff('contoso', { ...at(APRIL), known }, at(APRIL));
    expect(differing.map(({ ref, kind, fields }) => [ref, kind, fields])).toEqual([['LOG-05', 'changed', ['/closed']]]);
    await later.close();
  });

  it('give what an import is compared with', async () => {
    story.does(cast.ruiz, defineTask('LOG-03', JANUARY));
    story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'));
    story.agrees('C-2', { effectiveFrom: APRIL }, lines.assign('LOG-03', 'contoso'));
    story.does(cast.ruiz, { type: 'CloseTask', data: { ref: 'LOG-03', effectiveFrom: MARCH } });
    const models = await story.told(folder);
    const inForce = (instant: string) => models.linesInForce('contoso', instant).get('LOG-03');
    expect(inForce(JANUARY)).toMatchObject({ assignment: null, assignmentDigest: null, closed: false });
    expect(inForce(MARCH)).toMatchObject({ assignment: assignments.northwind, closed: true });
    expect(inForce('2025-06-01T00:00:00Z')).toBeUndefined();
    const given = models.assignmentsFrom('contoso', 'LOG-03', Date.parse(MARCH) * 1000);
    expect(given.map(({ from, to, assignment }) => [from, to, assignment.marks])).toEqual([
      [Date.parse(FEBRUARY) * 1000, Date.parse(APRIL) * 1000, ['mssp']],
      [Date.parse(APRIL) * 1000, Number.MAX_SAFE_INTEGER, ['client']],
    ]);
    expect(models.assignmentsFrom('contoso', 'NO-99', 0)).toEqual([]);
    await models.close();
  });
});
