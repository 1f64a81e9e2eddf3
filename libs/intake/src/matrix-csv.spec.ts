import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_MATRIX_BYTES, readMatrixCsv } from './matrix-csv.ts';
import type { MatrixMap } from './matrix-map.ts';

const read = (text: string, map?: MatrixMap): ReturnType<typeof readMatrixCsv> => readMatrixCsv(Buffer.from(text), map);

const owners: MatrixMap = {
  name: 'owners',
  ref: 'Task',
  texts: { title: 'What' },
  marks: [{ column: 'Owner', words: { Us: 'mssp', Them: 'client' } }],
};

/** What a refusal must say: code, place, and how to mend it. */
const refusal = (code: string, line: number, column: number, detail: string, mend: string): object =>
  expect.objectContaining({
    name: 'BrokenFile',
    code,
    line,
    column,
    detail: expect.stringContaining(detail),
    mend: expect.stringContaining(mend),
    message: expect.stringContaining(`line ${line}, column ${column}: `),
  });

describe('Reading a matrix from CSV', () => {
  it('gives each line with its place, its text, who bears it, and every column word for word', () => {
    const text = 'Task,What,Owner, Note \r\nLOG-01,Review,us,"a\r\nb"\r\n LOG-02 ,,THEM,\r\n';
    expect(read(text, owners)).toEqual({
      digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
      map: 'owners',
      keyColumn: 'Task',
      columns: ['Task', 'What', 'Owner', ' Note '],
      lines: [
        {
          line: 2,
          ref: 'LOG-01',
          definition: {
            title: 'Review',
            attributes: { Task: 'LOG-01', What: 'Review', Owner: 'us', ' Note ': 'a\r\nb' },
          },
          marks: ['mssp'],
          raci: [],
          findings: [],
        },
        {
          line: 4,
          ref: 'LOG-02',
          definition: { title: 'LOG-02', attributes: { Task: ' LOG-02 ', What: '', Owner: 'THEM', ' Note ': '' } },
          marks: ['client'],
          raci: [],
          findings: [],
        },
      ],
    });
  });

  it('keeps every cell as an attribute, whatever columns and cells are called', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ü', '=') });
    const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString'), fc.string({ minLength: 1 }));
    const plain = (text: string): string => text.trim().toLowerCase();
    const names = fc.uniqueArray(
      name.filter((text) => plain(text) !== '' && plain(text) !== 'ref' && !text.includes('\0') && text.isWellFormed()),
      { selector: plain, maxLength: 4 },
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        names.chain((columns) =>
          fc.tuple(fc.constant(columns), fc.array(fc.tuple(...columns.map(() => cell)), { minLength: 1 })),
        ),
        ([columns, rows]) => {
          const records = rows.map((cells, i) => [`R${i}`, ...cells]);
          const text = [['ref', ...columns], ...records].map((record) => record.map(quote).join(',')).join('\n');
          const file = read(text);
          expect(file.columns).toEqual(['ref', ...columns]);
          const kept = file.lines.map(({ definition }) => Object.entries(definition.attributes!));
          const expected = records.map((record) => ['ref', ...columns].map((column, i) => [column, record[i]!]));
          const sorted = (entries: string[][]): string[][] => entries.toSorted(([a], [b]) => (a! < b! ? -1 : 1));
          expect(kept.map(sorted)).toEqual(expected.map(sorted));
        },
      ),
    );
  });

  it('names the lines by the first of ref, id, control and task_id, without regard to case, unless the map says otherwise', () => {
    expect(read('task_id,Control,ID\na,b,c').keyColumn).toBe('ID');
    expect(read('task_id, CONTROL \na,b').keyColumn).toBe(' CONTROL ');
    expect(read('x,task_id\na,b')).toMatchObject({ keyColumn: 'task_id', lines: [{ ref: 'b' }] });
    expect(read('ref,Other\na,b', { ref: 'other' })).toMatchObject({ keyColumn: 'Other', lines: [{ ref: 'b' }] });
  });

  it('says who bears a duty only where a map says how: without one, the mark is "Not determined"', () => {
    const file = read('ref,owner\nA-1,Client\n');
    expect(file.map).toBeUndefined();
    expect(file.lines[0]).toMatchObject({ marks: ['not-determined'], findings: [] });
  });

  it('accepts and drops a byte order mark, and digests the bytes as they are', () => {
    const text = '\ufeffref\nA-1\n';
    expect(read(text)).toMatchObject({ columns: ['ref'], digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(read(text).digest).not.toBe(read(text.slice(1)).digest);
  });

  it('never loses a line over a word that the map does not know', () => {
    const file = read('Task,What,Owner\nA-1,x,Nobody\n', owners);
    expect(file.lines[0]).toMatchObject({
      marks: ['not-determined'],
      findings: [
        {
          code: 'assignment/unknown-word',
          detail: '"Nobody" in column "Owner": add it under /marks/0/words of the map',
        },
      ],
    });
  });
});

