import type { Teller, Told } from '#answers/matrix-version/told';
import type { Restated } from '#answers/matrix-version/review-view';
import type { ExceptionEvent } from '#matrix-version/domain/exception.events';
import type { ReviewEvent } from '#matrix-version/domain/review.events';
import type { VersionEvent } from '#matrix-version/domain/version.events';
import { facetOf } from '#responsibility/domain/two-clocks/periods';
import type { EntryRow } from '../../queries/entries.ts';
import { mentionOf } from '../../queries/entries.ts';
import type { StatementType } from '../../queries/grounds/statements.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import type { Kind } from '../../queries/register/register.ts';

interface EventsOf {
  readonly v: VersionEvent;
  readonly r: ReviewEvent;
  readonly x: ExceptionEvent;
}

/** What the register has of a version, review or exception; empty where the tree size does not know it. */
export function toldOf<K extends Kind>(
  reader: Reader,
  { ledger, treeSize }: Prefix,
  kind: K,
  number: number,
): readonly Told<EventsOf[K]>[] {
  return told(reader, { ledger, treeSize }, reader.register.entries(ledger, kind, number, treeSize));
}

/** The same of a review, with its lines and what was said of them. */
export function toldOfReview(
  reader: Reader,
  { ledger, treeSize }: Prefix,
  number: number,
): readonly Told<ReviewEvent>[] {
  const entries = reader.register.entries(ledger, 'r', number, treeSize);
  if (entries.length === 0) return [];
  const lines = reader.register.lines(ledger, number, treeSize);
  return told(
    reader,
    { ledger, treeSize },
    [...entries, ...lines].sort((a, b) => a - b),
  );
}

/** What these entries have to tell: all of them are about one version, review or exception. */
export function told<E extends EventsOf[Kind]>(
  reader: Reader,
  { ledger, treeSize }: Pick<Prefix, 'ledger' | 'treeSize'>,
  entries: readonly number[],
): readonly Told<E>[] {
  return entries.map((index) => {
    const entry = reader.entries.entry<E['type']>(ledger, index) as EntryRow;
    // The register names the sort of everything that it has about one of its numbers.
    return { mention: mentionOf(reader.people, ledger, treeSize, entry), event: entry as unknown as Told<E>['event'] };
  });
}

/** Opens texts, and names people, for what is told. */
export const tellerOf = (reader: Reader, { ledger, treeSize }: Prefix): Teller => ({
  open: (text) => reader.texts.open(ledger.stream, text),
  member: (id) => reader.people.member(ledger, treeSize, id),
});

/** Whether something was stated of a task that came to be known behind an entry. */
export const restatedIn =
  (reader: Reader, { ledger, treeSize }: Prefix): Restated =>
  (taskId, entry) => {
    const first = reader.imports.oldestOpen(ledger, entry + 1) ?? entry + 1;
    return reader.entries
      .ofTask(ledger, reader.tasks.byId(ledger, taskId).key, first, treeSize)
      .filter((each): each is EntryRow<StatementType> => facetOf(each) !== null)
      .some(({ index, data }) => {
        const known = reader.imports.knownFrom(ledger, index, data) ?? 0;
        return known > entry + 1 && known <= treeSize;
      });
  };
