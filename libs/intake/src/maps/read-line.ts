import { MARKS, RACI, type Mark, type Parts, type RaciRole } from '#responsibility/domain/assignment';
import type { Finding } from '#responsibility/domain/assignment.rules';
import type { ControlRef, TaskDefinition } from '#responsibility/domain/task';
import { plainName } from './columns.ts';
import type { MarkColumn, MatrixMap, PartColumn, Side } from '../matrix-map.ts';

/** The RACI roles of one side, in the order R, A, C, I. */
export interface SideRoles {
  readonly side: Side;
  readonly roles: readonly RaciRole[];
}

/** What a map makes of one row. */
export interface Reading {
  readonly definition: TaskDefinition;
  readonly marks: readonly Mark[];
  readonly raci: readonly SideRoles[];
  readonly parts?: Parts;
  readonly findings: readonly Finding[];
}

/** The cells of one row, by column name. */
export type Cells = (column: string) => string;

const SIDES: readonly Side[] = ['client', 'provider', 'third'];
const PARTS = ['client', 'mssp', 'other'] as const;

/**
 * Reads a row by a map. Nothing is refused: a word that the map does not know becomes a finding, and the attributes keep
 * every cell as it is.
 */
export function readLine(
  map: MatrixMap,
  ref: string,
  attributes: Readonly<Record<string, string>>,
  cells: Cells,
): Reading {
  const findings: Finding[] = [];
  const marks = readMarks(map, cells, findings);
  const raci = readRaci(map, cells, findings);
  const parts = readParts(map, cells, marks);
  const definition = { title: ref, ...readTexts(map, cells), ...readControls(map, cells), attributes };
  return { definition, marks, raci, ...(parts === undefined ? {} : { parts }), findings };
}

type Fields = Record<string, unknown>;

/** Texts and lists of the definition. An empty cell leaves its field out. */
function readTexts(map: MatrixMap, cells: Cells): Partial<TaskDefinition> {
  const fields: Fields = {};
  for (const [field, column] of Object.entries(map.texts ?? {})) {
    const text = cells(column);
    if (text.trim() !== '') put(fields, field, text);
  }
  for (const [field, { column, separator }] of Object.entries(map.lists ?? {})) {
    const items = split(cells(column), separator);
    if (items.length > 0) put(fields, field, items);
  }
  return fields;
}

function put(fields: Fields, field: string, value: unknown): void {
  const [group, name] = field.split('.') as [string, string | undefined];
  if (name === undefined) fields[group] = value;
  else fields[group] = { ...(fields[group] as Fields | undefined), [name]: value };
}

function readControls(map: MatrixMap, cells: Cells): { controls?: readonly ControlRef[] } {
  const controls = (map.controls ?? []).flatMap(({ framework, column, separator }) =>
    [...new Set(split(cells(column), separator))].map((id) => ({ framework, id })),
  );
  return controls.length === 0 ? {} : { controls };
}

function readMarks(map: MatrixMap, cells: Cells, findings: Finding[]): readonly Mark[] {
  const found = new Set<Mark>();
  (map.marks ?? []).forEach((source, i) => {
    const cell = cells(source.column);
    const words = source.separator === undefined ? [cell.trim()] : split(cell, source.separator);
    const { marks, unknown } = marksOf(source, words.length === 0 ? [''] : words);
    for (const mark of combined(source, marks)) found.add(mark);
    for (const word of unknown) {
      found.add('not-determined');
      findings.push(unknownWord(word, source.column, `add it under /marks/${i}/words of the map`));
    }
  });
  // In one fixed order, so that the order of ticks or columns is no difference.
  return found.size === 0 ? ['not-determined'] : MARKS.filter((mark) => found.has(mark));
}

function marksOf(source: MarkColumn, words: readonly string[]): { marks: Set<Mark>; unknown: string[] } {
  const meanings = new Map(Object.entries(source.words).map(([word, marks]) => [plainName(word), marks]));
  const marks = new Set<Mark>();
  const unknown: string[] = [];
  for (const word of words) {
    const meaning = meanings.get(plainName(word));
    if (meaning === undefined) {
      if (word !== '' && source.otherwise !== 'ignore') unknown.push(word);
    } else {
      for (const mark of typeof meaning === 'string' ? [meaning] : meaning) marks.add(mark);
    }
  }
  return { marks, unknown };
}

function combined(source: MarkColumn, marks: ReadonlySet<Mark>): Iterable<Mark> {
  return source.combinations?.find(({ all }) => all.every((mark) => marks.has(mark)))?.give ?? marks;
}

function readRaci(map: MatrixMap, cells: Cells, findings: Finding[]): readonly SideRoles[] {
  const entries: SideRoles[] = [];
  for (const side of SIDES) {
    const column = map.raci?.[side];
    if (column === undefined) continue;
    const cell = cells(column);
    const roles = rolesOf(cell);
    if (roles === undefined)
      findings.push(unknownWord(cell.trim(), column, 'write the letters R, A, C, I, for example "A/R"'));
    else if (roles.length > 0) entries.push({ side, roles });
  }
  return entries;
}

/** The letters of a cell such as `A/R`, `A & R` or `C (approves windows)`; undefined where there is any other word. */
function rolesOf(cell: string): readonly RaciRole[] | undefined {
  const words = cell.replace(/\([^()]*\)/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.map((word) => word.toUpperCase());
  if (!letters.every((letter) => (RACI as readonly string[]).includes(letter))) return undefined;
  return RACI.filter((role) => letters.includes(role));
}

function readParts(map: MatrixMap, cells: Cells, marks: readonly Mark[]): Parts | undefined {
  const parts: Partial<Record<(typeof PARTS)[number], string>> = {};
  for (const side of PARTS) {
    const source = map.parts?.[side];
    if (source === undefined || !applies(source, marks)) continue;
    const text = cells(source.column);
    if (text.trim() !== '') parts[side] = text;
  }
  return Object.keys(parts).length === 0 ? undefined : parts;
}

const applies = ({ when }: PartColumn, marks: readonly Mark[]): boolean =>
  when === undefined || when.some((mark) => marks.includes(mark));

function unknownWord(word: string, column: string, mend: string): Finding {
  return {
    code: 'assignment/unknown-word',
    detail: `${JSON.stringify(word)} in column ${JSON.stringify(column)}: ${mend}`,
  };
}

function split(cell: string, separator: string): string[] {
  return cell
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
