import type { Asked } from '#answers/point-in-time';
import { exceptionView } from '#answers/matrix-version/exception-view';
import { exceptionMention, exceptionsDuring, isAbout, type NamedLine } from '#answers/matrix-version/line-exceptions';
import type { Teller } from '#answers/matrix-version/told';
import type { ExceptionMention, ExceptionState, ExceptionView } from '#answers/matrix-version/views';
import { microsOf } from '#kernel/instant';
import type { ExceptionEvent, ExceptionRecorded } from '#matrix-version/domain/exception.events';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { tellerOf, told } from './told.ts';

type Span = Pick<Asked, 'from' | 'to'>;

/** The exceptions from a line, as they stood in the asked time, in order. */
export function exceptionsAbout(
  reader: Reader,
  prefix: Prefix,
  line: NamedLine,
  asked: Span,
): readonly ExceptionState[] {
  const views = viewsOf(reader, prefix, asked, tellerOf(reader, prefix), (naming) => isAbout(naming, line));
  return exceptionsDuring(views, asked);
}

/** The same in short, for whoever shows many lines: exceptions are read once. Undefined where there is none. */
export function exceptionsFrom(
  reader: Reader,
  prefix: Prefix,
  asked: Span,
): ((line: NamedLine) => readonly ExceptionMention[]) | undefined {
  const all = exceptionsDuring(viewsOf(reader, prefix, asked, IN_SHORT), asked);
  return all.length === 0 ? undefined : (line) => all.filter((view) => isAbout(view, line)).map(exceptionMention);
}

/** Exceptions that were to begin by the asked time, in order. What else there is of the others need not be read. */
function viewsOf(
  reader: Reader,
  prefix: Prefix,
  asked: Span,
  teller: Teller,
  isWanted: (naming: ExceptionRecorded['data']) => boolean = () => true,
): readonly ExceptionView[] {
  const { ledger, treeSize } = prefix;
  const views: ExceptionView[] = [];
  for (const [number, entries] of reader.register.all(ledger, 'x', treeSize)) {
    // An exception is named after the entry that recorded it, which says what it is about and for when.
    const { data } = reader.entries.entry<'ExceptionRecorded'>(ledger, number);
    if (microsOf(data.from) >= asked.to || !isWanted(data)) continue;
    views.push(exceptionView(told<ExceptionEvent>(reader, prefix, entries), teller));
  }
  return views;
}

/** A mention names nobody and shows no text. */
const IN_SHORT: Teller = { open: () => null, member: () => null };
