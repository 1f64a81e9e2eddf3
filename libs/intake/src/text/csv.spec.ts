import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CSV_LIMITS, positionOfField, readCsv } from './csv.ts';

const fieldsOf = (text: string): (readonly string[])[] => readCsv(text).map(({ fields }) => fields);

/** Texts with everything that has a meaning in CSV, and quoting as a writer may choose it. */
const awkward = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', ' ', ';', 'ü', '😀', '\u2028') });
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(fc.tuple(awkward, fc.boolean()), { minLength: width, maxLength: width }), { minLength: 1 }),
  );

type Cells = [field: string, quoteAnyway: boolean][];
const write = (rows: Cells[], lineEnd: string): string =>
  rows
    .map((row) =>
      row
        .map(([field, quote]) => (quote || /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
        .join(','),
    )
    .join(lineEnd);

/** A row that is one empty field without quotes would be a blank line. */
const hasBlankLine = (rows: Cells[]): boolean =>
  rows.some((row) => row.length === 1 && row[0]![0] === '' && !row[0]![1]);

describe('Reading CSV', () => {
  it('gives back word for word what was written, whatever the line ends and wherever quotes were not needed', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\n', '\r\n\r\n'),
        (rows, lineEnd, tail) => {
          fc.pre(!hasBlankLine(rows));
          const text = write(rows, lineEnd);
          expect(fieldsOf(text + tail)).toEqual(rows.map((row) => row.map(([field]) => field)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('agrees with csv-parse on what it accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r\n', '""', ',"', '",') }), (text) => {
        let ours: unknown;
        try {
          ours = fieldsOf(text);
        } catch {
          return;
        }
        const theirs = parse(text.replace(/(?:\r?\n)+$/, ''), { record_delimiter: ['\r\n', '\n'] }) as unknown;
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 3000 },
    );
  });

  it('knows the line on which each row begins, and the place of each field', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.nat(), fc.nat(), (rows, lineEnd, pickRow, pickField) => {
        fc.pre(!hasBlankLine(rows));
        const text = write(rows, lineEnd);
        const at = pickRow % rows.length;
        const field = pickField % rows[at]!.length;
        const before = write(rows.slice(0, at), lineEnd) + (at === 0 ? '' : lineEnd);
        const row = readCsv(text)[at]!;
        expect(row.line).toBe(before.split('\n').length);
        expect(row.offset).toBe(before.length);
        const until = before + write([rows[at]!.slice(0, field)], '') + (field === 0 ? '' : ',');
        expect(positionOfField(text, row, field)).toEqual({
          line: until.split('\n').length,
          column: Array.from(until.split('\n').at(-1)!).length + 1,
        });
      }),
    );
  });

  it.each([
    ['a,b\n1,x"y\n', 'intake/quoting', 2, 4, 'a quote inside a field without quotes', 'two quotes'],
    ['a,b\n"1\r\n2","x"y\n', 'intake/quoting', 3, 7, 'opened at line 3, column 4', 'two quotes'],
    ['a,b\n1,"x\n2,y\n\n', 'intake/quoting', 2, 3, 'opened here and never closed', 'Close the quote'],
    ['a,b\r1,2\r', 'intake/bare-cr', 1, 4, 'without a line feed', 'LF or CRLF'],
    ['a,b\n1,2\r', 'intake/bare-cr', 2, 4, 'without a line feed', 'LF or CRLF'],
    ['a,b\n\n1,2', 'intake/blank-line', 2, 1, 'a blank line', 'Remove'],
    ['\na,b\n', 'intake/blank-line', 1, 1, 'a blank line', 'Remove'],
    ['a,b\n"😀\n",2,3\n', 'intake/field-count', 2, 1, '3 fields, the header has 2', 'comma in quotes'],
    ['a,b\n1,2\n3\n', 'intake/field-count', 3, 1, '1 fields, the header has 2', 'Add the missing fields'],
  ])('refuses %j', (text, code, line, column, detail, mend) => {
    expect(() => readCsv(text)).toThrow(
      expect.objectContaining({
        code,
        line,
        column,
        detail: expect.stringContaining(detail),
        mend: expect.stringContaining(mend),
      }),
    );
  });

  it('refuses what is beyond its limits, and accepts what is at them', () => {
    const { fieldBytes, columns, rows, lineBytes } = CSV_LIMITS;
    const refusal = (code: string, line: number, column: number, mend: string): object =>
      expect.objectContaining({ code, line, column, mend: expect.stringContaining(mend) });
    const long = 'ü'.repeat(fieldBytes / 2);
    expect(fieldsOf(`a,b\n1,${long}`)[1]![1]).toHaveLength(fieldBytes / 2);
    expect(() => readCsv(`a,b\n1,${long}x`)).toThrow(refusal('intake/field-too-long', 2, 3, 'not closed'));
    expect(() => readCsv(`a,b\n1,"${long}x"`)).toThrow(refusal('intake/field-too-long', 2, 3, 'not closed'));
    const few = '王'.repeat(fieldBytes / 3 + 1);
    expect(() => readCsv(`a,b\n1,${few}`)).toThrow(refusal('intake/field-too-long', 2, 3, 'not closed'));

    expect(fieldsOf(','.repeat(columns - 1))[0]).toHaveLength(columns);
    expect(() => readCsv(','.repeat(columns))).toThrow(
      refusal('intake/too-many-columns', 1, columns + 1, 'Remove columns'),
    );

    const wide = Array.from({ length: 40 }, () => 'x'.repeat(fieldBytes)).join(',');
    expect(wide.length).toBeGreaterThan(lineBytes);
    expect(() => readCsv(wide)).toThrow(refusal('intake/line-too-long', 1, 1, 'Shorten'));

    const full = 'a\n' + '1\n'.repeat(rows);
    expect(readCsv(full)).toHaveLength(rows + 1);
    expect(() => readCsv(`${full}1\n`)).toThrow(refusal('intake/too-many-lines', rows + 2, 1, 'Split'));
  });
});
