import { basename } from 'node:path';
import { findMap } from '#intake/maps/ready-maps';
import type { MatrixMap } from '#intake/matrix-map';
import type { FileToImport } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../input/broken-input.ts';
import { readInput } from '../../input/files.ts';
import { readInstant } from '../../input/points.ts';
import { importText } from '../../print/import-report.ts';
import { ProgressBar } from '../../print/progress.ts';
import { UsageError } from '../../usage-error.ts';
import { keepReceipt, type ReceiptOption } from './keep-receipt.ts';
import { openingOf, type OpeningOptions } from './opening.ts';

export interface ImportOptions extends OpeningOptions, ReceiptOption {
  readonly engagement: string;
  readonly format: 'matrix-csv' | 'assignments';
  readonly effective?: string;
  readonly map?: string;
  readonly mode?: 'replace' | 'set';
  readonly onClose?: 'keep' | 'clear';
  readonly as?: string;
}

/** Records a file as it stands. A broken file is refused whole before anything is recorded, the engagement included. */
export async function importCommand(context: Context, fileName: string, options: ImportOptions): Promise<void> {
  const start = performance.now();
  checkOptions(options);
  const effective = options.effective === undefined ? undefined : readInstant('--effective', options.effective);
  const map = options.map === undefined ? undefined : await readMap(context, options.map);
  const file = await readInput(context.io, fileName);
  const settings: FileToImport['settings'] =
    effective === undefined
      ? { format: 'assignments', mode: options.mode ?? 'replace', onClose: options.onClose ?? 'keep' }
      : { format: 'matrix-csv', effective, ...(map !== undefined && { map }) };
  // Where the file lies on this machine is nobody else's business.
  const request = { bytes: file.bytes, name: basename(file.name), settings };

  const terms = openingOf(options.engagement, options);
  const bar = new ProgressBar(context.io, 'importing');
  try {
    const { report, opened } = await context.withClient(
      (client) => reading(file.name, () => client.importFile(terms, request, bar.update)),
      { actAs: options.as, begins: true },
    );
    bar.clear();
    // The same content again records nothing, and that is no fault.
    if (report.recorded) await keepReceipt(options, report);
    const seconds = Math.round(performance.now() - start) / 1000;
    const perSecond = Math.round(report.lines / seconds);
    const value = { ...report, opened, seconds, perSecond };
    context.answer(value, () => importText(file.name, settings, value));
  } finally {
    bar.clear();
  }
}

function checkOptions({ format, effective, map, mode, onClose }: ImportOptions): void {
  if (format === 'matrix-csv') {
    if (effective === undefined)
      throw new UsageError(
        '--effective is missing',
        'Say from when the matrix holds, for example 2026-03-14T00:00:00Z',
      );
    if (mode !== undefined || onClose !== undefined)
      throw new UsageError('--mode and --on-close are for assignment feeds', 'Leave them out');
  } else if (effective !== undefined || map !== undefined) {
    throw new UsageError('--effective and --map are for matrices: a feed says its own times', 'Leave them out');
  }
}

/** A ready map by name, or a map in a file. */
async function readMap(context: Context, nameOrFile: string): Promise<MatrixMap> {
  const ready = findMap(nameOrFile);
  if (ready !== undefined) return ready;
  const { readMatrixMap } = await import('#intake/maps/read-map');
  const { name, bytes } = await readInput(context.io, nameOrFile);
  return reading(name, () => readMatrixMap(bytes));
}
