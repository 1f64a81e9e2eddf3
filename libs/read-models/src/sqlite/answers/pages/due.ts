import type { Instant } from '#kernel/instant';
import { isIn, type Share } from '#ledger-store/shares/share';
import type { DueMatter } from '../../../due-matter.ts';
import type { Reader } from '../../queries/reader.ts';

/** What is due in the engagements of a share. A file that was built for another share may tell of others: these are passed over. */
export function dueMatters(
  reader: Reader,
  until: Instant,
  { limit, after }: { readonly limit: number; readonly after: DueMatter | undefined },
  share: Share | undefined,
): readonly DueMatter[] {
  const found: DueMatter[] = [];
  for (let from = after; ;) {
    const page = reader.due.page(until, limit, from);
    for (const matter of page) {
      if (found.length < limit && isIn(share, matter.engagement)) found.push(matter);
    }
    if (page.length < limit || found.length === limit) return found;
    from = page.at(-1);
  }
}
