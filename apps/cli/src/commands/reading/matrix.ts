import type { MatrixLine, MatrixView } from '#answers/views';
import type { Context } from '../../context.ts';
import { readPoint } from '../../input/points.ts';
import { csvText } from '../../print/csv.ts';
import { Moments } from '../../print/moments.ts';
import { tableText } from '../../print/table.ts';
import { count, findingsInWords, list, shortName } from '../../print/words.ts';
import { UsageError } from '../../usage-error.ts';

export interface MatrixOptions {
  readonly engagement: string;
  readonly on?: string;
  readonly known?: string;
  readonly csv?: boolean;
}

/** The whole matrix at an instant, by reference. */
export async function matrix(context: Context, options: MatrixOptions): Promise<void> {
  if (options.csv === true && context.json) throw new UsageError('both --json and --csv are given', 'Choose one');
  const point = readPoint(options.on, options.known);
  const view = await context.withClient((client) => client.matrix(options.engagement, point));
  if (options.csv === true) context.io.out(csvText(csvRows(view)));
  else context.answer(view, () => matrixText(view, options.on === undefined, context.io.columns));
}

function matrixText(view: MatrixView, now: boolean, columns: number | undefined): string {
  const moments = new Moments(view.asOf.zone);
  const rows = view.lines.map((line) => [
    line.ref,
    line.definition?.title === line.ref ? '' : (line.definition?.title ?? ''),
    line.mark ?? '',
    ownersOf(line),
    line.inForce === null ? '' : moments.moment(line.inForce.from),
    line.inForce?.to == null ? '' : moments.moment(line.inForce.to),
    remarks(line),
  ]);
  const { engagement, asOf } = view;
  const when = now ? `now, ${moments.minute(asOf.effective)}` : moments.asked(asOf.effective);
  const head = `${engagement.title} · ${when} (${asOf.zone}) · `;
  const size = `${count(view.lines.length, 'task')} · ${count(asOf.treeSize, 'entry', 'entries')} known`;
  const table = tableText(['Task', 'Title', 'Mark', 'Owner', 'From', 'To', 'Remarks'], rows, columns);
  return `${head}${size}\n${rows.length === 0 ? '' : `\n${table}`}`;
}

const ownersOf = ({ owners }: MatrixLine): string => (owners.length === 0 ? 'nobody' : list(owners.map(shortName)));

function remarks({ findings, basis, closed, acknowledged }: MatrixLine): string {
  const words = findings.map((finding) => `⚠ ${findingsInWords([finding])}`);
  if (closed === true) words.unshift('closed');
  if (basis?.kind === 'import') words.push('imported');
  if (basis?.kind === 'change') words.push(basis.change);
  if (acknowledged > 0) words.push('acknowledged');
  return words.join('; ');
}

const CSV_COLUMNS = [
  ...['ref', 'title', 'mark', 'owner', 'owners', 'group', 'deputy', 'closed', 'from', 'to'],
  ...['basis', 'agreed', 'acknowledgements', 'findings', 'entry', 'known_since'],
];

const attributesOf = (line: MatrixLine): Readonly<Record<string, string>> => line.definition?.attributes ?? {};

/** One row a task. Attributes of imported lines follow, one column for each name that occurs. */
function csvRows({ lines }: MatrixView): string[][] {
  const names = [...new Set(lines.flatMap((line) => Object.keys(attributesOf(line))))];
  const rows = lines.map((line) => [
    ...[line.ref, line.definition?.title ?? '', line.mark ?? '', line.owner ?? ''],
    ...[line.owners.map(shortName).join('; '), line.group ?? ''],
    ...[line.deputy === null ? '' : shortName(line.deputy), line.closed === true ? 'yes' : 'no'],
    ...[line.inForce?.from ?? '', line.inForce?.to ?? ''],
    ...[basisWord(line), line.basis === null ? '' : line.basis.agreed ? 'yes' : 'no', String(line.acknowledged)],
    line.findings.map(({ code }) => code).join('; '),
    ...(line.assignment === null ? ['', ''] : [String(line.assignment.entry), line.assignment.knownSince]),
    ...names.map((name) => attributesOf(line)[name] ?? ''),
  ]);
  return [[...CSV_COLUMNS, ...names.map((name) => `attribute:${name}`)], ...rows];
}

function basisWord({ basis }: MatrixLine): string {
  if (basis?.kind === 'change') return `change ${basis.change}`;
  if (basis?.kind === 'import') return `import ${basis.import}`;
  return basis === null ? '' : 'direct';
}
