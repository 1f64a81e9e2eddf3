import { describe, expect, it } from '@jest/globals';
import { figureOf, ratio } from './figures.ts';
import { markdown, table } from './table.ts';

const labelled = { section: 'write', what: 'beside a peer', detail: 'peer 100/s' };

describe('A figure', () => {
  it('is the median of the ratios of each round, not the ratio of medians', () => {
    const figure = ratio(labelled, [10, 1, 30], [5, 1, 10]);
    expect(figure).toMatchObject({ value: 2, least: 1, most: 3, unit: '×', reached: 'no aim' });
  });

  it.each([
    [1.4, 'missed'],
    [1.5, 'gate'],
    [2, 'stretch'],
  ] as const)('of %d has %s where 1.5 is the gate and 2 the stretch', (value, reached) => {
    expect(figureOf({ ...labelled, aim: { gate: 1.5, stretch: 2 } }, '×', [value]).reached).toBe(reached);
  });

  it.each([
    [2.6, 'missed'],
    [2.5, 'gate'],
    [2, 'stretch'],
  ] as const)('of %d has %s where it may be 2.5, and 2 at best', (value, reached) => {
    expect(figureOf({ ...labelled, aim: { gate: 2.5, stretch: 2, atMost: true } }, '×', [value]).reached).toBe(reached);
  });

  it('stands in the table with its aim, and says where the aim is missed', () => {
    const figures = [
      figureOf({ ...labelled, what: '1 caller' }, 'commands/s', [1_234.5]),
      ratio({ ...labelled, what: '  beside a peer', aim: { gate: 1.5, stretch: 2 } }, [1], [1]),
    ];
    const skipped = [{ section: 'as-of', what: 'PostgreSQL', why: 'there is none' }];
    expect(table(figures, skipped)).toMatch(
      /1 235 commands\/s[^]*≥ 1\.50 → 2 × +MISSED[^]*skipped: as-of, PostgreSQL: there is none/,
    );
    expect(markdown(figures, skipped)).toMatch(
      /\| 1 caller: beside a peer \| \*\*1 ×\*\*[^]*\| 1 caller \| 1 235 commands\/s/,
    );
  });
});
