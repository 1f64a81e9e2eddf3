import type { MatrixMap } from '../matrix-map.ts';

/** Column names are compared without regard to case and to white space around them. */
export const plainName = (name: string): string => name.trim().toLowerCase();

/** Position of a column in a header row, or -1. */
export function columnIndex(columns: readonly string[], name: string): number {
  const wanted = plainName(name);
  return columns.findIndex((column) => plainName(column) === wanted);
}

/** A column that a map asks for, and where in the map it says so (RFC 6901). */
export interface NamedColumn {
  readonly column: string;
  readonly pointer: string;
}

/** Every column that a map names, but the one that names the line. */
export function columnsNamed(map: MatrixMap): readonly NamedColumn[] {
  const named: NamedColumn[] = [];
  const add = (column: string, pointer: string): number => named.push({ column, pointer });
  for (const [field, column] of Object.entries(map.texts ?? {})) add(column, `/texts/${field}`);
  for (const [field, { column }] of Object.entries(map.lists ?? {})) add(column, `/lists/${field}/column`);
  map.marks?.forEach(({ column }, i) => add(column, `/marks/${i}/column`));
  for (const [side, column] of Object.entries(map.raci ?? {})) add(column, `/raci/${side}`);
  for (const [side, { column }] of Object.entries(map.parts ?? {})) add(column, `/parts/${side}/column`);
  map.controls?.forEach(({ column }, i) => add(column, `/controls/${i}/column`));
  return named;
}
