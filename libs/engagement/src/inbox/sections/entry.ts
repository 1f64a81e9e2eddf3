import { MATTER_KINDS, type Matter } from '#answers/inbox/matter';
import type { InboxItem } from '#answers/inbox/views';
import { instantOf, microsOf, type Instant, type Micros } from '#kernel/instant';

/** Something that may be told. The keys of a section ascend; `item` looks up what is told, and gives none where it does not wait after all. */
export interface Entry {
  readonly key: string;
  readonly item: () => InboxItem | undefined;
}

/** Stands between the parts of a key, and in none of them. */
const GAP = '\u0000';

/** A place among others: ranks first, numbers by their size, then words. */
export const keyFrom = (rank: number, ...parts: readonly (string | number)[]): string =>
  [rank, ...parts].map((part) => (typeof part === 'number' ? String(part).padStart(17, '0') : part)).join(GAP);

/** Entries by their keys. */
export const inOrder = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** The number in an id like `C-7`, `v3` or `x57`. */
export const numberIn = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** The place of something that waits, among everything else that does. */
export const keyOfMatter = ({ kind, id, for: principal }: Matter): string =>
  keyFrom(MATTER_KINDS.indexOf(kind), kind === 'acknowledge' ? id : numberIn(id), principal ?? '');

/** By when something is to be done. Half-open: at that instant it is too late. */
export const dueBy = (due: Micros | null, at: Instant): Pick<InboxItem, 'due' | 'overdue'> => ({
  due: due === null ? null : instantOf(due),
  overdue: due !== null && due <= microsOf(at),
});
