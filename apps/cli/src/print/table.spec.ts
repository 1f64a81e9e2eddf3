import { describe, expect, it } from '@jest/globals';
import { csvText } from './csv.ts';
import { barText } from './progress.ts';
import { tableText } from '#answers/words/table';

describe('A table', () => {
  const rows = [
    ['LOG-03', 'Daily review of security event logs', 'Northwind'],
    ['BK-1', 'Restore test', 'Contoso'],
  ];

  it('has columns as wide as their widest cell', () => {
    expect(tableText(['Task', 'Title', 'Owner'], rows)).toBe(
      [
        'Task    Title                                Owner',
        'LOG-03  Daily review of security event logs  Northwind',
        'BK-1    Restore test                         Contoso',
        '',
      ].join('\n'),
    );
  });

  it('cuts the widest cells where the screen is narrow', () => {
    const lines = tableText(['Task', 'Title', 'Owner'], rows, 40).trimEnd().split('\n');
    for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(40);
    expect(lines[1]).toContain('LOG-03');
    expect(lines[1]).toContain('…');
  });

  it('keeps a line break or an escape sequence of a cell out of the picture', () => {
    expect(tableText(['A'], [['one\ntwo\u001b[31m']])).toBe('A\none two [31m\n');
  });
});

describe('CSV for a spreadsheet', () => {
  it('quotes what needs quotes', () => {
    expect(csvText([['a', 'b,c', 'say "x"', 'two\nlines']])).toBe('a,"b,c","say ""x""","two\nlines"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('does not let a spreadsheet compute %j', (cell) => {
    expect(
      csvText([[cell]])
        .replaceAll('"', '')
        .startsWith("'"),
    ).toBe(true);
  });
});

describe('A progress bar', () => {
  it('says how far the work is, in figures too', () => {
    expect(barText('importing', 53_000, 106_000)).toBe('importing ████████████░░░░░░░░░░░░  50%  53,000 of 106,000');
    expect(barText('importing', 0, 0)).toContain('100%');
  });
});
