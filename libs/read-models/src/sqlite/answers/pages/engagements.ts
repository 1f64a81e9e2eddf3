import { isIn, type Share } from '#ledger-store/shares/share';
import type { Page } from '../../../read-models.ts';
import type { EngagementView } from '#answers/views';
import { engagementView } from '../../queries/ledgers.ts';
import type { Reader } from '../../queries/reader.ts';
import { cursorTo, placeIn } from './cursor.ts';
import { sliceOf } from './paging.ts';

const QUESTION = ['engagements'];

/** All engagements of a share, by slug. A file that was built for another share may have others, and then a page is not full. */
export function engagementPage(
  reader: Reader,
  { after, limit }: Page,
  share: Share | undefined,
): { readonly items: readonly EngagementView[]; readonly next: string | null } {
  const secret = reader.secret();
  const place = after === undefined ? '["",0]' : String(placeIn(secret, QUESTION, after).after);
  const [slug, id] = JSON.parse(place) as [string, number];
  const { items, last } = sliceOf(
    reader.ledgers.page(slug, id, limit + 1),
    limit,
    (ledger) => JSON.stringify([ledger.slug, ledger.id]),
    (ledger) => engagementView(ledger, reader.ledgers.extent(ledger).size),
  );
  const ours = items.filter(({ id: engagement }) => isIn(share, engagement));
  return { items: ours, next: last === null ? null : cursorTo(secret, QUESTION, { treeSize: 0, after: last }) };
}
