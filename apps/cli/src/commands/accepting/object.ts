import { toSeal } from '#kernel/sealed';
import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import { Moments } from '#answers/words/moments';
import { objectionLines } from '#answers/words/objection-words';
import { shortName } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import { linesText } from '#answers/words/printable';
import type { OnusClient, Recorded, Submission } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { now, readEffective, readKnown } from '../../input/points.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface RaiseOptions extends WriteOptions {
  readonly reason: string;
  /** The very answer that is objected to. */
  readonly on?: string;
  readonly known?: string;
}

/** Objects to the line of a task; with `--on` or `--known`, to what is said of that time, or was said then. */
export async function raiseObjection(context: Context, ref: string, options: RaiseOptions): Promise<void> {
  const { engagement, reason } = options;
  await say(
    context,
    options,
    async (client) => {
      const about = await objectedAnswer(client, ref, options);
      const data = { ref, ...(about !== undefined && { about }), reason: toSeal(reason) };
      return { type: 'RaiseObjection', data } as const;
    },
    (recorded) => ({ engagement, id: `o${recorded.entries[0]!.index}` }),
  );
}

export interface AnswerOptions extends WriteOptions {
  readonly words: string;
}

/** Says something to an objection. */
export async function answerObjection(context: Context, id: string, options: AnswerOptions): Promise<void> {
  const { engagement, words } = options;
  const command = { type: 'AnswerObjection', data: { objection: id, words: toSeal(words) } } as const;
  await say(
    context,
    options,
    () => Promise.resolve(command),
    () => ({ engagement, id }),
  );
}

export interface WithdrawOptions extends WriteOptions {
  readonly reason?: string;
}

/** Takes an objection back. */
export async function withdrawObjection(context: Context, id: string, options: WithdrawOptions): Promise<void> {
  const { engagement, reason } = options;
  const data = { objection: id, ...(reason !== undefined && { reason: toSeal(reason) }) };
  const command = { type: 'WithdrawObjection', data } as const;
  await say(
    context,
    options,
    () => Promise.resolve(command),
    () => ({ engagement, id }),
  );
}

export interface ListOptions {
  readonly engagement: string;
  readonly task?: string;
  readonly status?: ObjectionStatus;
}

/** What is objected to, or was. */
export async function listObjections(context: Context, { engagement, task, status }: ListOptions): Promise<void> {
  const { objections, zone } = await context.withClient(async (client) => ({
    objections: await client.objections.list(engagement, task, status),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(objections, () => {
    if (objections.length === 0) return 'There is no such objection.\n';
    const moments = new Moments(zone);
    const rows = objections.map(({ id, ref, side, status: stands, raised, reason, answers }) => [
      id,
      ref,
      side,
      stands,
      `${shortName(raised.by)}, ${moments.day(raised.recordedAt)}`,
      String(answers.length),
      reason ?? '(erased)',
    ]);
    const columns = ['Objection', 'Task', 'Side', 'Status', 'Raised', 'Answers', 'Reason'];
    return tableText(columns, rows, context.io.columns);
  });
}

/** One objection, with the words of both sides. */
export async function showObjection(context: Context, id: string, { engagement }: ListOptions): Promise<void> {
  const { objection, zone } = await context.withClient(async (client) => ({
    objection: await client.objections.show(engagement, id),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(objection, () => objectionText(objection, zone));
}

type Named = { readonly engagement: string; readonly id: string };

/** Records what somebody says of an objection, and shows the objection as it stands then. */
async function say(
  context: Context,
  options: WriteOptions,
  command: (client: OnusClient) => Promise<Submission>,
  about: (recorded: Recorded) => Named,
): Promise<void> {
  const commandId = commandIdOf(options);
  const { recorded, objection, zone } = await context.withClient(async (client) => {
    const recorded = await client.submit(options.engagement, await command(client), commandId);
    const { engagement, id } = about(recorded);
    const objection = await client.objections.show(engagement, id);
    return { recorded, objection, zone: (await client.engagement(engagement)).zone };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  const { id, status } = objection;
  context.answer({ objection: id, status, ...recorded }, () => objectionText(objection, zone));
}

const objectionText = (objection: ObjectionView, zone: string): string =>
  linesText(objectionLines(objection, new Moments(zone)));

/** What was answered to the question that is objected to: the instant, and how many entries were known. */
async function objectedAnswer(client: OnusClient, ref: string, { engagement, on, known }: RaiseOptions) {
  if (on === undefined && known === undefined) return undefined;
  const effective = on === undefined ? { at: now() } : readEffective('--on', on);
  const size = readKnown('--known', known);
  const { asOf, intervals } = await client.owner(engagement, ref, {
    effective,
    ...(size !== undefined && { known: size }),
  });
  // Of a day, the answer begins with its first instant.
  const at = 'at' in effective ? effective.at : (intervals[0]?.from ?? now());
  return { effective: at, treeSize: asOf.treeSize };
}
