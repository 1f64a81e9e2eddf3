import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';
import { histories, sorted, storedPeriods, writeHistory } from './projection-histories.ts';

describe('Stored periods of ownership', () => {
  it('are those of the definition, for any history of statements, imports and corrections', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async (history) => {
        const own = new TemporaryFolder();
        try {
          const writer = new HistoryWriter(new MemoryEventStore());
          const book = await writeHistory(writer, history);
          const models = await readModelsOf(own, writer);
          await models.close();
          expect(storedPeriods(own.path)).toEqual(sorted(book.periods));
        } finally {
          own.remove();
        }
      }),
      { numRuns: 200 },
    );
  });
});
