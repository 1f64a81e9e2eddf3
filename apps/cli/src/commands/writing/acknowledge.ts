import { NotFound } from '#read-models/read-models';
import type { OnusClient } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { now } from '../../input/points.ts';
import { keepReceipt } from './keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from './write-options.ts';

export interface AcknowledgeOptions extends WriteOptions {
  /** Entry of the assignment that is accepted. */
  readonly entry?: number;
}

/** Accepts an assignment: the one that holds now, or the one that an entry recorded. */
export async function acknowledge(context: Context, ref: string, options: AcknowledgeOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { recorded, assignment } = await context.withClient(async (client) => {
    const assignment = options.entry ?? (await holdingNow(client, options.engagement, ref));
    const command = { type: 'AcknowledgeAssignment', data: { ref, assignment } } as const;
    return { assignment, recorded: await client.submit(options.engagement, command, commandId) };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  context.answer({ ref, assignment, ...recorded }, () => {
    const done = recorded.replayed ? 'Acknowledged before' : 'Acknowledged';
    return `${done}: ${ref}, as assigned in entry ${assignment} (entry ${recorded.entries[0]!.index}).\n`;
  });
}

async function holdingNow(client: OnusClient, engagement: string, ref: string): Promise<number> {
  const { task, intervals } = await client.owner(engagement, ref, { effective: { at: now() } });
  if (task === null) throw new NotFound('task', `${ref} in ${engagement}`);
  const holding = intervals[0]?.assignment;
  if (holding == null) throw new NotFound('assignment', `of ${ref} that holds now; name its entry with --entry`);
  return holding.entry;
}
