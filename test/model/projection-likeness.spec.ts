import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import type { ResponsibilityAssigned, Statement } from '#responsibility/domain/responsibility.events';
import type { OnusEvent } from '#rulebook/rulebook';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';

let folder: TemporaryFolder;
let writer: HistoryWriter;
beforeEach(async () => {
  folder = new TemporaryFolder();
  writer = new HistoryWriter();
  await writer.open();
});
afterEach(() => folder.remove());

const JANUARY = '2026-01-01T00:00:00Z';
const FEBRUARY = '2026-02-01T00:00:00Z';
const digest = '0'.repeat(64);

/** A task of its own, `R-4` where it is entry 4. */
const defined = (index: number): OnusEvent => ({
  type: 'TaskDefined',
  schema: 1,
  data: { taskId: `t${index}`, ref: `R-${index}`, definition: { title: 'Duty' }, digest, effectiveFrom: JANUARY },
});

const assigned = (task: number, member: string, more: Partial<Statement> = {}): OnusEvent => ({
  type: 'ResponsibilityAssigned',
  schema: 1,
  data: {
    assignment: { marks: ['mssp'], raci: [{ member, party: 'p1', roles: ['A'] }] },
    digest,
    effectiveFrom: JANUARY,
    taskId: `t${task}`,
    ...more,
  },
});

const added = (memberId: string, name: string): OnusEvent => ({
  type: 'MemberAdded',
  schema: 1,
  data: { memberId, partyId: 'p1', kind: 'person', name: writer.seal(name), roles: [] },
});

describe('Assignments that name the same bearers', () => {
  it('are answered each as it was known when it began to count: before the member had a name, and after', async () => {
    await writer.record([defined(4), defined(5), assigned(4, 'm9'), added('m9', 'C. Keller'), assigned(5, 'm9')]);
    const models = await readModelsOf(folder, writer);
    for (const known of [undefined, { treeSize: 9 }]) {
      expect(models.ownerAt('contoso', 'R-4', FEBRUARY, known)).toMatchObject({ owner: 'm9', entries: [4, 6] });
      expect(models.ownerAt('contoso', 'R-5', FEBRUARY, known)).toMatchObject({ owner: 'C. Keller', entries: [5, 8] });
    }
    await models.close();
  });

  it('are shown in a matrix each as it was known when it began to count, whoever they name', async () => {
    const behind = { change: 'C-1' };
    const { type, schema, data } = assigned(4, 'm3', behind) as ResponsibilityAssigned;
    const deputised = (task: number): OnusEvent => ({
      type,
      schema,
      data: { ...data, taskId: `t${task}`, assignment: { ...data.assignment, deputy: 'm9' } },
    });
    const decided = { changeId: 'C-1', digest };
    const proposed = { ...decided, effectiveFrom: JANUARY, lines: 2, title: writer.seal('Nights') };
    await writer.record([
      defined(4),
      defined(5),
      { type: 'ChangeProposed', schema: 1, data: proposed },
      { type: 'ApprovalGranted', schema: 1, data: { ...decided, side: 'client' } },
      { type: 'ChangeAgreed', schema: 1, data: { ...decided, approvals: [7] } },
      deputised(4),
      added('m9', 'C. Keller'),
      deputised(5),
    ]);
    const models = await readModelsOf(folder, writer);
    const { lines } = models.matrix('contoso', { effective: { at: FEBRUARY } }, { limit: 9 });
    expect(lines.map(({ deputy }) => deputy?.name)).toEqual([null, 'C. Keller']);
    for (const line of lines) {
      const { acknowledgements, acceptance, attributes, ...same } = models.owner('contoso', line.ref, {
        effective: { at: FEBRUARY },
      }).intervals[0]!;
      expect([acknowledgements, attributes]).toEqual([[], null]);
      expect(line).toEqual({
        ...same,
        task: line.task,
        ref: line.ref,
        acknowledged: 0,
        declined: [],
        unanswered: acceptance.map(({ by }) => by),
        objections: [],
      });
    }
    await models.close();
  });

  it('are not alike where they state other digests or findings', async () => {
    const { type, schema, data } = assigned(4, 'm3') as ResponsibilityAssigned;
    const findings = [{ code: 'assignment/no-responsible' as const }];
    await writer.record([
      defined(4),
      { type, schema, data },
      { type, schema, data: { ...data, digest: '1'.repeat(64), effectiveFrom: FEBRUARY } },
      { type, schema, data: { ...data, findings, effectiveFrom: '2026-03-01T00:00:00Z' } },
    ]);
    const models = await readModelsOf(folder, writer);
    await models.close();
    expect(stored(folder.path)).toEqual([
      { said: 5, alike: 5, grounds: null },
      { said: 5, alike: 5, grounds: null },
      { said: 6, alike: 6, grounds: null },
      { said: 6, alike: 6, grounds: null },
      { said: 7, alike: 7, grounds: null },
    ]);
  });

  it('are read each by itself where they have columns of their own', async () => {
    const columns = (line: string): Partial<Statement> => ({ attributes: { line } });
    await writer.record([defined(4), defined(5), assigned(4, 'm3', columns('1')), assigned(5, 'm3', columns('2'))]);
    const models = await readModelsOf(folder, writer);
    expect(models.ownerAt('contoso', 'R-4', FEBRUARY).attributes).toEqual({ line: '1' });
    expect(models.ownerAt('contoso', 'R-5', FEBRUARY).attributes).toEqual({ line: '2' });
    await models.close();
  });

  it('lose a name that was erased, all of them', async () => {
    await writer.record([defined(4), defined(5), assigned(4, 'm3'), assigned(5, 'm3')]);
    const models = await readModelsOf(folder, writer);
    expect(models.ownerAt('contoso', 'R-5', FEBRUARY).owner).toBe('A. Meier');
    const commitments = [...writer.disclosures.keys()];
    writer.disclosures.clear();
    models.forget(commitments);
    expect(models.ownerAt('contoso', 'R-5', FEBRUARY).owner).toBe('m3');
    await models.close();
  });

  it('point to the first of their ledger, and keep what they rest on in parts of an import', async () => {
    const source = { digest: 'sha256:0', name: writer.seal('file.csv'), lines: 2 };
    const started = { importId: 'i6', format: 'assignments' as const, source, parts: 1 };
    await writer.record([
      defined(4),
      defined(5),
      { type: 'ImportStarted', schema: 1, data: started },
      assigned(4, 'm3', { import: 'i6', line: 1 }),
      assigned(5, 'm3'),
      { type: 'ImportCompleted', schema: 1, data: { importId: 'i6', entries: 1 } },
    ]);
    const models = await readModelsOf(folder, writer);
    expect(models.ownerAt('contoso', 'R-4', FEBRUARY).entries).toEqual([4, 6, 7, 9]);
    expect(models.ownerAt('contoso', 'R-5', FEBRUARY).entries).toEqual([5, 8]);
    await models.close();
    expect(stored(folder.path)).toEqual([
      { said: 7, alike: 7, grounds: (1 * 2 ** 24 + 2) * 4 },
      { said: 8, alike: 7, grounds: null },
    ]);
  });
});

function stored(path: string): readonly unknown[] {
  const file = modelFile(path, PROJECTION_VERSION, 1);
  const database = new DatabaseSync(file.path, { readOnly: true });
  const rows = database
    .prepare('SELECT said, alike, grounds FROM periods WHERE alike IS NOT NULL ORDER BY said')
    .all()
    .map((row) => ({ ...row }));
  database.close();
  return rows;
}
