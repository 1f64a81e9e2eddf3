import type { Asked } from '#answers/point-in-time';
import { exceptionView } from '#answers/matrix-version/exception-view';
import { exceptionMention, exceptionsDuring, isAbout, type NamedLine } from '#answers/matrix-version/line-exceptions';
import type { Teller } from '#answers/matrix-version/told';
import type { ExceptionMention, ExceptionState } from '#answers/matrix-version/views';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { tellerOf, toldOf } from './told.ts';

type Span = Pick<Asked, 'from' | 'to'>;

/** The exceptions from a line, as they stood in the asked time, in order. */
export function exceptionsAbout(
  reader: Reader,
  prefix: Prefix,
  line: NamedLine,
  asked: Span,
): readonly ExceptionState[] {
  const { ledger } = prefix;
  const views = recorded(reader, prefix)
    // An exception is named after the entry that recorded it, which says what it is about.
    .filter((number) => isAbout(reader.entries.entry<'ExceptionRecorded'>(ledger, number).data, line))
    .map((number) => exceptionView(toldOf(reader, prefix, 'x', number), tellerOf(reader, prefix)));
  return exceptionsDuring(views, asked);
}

/** The same in short, for whoever shows many lines: exceptions are read once. Undefined where there is none. */
export function exceptionsFrom(
  reader: Reader,
  prefix: Prefix,
  asked: Span,
): ((line: NamedLine) => readonly ExceptionMention[]) | undefined {
  const all = exceptionsDuring(
    recorded(reader, prefix).map((number) => exceptionView(toldOf(reader, prefix, 'x', number), IN_SHORT)),
    asked,
  );
  return all.length === 0 ? undefined : (line) => all.filter((view) => isAbout(view, line)).map(exceptionMention);
}

const recorded = ({ register }: Reader, { ledger, treeSize }: Prefix): readonly number[] =>
  register.numbers(ledger, 'x', -1, treeSize, ALL);

const ALL = -1;

/** A mention names nobody and shows no text. */
const IN_SHORT: Teller = { open: () => null, member: () => null };
