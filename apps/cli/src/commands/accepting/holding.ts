import type { AssignmentToAccept } from '#responsibility/domain/responsibility.commands';
import { NotFound } from '#read-models/read-models';
import type { OnusClient } from '../../client/onus-client.ts';
import { now } from '../../input/points.ts';

/** An assignment with the text of the task that was read. */
export type Read = AssignmentToAccept & { readonly text: string };

/** The assignment of a task that holds now, or the one of an entry; with the digest of the text as it stands. @throws NotFound */
export async function holdingNow(
  client: OnusClient,
  engagement: string,
  ref: string,
  entry?: number,
): Promise<AssignmentToAccept> {
  const { task, intervals } = await client.owner(engagement, ref, { effective: { at: now() } });
  if (task === null) throw new NotFound('task', `${ref} in ${engagement}`);
  const assignment = entry ?? intervals[0]?.assignment?.entry;
  if (assignment === undefined) {
    throw new NotFound('assignment', `of ${ref} that holds now; name its entry with --entry`);
  }
  const text = intervals[0]?.text?.digest;
  return { ref, assignment, ...(text !== undefined && { text }) };
}
