import type { AsOf, MatrixLine } from '#answers/views';
import type { DiffLine, DiffView } from '#answers/views.diff';
import type { Context } from '../../context.ts';
import { readEffective, readKnown } from '../../input/points.ts';
import { Moments } from '#answers/words/moments';
import { count, list, shortName } from '#answers/words/phrases';
import { linesText } from '#answers/words/printable';

export interface DiffOptions {
  readonly engagement: string;
  readonly from: string;
  readonly to: string;
  readonly knownFrom?: string;
  readonly knownTo?: string;
}

/** What differs between two points on the two clocks. */
export async function diff(context: Context, options: DiffOptions): Promise<void> {
  const before = { effective: readEffective('--from', options.from), ...known('--known-from', options.knownFrom) };
  const after = { effective: readEffective('--to', options.to), ...known('--known-to', options.knownTo) };
  const view = await context.withClient((client) => client.diff(options.engagement, before, after));
  context.answer(view, () => diffText(view));
}

function known(option: string, text: string | undefined) {
  const size = readKnown(option, text);
  return size === undefined ? {} : { known: size };
}

/** A comparison in words. */
export function diffText({ engagement, before, after, counts, lines }: DiffView): string {
  const moments = new Moments(before.zone);
  const point = ({ effective, treeSize }: AsOf): string =>
    `${moments.asked(effective)} (${count(treeSize, 'entry', 'entries')} known)`;
  const fields = lines.reduce((sum, line) => sum + (line.kind === 'changed' ? line.fields.length : 0), 0);
  const changed = `${counts.changed} changed${fields === 0 ? '' : ` in ${count(fields, 'field')}`}`;
  return linesText([
    `${engagement.title} · ${point(before)} → ${point(after)} · ${moments.zone}`,
    `${counts.added} added, ${counts.removed} removed, ${changed}, ${counts.same} the same`,
    ...lines.flatMap((line) => diffLines(line)),
  ]);
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function diffLines({ kind, ref, fields, before, after }: DiffLine): string[] {
  if (kind !== 'changed') {
    const line = (after ?? before)!;
    return [`${SIGNS[kind]} ${ref}  ${line.mark ?? 'no mark'}, ${ownersOf(line)}`];
  }
  return [
    `${SIGNS[kind]} ${ref}`,
    ...fields.map((field) => `    ${field}: ${fieldText(before!, field)} → ${fieldText(after!, field)}`),
  ];
}

function fieldText(line: MatrixLine, field: string): string {
  const value = valueOf(line, field);
  if (value === undefined || value === null || value === '') return 'none';
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

/** What a field says, by the pointer (RFC 6901) that the difference gives it. */
function valueOf(line: MatrixLine, pointer: string): unknown {
  switch (pointer) {
    case '/owner':
      return ownersOf(line);
    case '/raci':
      return list(line.raci.map((entry) => `${shortName(entry)} ${entry.roles.join('/')}`));
    case '/deputy':
      return line.deputy === null ? null : shortName(line.deputy);
  }
  const [first, ...rest] = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { attributes, ...text } = line.definition ?? {};
  const root: Readonly<Record<string, unknown>> = { ...line, attributes, definition: text };
  return rest.reduce<unknown>(
    (value, name) => (value as Readonly<Record<string, unknown>> | null)?.[name],
    root[first!],
  );
}

const ownersOf = ({ owners }: MatrixLine): string => (owners.length === 0 ? 'nobody' : list(owners.map(shortName)));
