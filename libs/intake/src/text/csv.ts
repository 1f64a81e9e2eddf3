import { Buffer } from 'node:buffer';
import { positionAt } from '#kernel/strict-json';
import { BrokenFile, type FaultCode, type Position } from '../broken-file.ts';

/** One record of a CSV file. Quoted fields may hold line breaks, so a record can span several lines. */
export interface CsvRow {
  /** Where the record begins, counted from 1. */
  readonly line: number;
  /** The same place in the text, in UTF-16 code units from 0. */
  readonly offset: number;
  readonly fields: readonly string[];
}

/** Nothing of a real matrix comes near; beyond them a quote was left open, or somebody means harm. */
export const CSV_LIMITS = { lineBytes: 1_048_576, columns: 1_000, rows: 200_000, fieldBytes: 32_768 } as const;

const CLOSE_QUOTES = 'Put the whole field in quotes, and write a quote inside it as two quotes';

/**
 * Splits a CSV text (RFC 4180: comma, double quotes, LF or CRLF) into records of equally many fields. The first record is the
 * header. Fields are given word for word, without their quotes. Blank lines are allowed at the end only.
 *
 * Written by hand because a refusal must name line and column: the usual parsers count a line break inside quotes twice
 * where it is CRLF, and place an open quote at the end of the file.
 *
 * @throws BrokenFile for a fault of quoting, an uneven record, a blank line between records, or a limit exceeded.
 */
export function readCsv(text: string): readonly CsvRow[] {
  const reader = new CsvReader(text, 0);
  const rows: CsvRow[] = [];
  while (!reader.atEnd) {
    if (rows.length > CSV_LIMITS.rows) {
      reader.refuse('intake/too-many-lines', `more than ${CSV_LIMITS.rows} rows`, 'Split the file');
    }
    rows.push(reader.row(rows[0]?.fields.length));
  }
  return rows;
}

/** Where a field of a record begins: its quote, if it has one. */
export function positionOfField(text: string, row: CsvRow, field: number): Position {
  return positionAt(text, new CsvReader(text, row.offset).startOf(field));
}

class CsvReader {
  readonly #text: string;
  readonly #end: number;
  #at: number;
  #line = 1;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
    // Line ends and blank lines at the end of the file belong to no record.
    let end = text.length;
    while (text[end - 1] === '\n') end -= text[end - 2] === '\r' ? 2 : 1;
    this.#end = end;
  }

  get atEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** Reads one record and the line end behind it. */
  row(width: number | undefined): CsvRow {
    const start = this.#at;
    const line = this.#line;
    if (this.#lineEnd() > 0)
      this.refuse('intake/blank-line', 'a blank line before the last row', 'Remove the blank line');
    const fields: string[] = [];
    for (;;) {
      const field = this.#at;
      fields.push(this.#field());
      if (fields.length > CSV_LIMITS.columns) {
        this.refuse('intake/too-many-columns', `more than ${CSV_LIMITS.columns} columns`, 'Remove columns', field);
      }
      if (this.#text[this.#at] !== ',') break;
      this.#at++;
    }
    if (exceeds(this.#text.slice(start, this.#at), CSV_LIMITS.lineBytes)) {
      this.refuse(
        'intake/line-too-long',
        `a row of more than ${CSV_LIMITS.lineBytes} bytes`,
        'Shorten its texts',
        start,
      );
    }
    if (width !== undefined && fields.length !== width) this.#refuseWidth(fields.length, width, start);
    this.#at += this.#lineEnd();
    this.#line++;
    return { line, offset: start, fields };
  }

  /** Where a field of the record begins that was read before. */
  startOf(field: number): number {
    for (let i = 0; i < field; i++) {
      this.#field();
      this.#at++;
    }
    return this.#at;
  }

  refuse(code: FaultCode, detail: string, mend: string, offset = this.#at): never {
    throw new BrokenFile(code, positionAt(this.#text, offset), detail, mend);
  }

  #field(): string {
    return this.#text[this.#at] === '"' ? this.#quoted() : this.#plain();
  }

  #plain(): string {
    const start = this.#at;
    let at = start;
    for (; at < this.#end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x2c || code === 0x0a) break;
      if (code === 0x22) this.refuse('intake/quoting', 'a quote inside a field without quotes', CLOSE_QUOTES, at);
      if (code === 0x0d) {
        if (this.#text[at + 1] === '\n') break;
        const mend = 'End lines with LF or CRLF; put a field that holds a line break in quotes';
        this.refuse('intake/bare-cr', 'a carriage return without a line feed', mend, at);
      }
    }
    this.#at = at;
    return this.#checked(this.#text.slice(start, at), start);
  }

  #quoted(): string {
    const open = this.#at;
    let close = this.#text.indexOf('"', open + 1);
    let doubled = false;
    while (close !== -1 && this.#text[close + 1] === '"') {
      doubled = true;
      close = this.#text.indexOf('"', close + 2);
    }
    if (close === -1) {
      this.refuse('intake/quoting', 'a quote that is opened here and never closed', 'Close the quote', open);
    }
    this.#at = close + 1;
    if (this.#at < this.#end && this.#text[this.#at] !== ',' && this.#lineEnd() === 0) {
      const { line, column } = positionAt(this.#text, open);
      const detail = `text after the quote that closes the field opened at line ${line}, column ${column}`;
      this.refuse('intake/quoting', detail, CLOSE_QUOTES);
    }
    const raw = this.#text.slice(open + 1, close);
    for (let at = raw.indexOf('\n'); at !== -1; at = raw.indexOf('\n', at + 1)) this.#line++;
    return this.#checked(doubled ? raw.replaceAll('""', '"') : raw, open);
  }

  #checked(field: string, start: number): string {
    if (exceeds(field, CSV_LIMITS.fieldBytes)) {
      const mend = 'Shorten the text, and look for a quote that is not closed';
      this.refuse('intake/field-too-long', `a field of more than ${CSV_LIMITS.fieldBytes} bytes`, mend, start);
    }
    return field;
  }

  /** Length of the line end at the current place: 0 where there is none. */
  #lineEnd(): number {
    if (this.#text[this.#at] === '\n') return 1;
    return this.#text[this.#at] === '\r' && this.#text[this.#at + 1] === '\n' ? 2 : 0;
  }

  #refuseWidth(found: number, expected: number, start: number): never {
    const detail = `the row has ${found} fields, the header has ${expected}`;
    const mend =
      found > expected ? 'Put fields that hold a comma in quotes' : 'Add the missing fields, empty if need be';
    this.refuse('intake/field-count', detail, mend, start);
  }
}

/** Whether the UTF-8 form is longer than that, without encoding what is clearly shorter. */
function exceeds(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false;
  return text.length > bytes || Buffer.byteLength(text) > bytes;
}
