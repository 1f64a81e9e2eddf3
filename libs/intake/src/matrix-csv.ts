import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { MAX_ENTRY_BYTES } from '#kernel/event';
import type { Mark, Parts } from '#responsibility/domain/assignment';
import type { Finding } from '#responsibility/domain/assignment.rules';
import type { TaskDefinition, TaskRef } from '#responsibility/domain/task';
import { isRef } from '#responsibility/domain/statements';
import { BrokenFile, REF_MEND, type FaultCode } from './broken-file.ts';
import { columnIndex, columnsNamed, plainName } from './maps/columns.ts';
import { readLine, type SideRoles } from './maps/read-line.ts';
import { findMap } from './maps/ready-maps.ts';
import type { MatrixMap } from './matrix-map.ts';
import { positionOfField, readCsv, type CsvRow } from './text/csv.ts';
import { decodeUtf8 } from './text/utf8.ts';

export type { SideRoles };

/** One line of a responsibilities matrix, as the file gives it and as the map reads it. */
export interface MatrixLine {
  /** Where the row begins in the file, counted from 1; the header is line 1. */
  readonly line: number;
  readonly ref: TaskRef;
  /** `attributes` holds every column word for word, the one that names the line too. */
  readonly definition: TaskDefinition;
  /** At least one. */
  readonly marks: readonly Mark[];
  readonly raci: readonly SideRoles[];
  readonly parts?: Parts;
  /** Words that the map does not know. What the rules say against the assignment is for the domain to add. */
  readonly findings: readonly Finding[];
}

/** A matrix file that was read to its end without a fault. */
export interface MatrixFile {
  /** `sha256:` and the hex digest of the bytes. */
  readonly digest: string;
  /** Name of the map that read the file; absent where none fitted and only attributes were kept. */
  readonly map?: string;
  readonly keyColumn: string;
  /** The header row, word for word. */
  readonly columns: readonly string[];
  readonly lines: readonly MatrixLine[];
}

/** A larger file is no matrix. */
export const MAX_MATRIX_BYTES = 64 * 1_048_576;

/** Columns that name the line, the best first, where the map does not say. */
const REF_COLUMNS = ['ref', 'id', 'control', 'task_id'];

/** What an entry holds beside the text of a line: envelope, digests, ids. */
const ENTRY_RESERVE = 4_096;

/**
 * Reads a responsibilities matrix from CSV (UTF-8, RFC 4180, a header row) by a map, or by the ready map that recognises
 * the header, or else keeping columns as attributes only. Pure: nothing is recorded, and the same bytes give the same lines.
 *
 * @throws BrokenFile where anything is wrong with the file as such. The whole file is refused then.
 */
export function readMatrixCsv(bytes: Uint8Array, map?: MatrixMap): MatrixFile {
  if (bytes.length > MAX_MATRIX_BYTES) {
    const detail = `the file has ${bytes.length} bytes, more than ${MAX_MATRIX_BYTES}`;
    throw new BrokenFile('intake/too-large', { line: 1, column: 1 }, detail, 'Split the file');
  }
  const text = decodeUtf8(bytes);
  const [header, ...rows] = readCsv(text);
  if (header === undefined || rows.length === 0) {
    const detail = header === undefined ? 'the file is empty' : 'the file has a header and no rows';
    throw new BrokenFile(
      'intake/empty',
      { line: 1, column: 1 },
      detail,
      'Export the matrix again, with its header row',
    );
  }
  const columns = header.fields;
  checkHeader(text, header);
  const used = map ?? findMap(columns) ?? {};
  const table: Table = { text, columns, key: keyColumn(columns, used), at: columnsOf(used, columns) };
  const seen = new Map<string, number>();
  const lines = rows.map((row) => readRow(table, used, row, seen));
  return {
    digest: `sha256:${hash('sha256', bytes, 'hex')}`,
    ...(used.name === undefined ? {} : { map: used.name }),
    keyColumn: columns[table.key]!,
    columns,
    lines,
  };
}

interface Table {
  readonly text: string;
  readonly columns: readonly string[];
  /** Position of the column that names the line. */
  readonly key: number;
  /** Position of each column that the map names. */
  readonly at: ReadonlyMap<string, number>;
}

