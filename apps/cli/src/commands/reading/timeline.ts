import type { TimelineItem, TimelineView } from '#answers/views';
import type { Context } from '../../context.ts';
import { readKnown } from '../../input/points.ts';
import { Moments } from '#answers/words/moments';
import { count, doneBy } from '#answers/words/phrases';
import { linesText } from '#answers/words/printable';

export interface TimelineOptions {
  readonly engagement: string;
  readonly known?: string;
  readonly after?: string;
  readonly limit: number;
}

/** What was recorded, in the order of the ledger: of one task, or all. */
export async function timeline(context: Context, ref: string | undefined, options: TimelineOptions): Promise<void> {
  const { engagement, after, limit } = options;
  const known = readKnown('--known', options.known);
  const filter = {
    limit,
    ...(ref !== undefined && { ref }),
    ...(known !== undefined && { known }),
    ...(after !== undefined && { after }),
  };
  const view = await context.withClient((client) => client.timeline(engagement, filter));
  context.answer(view, () => timelineText(view));
}

function timelineText({ engagement, asOf, items, next }: TimelineView): string {
  const moments = new Moments(asOf.zone);
  return linesText([
    `${engagement.title} · ${count(asOf.treeSize, 'entry', 'entries')} known · ${asOf.zone}`,
    ...items.map((item) => itemLine(item, moments)),
    ...(next === null ? [] : [`There is more: --after ${next}`]),
  ]);
}

function itemLine(item: TimelineItem, moments: Moments): string {
  const { entry, recordedAt, type, ref, change, import: importId, effectiveFrom, effectiveTo } = item;
  const words = [type, ref, change, importId].filter((word) => word !== null);
  const holds = effectiveFrom === null ? '' : `, effective ${moments.span(effectiveFrom, effectiveTo)}`;
  return `${entry}  ${moments.minute(recordedAt)}  ${words.join(' ')} by ${doneBy(item)}${holds}`;
}
