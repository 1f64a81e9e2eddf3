import type { SnapshotState } from '#answers/views.snapshot';
import { Moments } from '#answers/words/moments';
import { count, shortDigest, shortName } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import { linesText } from '#answers/words/printable';
import type { Context } from '../../context.ts';
import { writeDocument } from './sealing.ts';

export interface ShowOptions {
  readonly engagement: string;
  readonly out?: string;
}

/** Every snapshot that was taken. */
export async function listSnapshots(context: Context, { engagement }: ShowOptions): Promise<void> {
  const { items, zone } = await context.withClient(async (client) => ({
    items: await client.snapshots.list(engagement),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(items, () => {
    if (items.length === 0) return 'No snapshot was taken.\n';
    const moments = new Moments(zone);
    const rows = items.map(({ id, effective, treeSize, lines, taken, digest }) => [
      id,
      moments.asked(effective),
      String(treeSize),
      String(lines),
      `${shortName(taken.by)}, ${moments.day(taken.recordedAt)}`,
      shortDigest(digest),
    ]);
    return tableText(['Snapshot', 'Matrix of', 'Entries', 'Tasks', 'Taken', 'Digest'], rows, context.io.columns);
  });
}

/** A snapshot as it was sealed, whether it verifies, and its document where a file is named. */
export async function showSnapshot(context: Context, id: string, { engagement, out }: ShowOptions): Promise<void> {
  const { state, bytes, zone } = await context.withClient(async (client) => ({
    state: await client.snapshots.show(engagement, id),
    bytes: out === undefined ? null : await client.snapshots.document(engagement, id),
    zone: (await client.engagement(engagement)).zone,
  }));
  if (out !== undefined) await writeDocument(out, bytes!);
  context.answer({ ...state, ...(out !== undefined && { file: out }) }, () => {
    const written = out === undefined ? '' : `Document: ${out}, ${count(bytes!.length, 'byte')}.\n`;
    return `${stateText(state, new Moments(zone))}${written}`;
  });
}

function stateText(state: SnapshotState, moments: Moments): string {
  const { id, effective, treeSize, lines, taken, digest, root, verifies, made } = state;
  const known = count(treeSize, 'entry', 'entries');
  return linesText([
    `Snapshot ${id}: ${count(lines, 'task')} of ${moments.asked(effective)}, as known to ${known}`,
    `Taken by ${shortName(taken.by)}, ${moments.moment(taken.recordedAt)} (entry ${taken.entry}).`,
    `Document ${digest}`,
    `Root ${root}`,
    verifies
      ? 'Verifies: the same document follows from the entries.'
      : `Does not verify: from the entries now follows ${made}.`,
  ]);
}
