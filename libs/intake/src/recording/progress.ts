import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import type { ImportReport, ImportTarget } from './import-target.ts';

/** How long the read models may take to catch up with what is recorded, in milliseconds. */
const PATIENCE = 120_000;

/** Waits until everything recorded can be read, and says how much that is. */
export async function caughtUp(
  target: ImportTarget,
  engagementId: string,
): Promise<{ readonly treeSize: number; readonly position: number }> {
  const { position } = await target.state();
  await target.read.reach(position, PATIENCE);
  return { treeSize: target.read.engagement(engagementId).treeSize, position };
}

/** How many lines there are of each kind. */
export function countsOf(lines: readonly ImportLine[]): ImportReport['counts'] {
  const counts = { define: 0, revise: 0, retire: 0, assign: 0, close: 0, reopen: 0, fact: 0 };
  for (const { act } of lines) counts[act]++;
  return counts;
}
