import { writeFile } from 'node:fs/promises';
import { Moments } from '#answers/words/moments';
import { count } from '#answers/words/phrases';
import type { Context } from '../../context.ts';
import { readEffective, readKnown } from '../../input/points.ts';
import { UsageError } from '../../usage-error.ts';
import { keepReceipt, type ReceiptOption } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface TakeOptions extends WriteOptions, ReceiptOption {
  readonly on?: string;
  readonly known?: string;
  readonly out?: string;
}

/** Seals the matrix at a point on both clocks, and writes the document where a file is named. */
export async function takeSnapshot(context: Context, options: TakeOptions): Promise<void> {
  const { engagement, on, known, out } = options;
  const commandId = commandIdOf(options);
  const size = readKnown('--known', known);
  const matrix = {
    ...(on !== undefined && { effective: readEffective('--on', on) }),
    ...(size !== undefined && { known: size }),
  };
  const { taken, bytes, zone } = await context.withClient(async (client) => {
    const recorded = await client.snapshots.take(engagement, matrix, commandId);
    const { snapshotId } = recorded.snapshot;
    return {
      taken: recorded,
      bytes: out === undefined ? null : await client.snapshots.document(engagement, snapshotId),
      zone: (await client.engagement(engagement)).zone,
    };
  }, actingAs(options));
  await keepReceipt(options, taken);
  if (out !== undefined) await writeDocument(out, bytes!);
  context.answer({ ...taken, ...(out !== undefined && { file: out }) }, () => {
    const { snapshotId, effective, treeSize, lines, digest } = taken.snapshot;
    const moments = new Moments(zone);
    const what = `${count(lines, 'task')} of ${moments.asked(effective)}, as known to ${count(treeSize, 'entry', 'entries')}`;
    const done = `${taken.replayed ? 'Sealed before' : 'Sealed'}: ${snapshotId}, ${what} (entry ${taken.entries[0]!.index}).`;
    const written = out === undefined ? '' : `Document: ${out}, ${count(bytes!.length, 'byte')}.\n`;
    return `${done}\n${digest}\n${written}`;
  });
}

/** @throws UsageError where it cannot be written */
export async function writeDocument(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw new UsageError(`--out: ${file} cannot be written (${(error as Error).message})`, 'Name another file');
  }
}