function checkHeader(text: string, header: CsvRow): void {
  const seen = new Map<string, number>();
  header.fields.forEach((name, i) => {
    const plain = plainName(name);
    const refuse = (code: FaultCode, detail: string, mend: string): never => {
      throw new BrokenFile(code, positionOfField(text, header, i), detail, mend);
    };
    if (plain === '')
      refuse('intake/unnamed-column', `column ${i + 1} has no name`, 'Name it in the header row, or remove it');
    const first = seen.get(plain);
    if (first !== undefined) {
      const detail = `the column ${JSON.stringify(name)} is there twice, as column ${first + 1} and column ${i + 1}`;
      refuse('intake/duplicate-column', detail, 'Rename one of them');
    }
    seen.set(plain, i);
  });
}

function keyColumn(columns: readonly string[], map: MatrixMap): number {
  const wanted = map.ref === undefined ? REF_COLUMNS : [map.ref];
  const found = wanted.map((name) => columnIndex(columns, name)).find((index) => index !== -1);
  if (found !== undefined) return found;
  const only = columns.length === 1 ? /[;\t|]/.exec(columns[0]!)?.[0] : undefined;
  const mend =
    only === undefined
      ? `Name that column ${REF_COLUMNS.map((name) => `"${name}"`).join(' or ')}, or say "ref" in a map`
      : `The columns seem to be separated by ${JSON.stringify(only)}: save the file with commas`;
  const detail = `no column names the lines (${map.ref === undefined ? 'none is known' : `the map says "${map.ref}"`})`;
  throw new BrokenFile('intake/no-ref-column', { line: 1, column: 1 }, detail, mend);
}

function columnsOf(map: MatrixMap, columns: readonly string[]): ReadonlyMap<string, number> {
  const at = new Map<string, number>();
  for (const { column, pointer } of columnsNamed(map)) {
    const index = columnIndex(columns, column);
    if (index === -1) {
      const detail = `the map names the column ${JSON.stringify(column)} (at ${pointer}), and the file has no such column`;
      const mend = 'Add the column, or take it out of the map';
      throw new BrokenFile('intake/missing-column', { line: 1, column: 1 }, detail, mend);
    }
    at.set(column, index);
  }
  return at;
}

function readRow(table: Table, map: MatrixMap, row: CsvRow, seen: Map<string, number>): MatrixLine {
  const refuse = (code: FaultCode, detail: string, mend: string, field = table.key): never => {
    throw new BrokenFile(code, positionOfField(table.text, row, field), detail, mend);
  };
  const { line, fields } = row;
  const ref = fields[table.key]!.trim();
  const key = JSON.stringify(table.columns[table.key]);
  if (ref === '')
    refuse('intake/empty-ref', `nothing names this line: its ${key} is empty`, 'Fill it in, or remove the line');
  if (!isRef(ref)) refuse('intake/bad-ref', `${JSON.stringify(ref)} cannot name a line`, REF_MEND);
  // Nobody tells two forms of one reference apart, with an accent of its own and without.
  const form = ref.normalize('NFC');
  const before = seen.get(form);
  if (before !== undefined) {
    const detail = `the reference ${JSON.stringify(ref)} is there twice, in line ${before} and line ${line}`;
    refuse('intake/duplicate-ref', detail, 'Give each line a reference of its own');
  }
  seen.set(form, line);
  const attributes = Object.fromEntries(table.columns.map((name, i) => [name, fields[i]!]));
  const reading = readLine(map, ref, attributes, (column) => fields[table.at.get(column)!]!);
  const { definition, ...assignment } = reading;
  const size = Math.max(jsonBytes({ ref, definition }), jsonBytes(assignment));
  if (size > MAX_ENTRY_BYTES - ENTRY_RESERVE) {
    const detail = `the line takes ${size} bytes as JSON, and an entry holds at most ${MAX_ENTRY_BYTES - ENTRY_RESERVE} of it`;
    refuse('intake/too-big-for-an-entry', detail, 'Shorten its texts, or refer to a document instead', 0);
  }
  return { line, ref, ...reading };
}

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