describe('A matrix file is refused whole', () => {
  it.each([
    ['when it is empty', '', 'intake/empty', 1, 1, 'is empty', 'header row'],
    ['when it has blank lines only', '\n\r\n', 'intake/empty', 1, 1, 'is empty', 'header row'],
    ['when it has a header and nothing else', 'ref,a\n', 'intake/empty', 1, 1, 'no rows', 'Export'],
    ['when a quote is never closed', 'ref,a\nA-1,"x\n', 'intake/quoting', 2, 5, 'never closed', 'Close the quote'],
    ['when a row has too many fields', 'ref,a\nA-1,x,y\n', 'intake/field-count', 2, 1, '3 fields', 'comma'],
    ['when a row has too few fields', 'ref,a\nA-1,x\nA-2\n', 'intake/field-count', 3, 1, '1 fields', 'Add'],
    ['when a column has no name', 'ref,"a\nb", \nA-1,x,y\n', 'intake/unnamed-column', 2, 4, 'column 3', 'Name it'],
    [
      'when a column is there twice',
      'ref,Note,"note "\nA-1,x,y\n',
      'intake/duplicate-column',
      1,
      10,
      'column 2',
      'Rename',
    ],
    ['when no column names the lines', 'task,a\nA-1,x\n', 'intake/no-ref-column', 1, 1, 'no column', '"ref" or "id"'],
    [
      'when other separators were used',
      'ref;a\nA-1;x\n',
      'intake/no-ref-column',
      1,
      1,
      'no column',
      'separated by ";"',
    ],
    ['when a line has no reference', 'a,ref\n"x",\n', 'intake/empty-ref', 2, 5, '"ref" is empty', 'Fill it in'],
    ['when a reference is white space', 'a,ref\nx, \n', 'intake/empty-ref', 2, 3, '"ref" is empty', 'Fill it in'],
  ])('%s', (_, text, code, line, column, detail, mend) => {
    expect(() => read(text)).toThrow(refusal(code, line, column, detail, mend));
  });

  it('when a reference is there twice, naming both lines', () => {
    const text = 'a,ref\n"x\ny",LOG-03\nz,LOG-04\nü, LOG-03 \n';
    expect(() => read(text)).toThrow(
      refusal('intake/duplicate-ref', 5, 3, '"LOG-03" is there twice, in line 2 and line 5', 'of its own'),
    );
  });

  it('when a reference is there twice, of which nobody sees that one has an accent of its own', () => {
    expect(() => read('ref\nRELEV\u00c9\nRELEVE\u0301\n')).toThrow(
      refusal('intake/duplicate-ref', 3, 1, 'is there twice, in line 2 and line 3', 'of its own'),
    );
  });

  it('when a column that the map names is missing, naming the place in the map', () => {
    expect(() => read('Task,What\nA-1,x\n', owners)).toThrow(
      refusal('intake/missing-column', 1, 1, '"Owner" (at /marks/0/column)', 'take it out of the map'),
    );
    expect(() => read('ref,What\nA-1,x\n', owners)).toThrow(
      refusal('intake/no-ref-column', 1, 1, 'the map says "Task"', 'map'),
    );
  });

  it('when it is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('ref,a\nA-1,'), Buffer.from('é', 'latin1')]);
    expect(() => readMatrixCsv(bytes)).toThrow(refusal('intake/not-utf8', 2, 5, '0xe9', 'Save the file as UTF-8'));
  });

  it('when it is larger than a matrix can be', () => {
    const detail = `${MAX_MATRIX_BYTES + 1} bytes`;
    expect(() => readMatrixCsv(new Uint8Array(MAX_MATRIX_BYTES + 1))).toThrow(
      refusal('intake/too-large', 1, 1, detail, 'Split'),
    );
  });

  it('when a line does not fit into an entry', () => {
    const cells = (bytes: number): string => ['x'.repeat(30_000), 'x'.repeat(bytes)].join(',');
    expect(read(`ref,a,b\nA-1,x,y\nA-2,${cells(31_300)}\n`).lines).toHaveLength(2);
    expect(() => read(`ref,a,b\nA-1,x,y\nA-2,${cells(32_000)}\n`)).toThrow(
      refusal('intake/too-big-for-an-entry', 3, 1, 'at most 61439', 'Shorten its texts'),
    );
    const words = Array.from({ length: 3 }, () => '王'.repeat(10_000)).join(',');
    expect(() => read(`ref,a,b,c\nA-1,${words}\n`)).toThrow(
      refusal('intake/too-big-for-an-entry', 2, 1, 'at most 61439', 'Shorten its texts'),
    );
  });

  it('when what is to be said against a line does not fit into an entry', () => {
    const map = { marks: [{ column: 'who', separator: ' ', words: {} }] };
    expect(read(`ref,who\nA-1,${'? '.repeat(100)}\n`, map).lines[0]!.findings).toHaveLength(100);
    expect(() => read(`ref,who\nA-1,${'? '.repeat(1_000)}\n`, map)).toThrow(
      refusal('intake/too-big-for-an-entry', 2, 1, 'at most 61439', 'Shorten its texts'),
    );
  });
});
