/**
 * Why a file is refused. Codes are public API: never renamed, never reused; `libs/intake/README.md` says what each means.
 */
export const FAULT_CODES = [
  'intake/too-large',
  'intake/not-utf8',
  'intake/utf16',
  'intake/not-text',
  'intake/corrupt-gzip',
  'intake/empty',
  'intake/blank-line',
  'intake/line-too-long',
  'intake/too-many-lines',
  'intake/quoting',
  'intake/bare-cr',
  'intake/field-count',
  'intake/field-too-long',
  'intake/too-many-columns',
  'intake/unnamed-column',
  'intake/duplicate-column',
  'intake/no-ref-column',
  'intake/missing-column',
  'intake/empty-ref',
  'intake/duplicate-ref',
  'intake/bad-ref',
  'intake/too-big-for-an-entry',
  'intake/not-json',
  'intake/not-an-object',
  'intake/missing-field',
  'intake/wrong-type',
  'intake/unknown-kind',
  'intake/not-an-instant',
  'intake/broken-question',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** What to do about a reference that the ledger would not take: nothing may be recorded before that is known. */
export const REF_MEND = 'Use 1 to 200 characters without control characters or outer blanks';

/** A place in a text: the line, and the character in it, both counted from 1. A line ends with LF or CRLF. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A file that is broken is refused whole, before anything is recorded.
 * `line` and `column` count from 1, characters as Unicode code points; a fault of the file as a whole is at line 1, column 1.
 */
export class BrokenFile extends Error {
  readonly code: FaultCode;
  readonly line: number;
  readonly column: number;
  /** What is wrong there. */
  readonly detail: string;
  /** What to do about it. */
  readonly mend: string;

  constructor(code: FaultCode, { line, column }: Position, detail: string, mend: string) {
    super(`line ${line}, column ${column}: ${detail}. ${mend}.`);
    this.name = 'BrokenFile';
    this.code = code;
    this.line = line;
    this.column = column;
    this.detail = detail;
    this.mend = mend;
  }
}
