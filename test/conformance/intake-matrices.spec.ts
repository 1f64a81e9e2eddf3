import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { baselineCsv } from '#intake/baseline';
import { findMap } from '#intake/maps/ready-maps';
import { readMatrixCsv } from '#intake/matrix-csv';
import type { MatrixLine } from '#intake/matrix-csv';
import { readCsv } from '#intake/text/csv';
import { decodeUtf8 } from '#intake/text/utf8';

const MATRICES = '../shared/data/matrices';
const CLOUD_GOV = `${MATRICES}/real/cloud-gov`;
const AZURE = `${MATRICES}/real/azure/azure-security-baselines-v3.0-all-offers.csv`;

/** The same file through a parser that others wrote. */
const theirs = (bytes: Uint8Array): Record<string, string>[] =>
  parse(Buffer.from(bytes), { columns: true, record_delimiter: ['\r\n', '\n'] }) as Record<string, string>[];

const whenThere = (path: string): typeof describe.skip => (existsSync(path) ? describe : describe.skip);

interface Golden {
  versions: { file: string; committed_at: string; rows: number; can_be_inherited: Record<string, number> }[];
  as_of: { version_in_force: string; control: string; answer: Record<string, string> }[];
}

whenThere(CLOUD_GOV)('The published matrices of cloud.gov', () => {
  const golden = existsSync(CLOUD_GOV)
    ? (JSON.parse(readFileSync(`${CLOUD_GOV}/golden_asof.json`, 'utf8')) as Golden)
    : { versions: [], as_of: [] };
  const bytesOf = (workbook: string): Uint8Array =>
    readFileSync(`${CLOUD_GOV}/normalised/${workbook.replace(/xlsx$/, 'csv')}`);
  const linesOf = (workbook: string): readonly MatrixLine[] => readMatrixCsv(bytesOf(workbook)).lines;

  it('are eleven, and each is read by its ready map', () => {
    expect(golden.versions).toHaveLength(11);
    expect(readdirSync(`${CLOUD_GOV}/normalised`)).toHaveLength(11);
    for (const { file } of golden.versions)
      expect(readMatrixCsv(bytesOf(file))).toMatchObject({ map: 'cloud-gov', keyColumn: 'control' });
  });

  it('have the rows and the values that were counted in the workbooks', () => {
    for (const { file, rows, can_be_inherited } of golden.versions) {
      const counts: Record<string, number> = {};
      for (const { definition } of linesOf(file)) {
        const cell = definition.attributes!['can_be_inherited']!;
        const word = cell === '' ? '(none)' : cell;
        counts[word] = (counts[word] ?? 0) + 1;
      }
      expect({ file, rows: linesOf(file).length, counts }).toEqual({ file, rows, counts: can_be_inherited });
    }
  });

  it('have the attributes that an independent parser reads, every one', () => {
    for (const { file } of golden.versions) {
      expect(linesOf(file).map(({ definition }) => definition.attributes)).toEqual(theirs(bytesOf(file)));
    }
  });

  it('say on each date what was computed from the workbooks', () => {
    for (const { version_in_force, control, answer } of golden.as_of) {
      const { file } = golden.versions.find(({ committed_at }) => committed_at === version_in_force)!;
      const line = linesOf(file).find(({ ref }) => ref === control)!;
      expect(line.definition.attributes).toMatchObject(answer);
    }
    expect(golden.as_of).toHaveLength(8);
  });

  it('hold no owner word that the map does not know', () => {
    for (const { file } of golden.versions) expect(linesOf(file).flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('give a client part wherever the client has one to do and the file says what', () => {
    const line = linesOf('2021-03-15_cloud.gov-CIS-Worksheet.xlsx').find(({ ref }) => ref === 'AC-2(5)')!;
    expect(line).toMatchObject({
      marks: ['shared'],
      parts: { client: expect.stringContaining('are the responsibility of the application owner') },
      definition: { title: 'AC-2(5)', controls: [{ framework: 'nist-800-53-r4', id: 'AC-2(5)' }] },
    });
  });
});

whenThere(`${MATRICES}/vocabulary.csv`)('The owner words of cloud.gov', () => {
  const SUGGESTED: Record<string, string[]> = {
    'MSSP (provider)': ['mssp'],
    'Inherited (third party)': ['inherited'],
    'MSSP + Inherited': ['mssp', 'inherited'],
    Shared: ['shared'],
    Client: ['client'],
    unassigned: ['not-determined'],
  };

  it('mean what the vocabulary suggests, all 24 combinations of them', () => {
    const words = theirs(readFileSync(`${MATRICES}/vocabulary.csv`)).filter(({ source }) =>
      source!.startsWith('cloud-gov'),
    );
    expect(words).toHaveLength(24);
    for (const { raw_value, suggested_owner } of words) {
      const ticks = raw_value === '(blank)' ? '' : raw_value!;
      const csv = `control,implementation_status,control_origination,responsibility_text\nAC-1,implemented,${ticks},\n`;
      const [line] = readMatrixCsv(Buffer.from(csv), findMap('cloud-gov')).lines;
      expect({ ticks, marks: line!.marks }).toEqual({ ticks, marks: SUGGESTED[suggested_owner!] });
    }
  });
});

whenThere(AZURE)('The security baselines of Azure', () => {
  it('are read field by field as an independent parser reads them: 4,163 rows of 13 columns, many with line breaks', () => {
    const bytes = existsSync(AZURE) ? readFileSync(AZURE) : Buffer.of();
    const [header, ...rows] = readCsv(decodeUtf8(bytes));
    expect(header!.fields).toHaveLength(13);
    expect(rows).toHaveLength(4163);
    expect(rows.map(({ fields }) => fields)).toEqual(theirs(bytes).map((row) => Object.values(row)));
    expect(rows.filter(({ fields }) => fields.some((field) => field.includes('\n'))).length).toBeGreaterThan(100);
    const lines = bytes.toString().split('\n');
    for (const { line, fields } of rows) expect(lines[line - 1]!.startsWith(fields[0]!)).toBe(true);
  });

  it('are refused as a matrix, because no column names their lines', () => {
    expect(() => readMatrixCsv(readFileSync(AZURE))).toThrow(
      expect.objectContaining({ code: 'intake/no-ref-column', line: 1 }),
    );
  });

  it('are refused with a column that names many lines alike, naming two of them', () => {
    expect(() => readMatrixCsv(readFileSync(AZURE), { ref: 'ASB Control ID' })).toThrow(
      expect.objectContaining({
        code: 'intake/duplicate-ref',
        detail: expect.stringMatching(/there twice, in line \d+ and line \d+/),
      }),
    );
  });
});

whenThere(`${MATRICES}/mssp-baseline.csv`)('The baseline that ships with the product', () => {
  it('is the one that was worked out, to the byte', () => {
    expect(Buffer.from(baselineCsv()).equals(readFileSync(`${MATRICES}/mssp-baseline.csv`))).toBe(true);
  });

  it('has the attributes that an independent parser reads', () => {
    const { lines } = readMatrixCsv(baselineCsv());
    expect(lines.map(({ definition }) => definition.attributes)).toEqual(theirs(baselineCsv()));
  });
});
