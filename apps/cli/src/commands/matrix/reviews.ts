import { askedAbout, type Effective } from '#answers/point-in-time';
import type { ReviewLine, ReviewState } from '#answers/matrix-version/views';
import { Moments } from '#answers/words/moments';
import { count, shortName } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import { linesText } from '#answers/words/printable';
import { instantOf, type Instant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import type { OnusClient, Recorded } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { readEffective } from '../../input/points.ts';
import { UsageError } from '../../usage-error.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface StartOptions extends WriteOptions {
  readonly due: string;
  readonly task?: readonly string[];
  readonly version?: string;
  readonly every?: number;
}

/** The instant that is meant by a day: its first, in the contract's zone. */
export const instantIn = (effective: Effective, zone: string): Instant => instantOf(askedAbout(effective, zone).from);

/** Asks both sides of each line whether it is still true. */
export async function startReview(context: Context, options: StartOptions): Promise<void> {
  const { engagement, task, version, every } = options;
  const commandId = commandIdOf(options);
  const due = readEffective('--due', options.due);
  await record(context, options, async (client) => {
    const data = {
      due: instantIn(due, (await client.engagement(engagement)).zone),
      ...(task !== undefined && { refs: task }),
      ...(version !== undefined && { version }),
      ...(every !== undefined && { cadenceDays: every }),
    };
    const recorded = await client.submit(engagement, { type: 'StartReview', data }, commandId);
    // A review is named after the entry that starts it.
    return { id: `r${recorded.entries[0]!.index}`, recorded };
  });
}

export interface ConfirmOptions extends WriteOptions {
  readonly all?: boolean;
  readonly notTrue?: boolean;
  readonly reason?: string;
}

/** Says of lines whether they are still true. */
export async function confirmLines(
  context: Context,
  id: string,
  refs: readonly string[],
  options: ConfirmOptions,
): Promise<void> {
  const { engagement, all = false, notTrue = false, reason } = options;
  const commandId = commandIdOf(options);
  if (all === refs.length > 0)
    throw new UsageError('it is not said which lines', 'Name them, or give --all, but not both');
  if (notTrue && reason === undefined) throw new UsageError('--not-true: it is not said why', 'Give --reason');
  await record(context, options, async (client) => {
    const named = all ? (await client.matrixWide.review(engagement, id)).items.map(({ ref }) => ref) : refs;
    const lines = named.map((ref) => ({
      ref,
      verdict: notTrue ? ('not-true' as const) : ('still-true' as const),
      ...(reason !== undefined && { reason: toSeal(reason) }),
    }));
    const command = { type: 'ConfirmLines', data: { review: id, lines } } as const;
    return { id, recorded: await client.submit(engagement, command, commandId) };
  });
}

/** Does something about a review, and shows what it is by then. */
async function record(
  context: Context,
  options: WriteOptions,
  work: (client: OnusClient) => Promise<{ readonly id: string; readonly recorded: Recorded }>,
): Promise<void> {
  const { recorded, review, zone } = await context.withClient(async (client) => {
    const done = await work(client);
    const shown = await client.matrixWide.review(options.engagement, done.id);
    return { recorded: done.recorded, review: shown, zone: (await client.engagement(options.engagement)).zone };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  context.answer({ review: review.id, status: review.status, ...recorded }, () => headText(review, new Moments(zone)));
}

/** What each side said of each line, and what is to be done. */
export async function showReview(
  context: Context,
  id: string,
  { engagement }: { readonly engagement: string },
): Promise<void> {
  const { review, zone } = await context.withClient(async (client) => ({
    review: await client.matrixWide.review(engagement, id),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(review, () => {
    const rows = review.items.map((line) => [line.ref, wordOf(line.provider), wordOf(line.client), workIn(line)]);
    const table = tableText(['Line', 'Provider', 'Client', 'To do'], rows, context.io.columns);
    return `${headText(review, new Moments(zone))}${table}`;
  });
}

/** Every review, and when the next is due. */
export async function listReviews(context: Context, { engagement }: { readonly engagement: string }): Promise<void> {
  const { items, zone } = await context.withClient(async (client) => ({
    items: await client.matrixWide.reviews(engagement),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(items, () => {
    if (items.length === 0) return 'No review was started.\n';
    const moments = new Moments(zone);
    const rows = items.map(({ id, status, lines, due, nextDue, notTrue }) => [
      id,
      status,
      String(lines),
      moments.asked(due),
      notTrue === null ? '' : String(notTrue),
      nextDue === null ? '' : moments.asked(nextDue),
    ]);
    return tableText(['Review', 'Status', 'Lines', 'Due', 'Not true', 'Next due'], rows, context.io.columns);
  });
}

function headText(review: ReviewState, moments: Moments): string {
  const { id, status, lines, due, nextDue, started, items } = review;
  const spoken = (side: 'provider' | 'client') => items.filter((line) => line[side] !== null).length;
  const work = items.filter((line) => line.work).length;
  return linesText([
    `Review ${id} (${status}): ${count(lines, 'line')}, due ${moments.asked(due)}`,
    `Started by ${shortName(started.by)}, ${moments.moment(started.recordedAt)} (entry ${started.entry}).`,
    `The provider has spoken of ${spoken('provider')}, the client of ${spoken('client')}.`,
    ...(work > 0 ? [`Something is to be done about ${count(work, 'line')}.`] : []),
    ...(nextDue === null ? [] : [`The next review is due ${moments.asked(nextDue)}.`]),
  ]);
}

const wordOf = (word: ReviewLine['provider']): string =>
  word === null ? '' : `${word.verdict === 'still-true' ? 'still true' : 'not true'}, ${shortName(word.by)}`;

const workIn = ({ work, provider, client }: ReviewLine): string =>
  work ? ([provider, client].find((word) => word?.verdict === 'not-true')?.reason ?? '(erased)') : '';
