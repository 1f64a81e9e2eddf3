import type { Caller } from '#http/request';
import { isIn, type Share } from '#ledger-store/shares/share';
import { BadCursor, NotFound, type Page, type ReadModels } from '#read-models/read-models';
import type { EngagementView } from '#answers/views';

const CURSOR = /^e\.([0-9a-f-]{36})$/;

/** The engagements of a share that a key is bound in, by id, in pages. */
export function engagementsOf(
  read: ReadModels,
  { bindings }: Caller,
  { after, limit }: Page,
  share: Share | undefined,
): { readonly items: readonly EngagementView[]; readonly next: string | null } {
  const from = after === undefined ? '' : CURSOR.exec(after)?.[1];
  if (from === undefined) throw new BadCursor();
  const ids = bindings
    .map(({ engagement }) => engagement)
    .filter((id) => id > from && isIn(share, id))
    .sort();
  const items = ids.slice(0, limit).flatMap((id) => known(read, id));
  return { items, next: ids.length > limit ? `e.${ids[limit - 1]!}` : null };
}

/** Bound already, but not derived here yet: it is left out as if it were not there. */
function known(read: ReadModels, id: string): readonly EngagementView[] {
  try {
    return [read.engagement(id)];
  } catch (error) {
    if (error instanceof NotFound) return [];
    throw error;
  }
}
