import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';
import { histories, sorted, storedPeriods, writeHistory } from './projection-histories.ts';

describe('Stored periods of ownership', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('are those of the definition, for any history of statements, imports and corrections', async () => {
    await fc.assert(
      fc
        .asyncProperty(histories(), async (history) => {
          const writer = new HistoryWriter(new MemoryEventStore());
          const book = await writeHistory(writer, history);
          const models = await readModelsOf(folder, writer);
          await models.close();
          expect(storedPeriods(folder.path)).toEqual(sorted(book.periods));
        })
        .afterEach(() => {
          folder.remove();
          folder = new TemporaryFolder();
        }),
      { numRuns: 200 },
    );
  });
});
