import { toSeal } from '#kernel/sealed';
import type { ChangeView } from '#answers/views';
import type { OnusClient, Recorded, Submission } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { readChangeFile } from '../../input/changes/change-file.ts';
import { readInput } from '../../input/files.ts';
import { changeText } from '../../print/change.ts';
import { Moments } from '#answers/words/moments';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface ProposeOptions extends WriteOptions {
  /** Nobody can decide about it yet. */
  readonly draft?: boolean;
}

/** Proposes a change that is written in a file, or drafts it. */
export async function propose(context: Context, fileName: string, options: ProposeOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { about: called, text } = await readChangeFile(await readInput(context.io, fileName));
  const command = { type: 'DraftChange', data: { ...called, ...text, open: options.draft !== true } } as const;
  await decide(context, options, async (client) => {
    const recorded = await client.submit(options.engagement, command, commandId);
    const entry = recorded.entries[0]!.index;
    // The engagement numbers its changes; the entry tells which number this one got.
    const change = (await client.changes(options.engagement)).find(({ proposed }) => proposed.entry === entry)!;
    return { recorded, change };
  });
}

export interface ReviseOptions extends WriteOptions {
  readonly note?: string;
}

/** Gives a change the text that is written in a file. Its title and reason stay: `describe` alters those. */
export async function revise(context: Context, id: string, fileName: string, options: ReviseOptions): Promise<void> {
  const { text } = await readChangeFile(await readInput(context.io, fileName));
  const note = options.note === undefined ? {} : { note: toSeal(options.note) };
  await about(context, id, options, () => ({ type: 'ReviseChange', data: { change: id, ...note, ...text } }));
}

export interface DescribeOptions extends WriteOptions {
  readonly title: string;
  readonly reason?: string;
}

export async function describeChange(context: Context, id: string, options: DescribeOptions): Promise<void> {
  const reason = options.reason === undefined ? {} : { reason: toSeal(options.reason) };
  const data = { change: id, title: toSeal(options.title), ...reason };
  await about(context, id, options, () => ({ type: 'DescribeChange', data }));
}

export interface ApproveOptions extends WriteOptions {
  readonly digest?: string;
}

/** Opens a draft as it stands, or the very text whose digest is given. */
export async function open(context: Context, id: string, options: ApproveOptions): Promise<void> {
  await about(context, id, options, (digest) => ({ type: 'OpenChange', data: { change: id, digest } }));
}

/** Approves a change as it stands, or the very text whose digest is given. */
export async function approve(context: Context, id: string, options: ApproveOptions): Promise<void> {
  await about(context, id, options, (digest) => ({ type: 'ApproveChange', data: { change: id, digest } }));
}

export interface ReasonedOptions extends ApproveOptions {
  readonly reason: string;
}

export async function requestChanges(context: Context, id: string, options: ReasonedOptions): Promise<void> {
  const reason = toSeal(options.reason);
  await about(context, id, options, (digest) => ({ type: 'RequestChanges', data: { change: id, digest, reason } }));
}

export async function reject(context: Context, id: string, options: ReasonedOptions): Promise<void> {
  const data = { change: id, reason: toSeal(options.reason) };
  await about(context, id, options, () => ({ type: 'RejectChange', data }));
}

export async function withdraw(context: Context, id: string, options: WriteOptions): Promise<void> {
  await about(context, id, options, () => ({ type: 'WithdrawChange', data: { change: id } }));
}

/** Asks to put a change in force without its approvals. */
export async function requestOverride(context: Context, id: string, options: ReasonedOptions): Promise<void> {
  const reason = toSeal(options.reason);
  const characters = Array.from(options.reason).length;
  await about(context, id, options, (digest) => ({
    type: 'RequestOverride',
    data: { change: id, digest, reason, characters },
  }));
}

/** The second person's word. */
export async function confirmOverride(context: Context, id: string, options: ApproveOptions): Promise<void> {
  await about(context, id, options, (digest) => ({ type: 'ConfirmOverride', data: { change: id, digest } }));
}

/** Something is done about a change that is there; `digest` is that of the text that stands, or the one that was given. */
async function about(
  context: Context,
  id: string,
  options: ApproveOptions,
  command: (digest: string) => Submission,
): Promise<void> {
  const commandId = commandIdOf(options);
  await decide(context, options, async (client) => {
    const digest = options.digest ?? (await client.change(options.engagement, id)).digest;
    const recorded = await client.submit(options.engagement, command(digest), commandId);
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
