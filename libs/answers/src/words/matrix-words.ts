import type { WordedLine, WordedMatrix } from '../first-form.ts';
import { exceptedWords } from '../matrix-version/exception-words.ts';
import { Moments } from './moments.ts';
import { objectedWords } from './objection-words.ts';
import { count, doneBy, findingsInWords, list, shortName } from './phrases.ts';
import { linesText } from './printable.ts';
import { tableText } from './table.ts';

/** What the columns of `matrixRows` are. */
export const MATRIX_COLUMNS = ['Task', 'Title', 'Mark', 'Owner', 'From', 'To', 'Remarks'] as const;

/** The matrix at an instant, as a person reads it. `now`: no time was asked for. Lines may be cut to `columns` characters. */
export function matrixText(view: WordedMatrix, now: boolean, columns?: number): string {
  const moments = new Moments(view.asOf.zone);
  const rows = matrixRows(view);
  const { engagement, asOf } = view;
  const when = now ? `now, ${moments.minute(asOf.effective)}` : moments.asked(asOf.effective);
  const head = `${engagement.title} · ${when} (${asOf.zone}) · `;
  const size = `${count(view.lines.length, 'task')} · ${count(asOf.treeSize, 'entry', 'entries')} known`;
  const table = tableText(MATRIX_COLUMNS, rows, columns);
  return `${linesText([head + size])}${rows.length === 0 ? '' : `\n${table}`}`;
}

/** A row of cells for each line. */
export function matrixRows({ lines, asOf }: WordedMatrix): readonly (readonly string[])[] {
  const moments = new Moments(asOf.zone);
  return lines.map((line) => [
    line.ref,
    line.definition?.title === line.ref ? '' : (line.definition?.title ?? ''),
    line.mark ?? '',
    ownersOf(line),
    line.inForce === null ? '' : moments.moment(line.inForce.from),
    line.inForce?.to == null ? '' : moments.moment(line.inForce.to),
    remarks(line, moments),
  ]);
}

const ownersOf = ({ owners }: WordedLine): string => (owners.length === 0 ? 'nobody' : list(owners.map(shortName)));

function remarks(line: WordedLine, moments: Moments): string {
  const { findings, basis, closed, acknowledged, declined = [], unanswered = [] } = line;
  const { objections = [], exceptions = [] } = line;
  const words = findings.map((finding) => `⚠ ${findingsInWords([finding])}`);
  if (closed === true) words.unshift('closed');
  if (basis?.kind === 'import') words.push('imported');
  if (basis?.kind === 'change') words.push(basis.change);
  if (basis?.kind === 'emergency') words.push(`${basis.change}, emergency`);
  if (basis?.kind === 'override') words.push(`${basis.change}, override`);
  if (acknowledged > 0) words.push(unanswered.length > 0 ? 'acknowledged in part' : 'acknowledged');
  if (declined.length > 0) words.push(`⚠ declined by ${list(declined.map(doneBy))}`);
  if (objections.length > 0) words.push(`⚠ ${objectedWords(objections)}`);
  words.push(...exceptedWords(exceptions, moments));
  return words.join('; ');
}
