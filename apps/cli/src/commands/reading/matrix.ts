import type { MatrixLine, MatrixView } from '#answers/views';
import type { Context } from '../../context.ts';
import { readPoint } from '../../input/points.ts';
import { csvText } from '../../print/csv.ts';
import { matrixText } from '#answers/words/matrix-words';
import { shortName } from '#answers/words/phrases';
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
  // What was shown is not told in the table.
  const question = { ...readPoint(options.on, options.known), evidence: context.json };
  const view = await context.withClient((client) => client.matrix(options.engagement, question));
  if (options.csv === true) context.io.out(csvText(csvRows(view)));
  else context.answer(view, () => matrixText(view, options.on === undefined, context.io.columns));
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
