import type { ExceptionState } from '#answers/matrix-version/views';
import { Moments } from '#answers/words/moments';
import { list, shortName } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import { linesText } from '#answers/words/printable';
import { toSeal } from '#kernel/sealed';
import type { ControlRef } from '#responsibility/domain/task';
import type { OnusClient, Recorded } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { readEffective } from '../../input/points.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';
import { instantIn } from './reviews.ts';

export interface ExceptionOptions extends WriteOptions {
  readonly task?: readonly string[];
  readonly control: readonly ControlRef[];
  readonly owner: string;
  readonly measure: string;
  readonly reason: string;
  readonly from: string;
  readonly to: string;
}

/** Records what is not done for a time. */
export async function recordException(context: Context, options: ExceptionOptions): Promise<void> {
  const { engagement, task, control, owner, measure, reason } = options;
  const commandId = commandIdOf(options);
  const [from, to] = [readEffective('--from', options.from), readEffective('--to', options.to)];
  await record(context, options, async (client) => {
    const { zone } = await client.engagement(engagement);
    const data = {
      ...(task !== undefined && { refs: task }),
      ...(control.length > 0 && { controls: control }),
      owner,
      measure: toSeal(measure),
      reason: toSeal(reason),
      from: instantIn(from, zone),
      to: instantIn(to, zone),
    };
    const recorded = await client.submit(engagement, { type: 'RecordException', data }, commandId);
    // An exception is named after the entry that records it.
    return { id: `x${recorded.entries[0]!.index}`, recorded };
  });
}

/** Accepts a risk, as the person who bears it. */
export async function acceptException(context: Context, id: string, options: WriteOptions): Promise<void> {
  const commandId = commandIdOf(options);
  await record(context, options, async (client) => {
    const command = { type: 'AcceptException', data: { exception: id } } as const;
    return { id, recorded: await client.submit(options.engagement, command, commandId) };
  });
}

export interface ReasonOptions extends WriteOptions {
  readonly reason: string;
}

/** Ends an exception before its time. */
export async function endException(context: Context, id: string, options: ReasonOptions): Promise<void> {
  const commandId = commandIdOf(options);
  await record(context, options, async (client) => {
    const command = { type: 'EndException', data: { exception: id, reason: toSeal(options.reason) } } as const;
    return { id, recorded: await client.submit(options.engagement, command, commandId) };
  });
}

/** Does something about an exception, and shows what it is by then. */
async function record(
  context: Context,
  options: WriteOptions,
  work: (client: OnusClient) => Promise<{ readonly id: string; readonly recorded: Recorded }>,
): Promise<void> {
  const { recorded, exception, zone } = await context.withClient(async (client) => {
    const done = await work(client);
    const shown = await client.matrixWide.exception(options.engagement, done.id);
    return { recorded: done.recorded, exception: shown, zone: (await client.engagement(options.engagement)).zone };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  const { id, status } = exception;
  context.answer({ exception: id, status, ...recorded }, () => exceptionText(exception, new Moments(zone)));
}

/** Every exception, as it stands now. */
export async function listExceptions(context: Context, { engagement }: { readonly engagement: string }): Promise<void> {
  const { items, zone } = await context.withClient(async (client) => ({
    items: await client.matrixWide.exceptions(engagement),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(items, () => {
    if (items.length === 0) return 'No exception was recorded.\n';
    const moments = new Moments(zone);
    const rows = items.map((item) => [
      item.id,
      inWords(item),
      aboutIn(item),
      item.owner === null ? '' : shortName(item.owner),
      moments.span(item.from, item.to),
      item.measure ?? '(erased)',
    ]);
    return tableText(['Exception', 'Status', 'About', 'Owner', 'Time', 'Instead'], rows, context.io.columns);
  });
}

const inWords = ({ status }: ExceptionState): string => status.replace('-', ' ');

const aboutIn = ({ refs, controls }: ExceptionState): string =>
  [
    ...refs,
    ...controls.map(({ framework, id, part }) => [framework, id, ...(part === undefined ? [] : [part])].join('/')),
  ].join(', ');

function exceptionText(exception: ExceptionState, moments: Moments): string {
  const { id, owner, from, to, measure, reason, accepted, ended, ending } = exception;
  return linesText([
    `Exception ${id} (${inWords(exception)}): ${list(aboutIn(exception).split(', '))}, ${moments.span(from, to)}`,
    `Risk borne by ${owner === null ? '(unknown)' : shortName(owner)}. Reason: ${reason ?? '(erased)'}`,
    `Instead: ${measure ?? '(erased)'}`,
    accepted === null
      ? 'Not accepted: it covers nothing yet.'
      : `Accepted by ${shortName(accepted.by)}, ${moments.moment(accepted.recordedAt)} (entry ${accepted.entry}).`,
    ...(ended === null ? [] : [`Ended by ${shortName(ended.by)}: ${ending ?? '(erased)'} (entry ${ended.entry}).`]),
  ]);
}
