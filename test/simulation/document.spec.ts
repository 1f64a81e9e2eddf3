import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pathsOf, ROOT, textOf } from '#test/architecture/source-tree';
import { readInputs } from './inputs.ts';
import { DOCUMENT, reportOf, withTables, type Report } from './report/document.ts';
import { svg } from './report/plot.ts';
import { bytes, number, percent, seconds } from './report/words.ts';

describe('docs/scale.md', () => {
  let report: Report;

  beforeAll(() => {
    report = reportOf(readInputs());
  });

  it('says what `npm run simulate` works out from the measured inputs', () => {
    expect(withTables(textOf(DOCUMENT), report.tables)).toBe(textOf(DOCUMENT));
  });

  it('shows the pictures that come with it, and no others', () => {
    expect(Object.keys(report.pictures).toSorted()).toEqual(pathsOf('docs/images/scale-*.svg'));
    for (const [path, picture] of Object.entries(report.pictures)) {
      expect(readFileSync(join(ROOT, path), 'utf8')).toBe(picture);
      expect(textOf(DOCUMENT)).toContain(`](${path.replace('docs/', '')})`);
    }
  });

  it('has a place for every table, and a table for every place', () => {
    const text = textOf(DOCUMENT);
    expect(() => withTables(text, { ...report.tables, further: '' })).toThrow('further');
    const { inputs: _, ...fewer } = report.tables;
    expect(() => withTables(text, fewer)).toThrow('inputs');
  });
});

describe('A picture', () => {
  const picture = svg({
    title: 'Less & <more>',
    description: 'What is to be seen',
    x: { label: 'entries', scale: 'log', ticks: [1, 10, 100_000] },
    y: { label: 'hours', scale: 'linear', ticks: [0, 5, 10] },
    series: [
      {
        name: 'one',
        points: [
          [1, 0],
          [10, 5],
          [1e9, 99],
        ],
      },
      { name: 'other', points: [[1, 10]], marksOnly: true },
    ],
  });

  it('can be read by those who do not see it', () => {
    expect(picture).toContain('role="img" aria-labelledby="title description"');
    expect(picture).toContain('<title id="title">Less &amp; &lt;more></title>');
    expect(picture).toContain('<desc id="description">What is to be seen</desc>');
  });

  it('names both axes, and writes large powers of ten as such', () => {
    for (const text of ['>entries<', '>hours<', '>10⁵<', '>one<', '>other<']) expect(picture).toContain(text);
  });

  it('has a ground and an ink for light and for dark', () => {
    expect(picture.match(/--ground:#[0-9a-f]{3,6}/g)).toHaveLength(2);
    expect(picture).toContain('@media(prefers-color-scheme:dark)');
  });

  it('draws what lies beyond an axis at its end', () => {
    expect(picture).toContain('L736 96');
  });
});

describe('Figures in words', () => {
  it('have three digits that matter', () => {
    expect([0, 0.012_34, 7.777, 123.4, 45_678, 1e10].map(number)).toEqual([
      '0',
      '0.0123',
      '7.78',
      '123',
      '45 700',
      '10 000 000 000',
    ]);
    expect(number(Number.NaN)).toBe('–');
  });

  it('have units that are easy to grasp', () => {
    expect([512, 15e12].map(bytes)).toEqual(['512 B', '15 TB']);
    expect([0.000_05, 0.25, 90, 600, 36_000, 864_000].map(seconds)).toEqual([
      '50 µs',
      '250 ms',
      '90 s',
      '10 minutes',
      '10 hours',
      '10 days',
    ]);
    expect(percent(0.083)).toBe('8.3 %');
  });
});
