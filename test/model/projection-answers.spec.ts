import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';

describe('The answer to who bore a task', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('names the owner, and what the answer rests on', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    await writer.record([
      {
        type: 'TaskDefined',
        schema: 1,
        data: {
          taskId: 't4',
          ref: 'LOG-03',
          definition: { title: 'Daily review', attributes: { col: 'x' } },
          digest: 'd'.repeat(64),
          effectiveFrom: '2026-02-01T00:00:00Z',
        },
      },
      {
        type: 'ResponsibilityAssigned',
        schema: 1,
        data: {
          taskId: 't4',
          assignment: { marks: ['mssp'], raci: [{ party: 'p1', member: 'm3', roles: ['R', 'A'] }] },
          digest: 'a'.repeat(64),
          effectiveFrom: '2026-02-01T00:00:00Z',
        },
      },
    ]);
    const models = await readModelsOf(folder, writer);
    expect(models.ownerAt('contoso', 'LOG-03', '2026-03-01T00:00:00Z').owner).toBe('A. Meier');
    await models.close();
  });
});
