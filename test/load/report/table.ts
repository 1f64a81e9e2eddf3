import type { Figure, Skipped } from './figures.ts';

const REACHED = { stretch: 'stretch reached', gate: 'gate reached', missed: 'MISSED', 'no aim': '' } as const;

/** Everything as text: one line a figure, in columns. */
export function table(figures: readonly Figure[], skipped: readonly Skipped[]): string {
  const header = ['', 'what', 'measured', 'rounds from … to', 'gate → stretch', 'reached', 'behind it'];
  const rows = figures.map((figure) => [
    figure.section,
    figure.what,
    amount(figure.value, figure.unit),
    `${short(figure.least)} … ${short(figure.most)}`,
    aimOf(figure),
    REACHED[figure.reached],
    figure.detail,
  ]);
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  const lines = [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)];
  for (const { section, what, why } of skipped) lines.push(`skipped: ${section}, ${what}: ${why}`);
  return lines.join('\n');
}

function aimOf({ aim, unit }: Figure): string {
  if (aim === null) return '';
  const sign = aim.atMost === true ? '≤' : '≥';
  return aim.gate === aim.stretch
    ? `${sign} ${amount(aim.gate, unit)}`
    : `${sign} ${short(aim.gate)} → ${amount(aim.stretch, unit)}`;
}

const amount = (value: number, unit: string): string => `${short(value)} ${unit}`;

/** Three digits that matter. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 1_000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}

/** The same for docs/benchmarks.md: what has an aim first, then everything else. */
export function markdown(figures: readonly Figure[], skipped: readonly Skipped[]): string {
  // A ratio belongs to the line above it: in a table of its own it has to say so itself.
  let above = '';
  const named = figures.map((figure) => {
    const isBeside = figure.what.startsWith('  ');
    if (!isBeside) above = figure.what;
    return { ...figure, what: isBeside ? `${above}: ${figure.what.trim()}` : figure.what };
  });
  const aims = named
    .filter(({ aim }) => aim !== null)
    .map((figure) => {
      const { section, what, value, unit, least, most, reached, detail } = figure;
      const spread = `${short(least)} … ${short(most)}`;
      return [section, what, `**${amount(value, unit)}**`, spread, aimOf(figure), REACHED[reached], detail];
    });
  const others = named
    .filter(({ aim }) => aim === null)
    .map(({ section, what, value, unit, detail }) => [section, what, amount(value, unit), detail]);
  return [
    ...grid(['', 'what', 'measured', 'rounds', 'gate → stretch', 'reached', 'behind it'], aims),
    '',
    ...grid(['', 'what', 'measured', 'behind it'], others),
    '',
    ...skipped.map(({ section, what, why }) => `Skipped: ${section}, ${what}: ${why}.`),
  ].join('\n');
}

const grid = (header: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
