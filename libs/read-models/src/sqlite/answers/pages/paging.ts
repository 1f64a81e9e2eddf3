import type { Known } from '#answers/point-in-time';
import type { Page } from '../../../read-models.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { cursorTo, placeIn, type Question } from './cursor.ts';
import { prefixOf } from '../prefix.ts';

/** One page; `last` is the key of the last item where more may follow, null at the end. */
export interface Slice<T, K extends string | number> {
  readonly items: readonly T[];
  readonly last: K | null;
}

/**
 * Gives one page of an answer about an engagement. The first page fixes the tree size; its cursor carries it on, so that the
 * pages of one answer fit together whatever is recorded in between.
 * @throws BadCursor
 */
export function pageOf<T, K extends string | number>(
  reader: Reader,
  about: {
    readonly engagement: string;
    readonly known: Known | undefined;
    readonly question: Question;
    readonly start: K;
  },
  page: Page,
  slice: (prefix: Prefix, after: K, limit: number) => Slice<T, K>,
): { readonly prefix: Prefix; readonly items: readonly T[]; readonly next: string | null } {
  const ledger = reader.ledgers.ledger(about.engagement);
  const question: Question = [ledger.engagement, about.known ?? null, ...about.question];
  const secret = reader.secret();
  const place = page.after === undefined ? undefined : placeIn(secret, question, page.after);
  const prefix = prefixOf(reader, about.engagement, place ?? about.known);
  const { items, last } = slice(prefix, (place?.after as K | undefined) ?? about.start, page.limit);
  const next = last === null ? null : cursorTo(secret, question, { treeSize: prefix.treeSize, after: last });
  return { prefix, items, next };
}

/** Makes a page of what was read one item further than asked: the item too many says that more follows. */
export function sliceOf<R, T, K extends string | number>(
  rows: readonly R[],
  limit: number,
  key: (row: R) => K,
  show: (row: R) => T,
): Slice<T, K> {
  const shown = rows.slice(0, limit);
  return { items: shown.map(show), last: rows.length > limit ? key(shown.at(-1)!) : null };
}
