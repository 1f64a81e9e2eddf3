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
