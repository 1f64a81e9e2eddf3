/** Numbers as people read them: three digits that matter. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  if (Math.abs(value) >= 1_000) {
    const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value))) - 2);
    return (Math.round(value / digits) * digits).toLocaleString('en').replaceAll(',', ' ');
  }
  return String(Number(value.toPrecision(3)));
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

export function bytes(value: number): string {
  const unit = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)));
  return `${number(value / 1_000 ** unit)} ${SIZES[unit]}`;
}

export function seconds(value: number): string {
  if (value < 0.001) return `${number(value * 1e6)} µs`;
  if (value < 1) return `${number(value * 1e3)} ms`;
  if (value < 120) return `${number(value)} s`;
  if (value < 7_200) return `${number(value / 60)} minutes`;
  return value < 48 * 3_600 ? `${number(value / 3_600)} hours` : `${number(value / 86_400)} days`;
}

/** Of a hundred. */
export const percent = (share: number): string => `${number(share * 100)} %`;

/** A table in Markdown. */
export const grid = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
