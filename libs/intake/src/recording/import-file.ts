import type { ImportProgress, ImportReport, ImportRequest, ImportTarget } from './import-target.ts';
import { importFeed } from './import-feed.ts';
import { importMatrix } from './import-matrix.ts';

export type * from './import-target.ts';

/**
 * Records a file as it stands: a dated version of a matrix, or an assignment feed. The file is read to its end before anything
 * is recorded; nothing of it is in force before all of it is recorded. An import that was interrupted goes on where it stopped.
 *
 * @throws BrokenFile where the file is broken: nothing was recorded. Refusal where the importer may not import.
 */
export function importFile(
  target: ImportTarget,
  request: ImportRequest,
  onProgress: ImportProgress = () => {},
): Promise<ImportReport> {
  const { settings } = request;
  return settings.format === 'matrix-csv'
    ? importMatrix(target, request, settings, onProgress)
    : importFeed(target, request, settings, onProgress);
}
