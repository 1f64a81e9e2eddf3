import { toSeal } from '#kernel/sealed';
import type { ChangeView } from '#answers/views';
import type { OnusClient, Recorded } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { readChangeFile } from '../../input/change-file.ts';
import { readInput } from '../../input/files.ts';
import { changeText } from '../../print/change.ts';
import { Moments } from '#answers/words/moments';
import { keepReceipt } from './keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from './write-options.ts';

/** Proposes a change that is written in a file. */
export async function propose(context: Context, fileName: string, options: WriteOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const command = await readChangeFile(await readInput(context.io, fileName));
  await decide(context, options, async (client) => {
    const recorded = await client.submit(options.engagement, command, commandId);
    const entry = recorded.entries[0]!.index;
    // The engagement numbers its changes; the entry tells which number this one got.
    const change = (await client.changes(options.engagement)).find(({ proposed }) => proposed.entry === entry)!;
    return { recorded, change };
  });
}

export interface ApproveOptions extends WriteOptions {
  readonly digest?: string;
}

/** Approves a change as it stands, or the very text whose digest is given. */
export async function approve(context: Context, id: string, options: ApproveOptions): Promise<void> {
  const commandId = commandIdOf(options);
  await decide(context, options, async (client) => {
    const digest = options.digest ?? (await client.change(options.engagement, id)).digest;
    const command = { type: 'ApproveChange', data: { change: id, digest } } as const;
    const recorded = await client.submit(options.engagement, command, commandId);
    return { recorded, change: await client.change(options.engagement, id) };
  });
}

export interface RejectOptions extends WriteOptions {
  readonly reason: string;
}

export async function reject(context: Context, id: string, options: RejectOptions): Promise<void> {
  const commandId = commandIdOf(options);
  await decide(context, options, async (client) => {
    const command = { type: 'RejectChange', data: { change: id, reason: toSeal(options.reason) } } as const;
    const recorded = await client.submit(options.engagement, command, commandId);
    return { recorded, change: await client.change(options.engagement, id) };
  });
}

async function decide(
  context: Context,
  options: WriteOptions,
  work: (client: OnusClient) => Promise<{ readonly recorded: Recorded; readonly change: ChangeView }>,
): Promise<void> {
  const { recorded, change, zone } = await context.withClient(async (client) => {
    const done = await work(client);
    return { ...done, zone: (await client.engagement(options.engagement)).zone };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  context.answer({ change: change.id, status: change.status, digest: change.digest, ...recorded }, () =>
    changeText(change, new Moments(zone)),
  );
}
