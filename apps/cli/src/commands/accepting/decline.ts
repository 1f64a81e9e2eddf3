import { toSeal } from '#kernel/sealed';
import type { Context } from '../../context.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';
import { holdingNow } from './holding.ts';

export interface DeclineOptions extends WriteOptions {
  readonly reason: string;
  /** Entry of the assignment that is declined. */
  readonly entry?: number;
}

/** Declines an assignment: the one that holds now, or the one that an entry recorded. */
export async function decline(context: Context, ref: string, options: DeclineOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { engagement, reason, entry } = options;
  const { recorded, assignment } = await context.withClient(async (client) => {
    const data = await holdingNow(client, engagement, ref, entry);
    const command = { type: 'DeclineAssignment', data: { ...data, reason: toSeal(reason) } } as const;
    return { assignment: data.assignment, recorded: await client.submit(engagement, command, commandId) };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  context.answer({ ref, assignment, ...recorded }, () => {
    const done = recorded.replayed ? 'Declined before' : 'Declined';
    const words = `${done}: ${ref}, as assigned in entry ${assignment} (entry ${recorded.entries[0]!.index}).`;
    return `${words} It stays in force until a change is agreed.\n`;
  });
}
