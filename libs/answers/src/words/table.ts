const GAP = '  ';
const ELLIPSIS = '…';

/**
 * Rows under a header, in columns as wide as their widest cell. Where lines may not be longer than `columns` characters, the
 * widest columns give way first. Cells are cut between characters, never inside one.
 */
export function tableText(header: readonly string[], rows: readonly (readonly string[])[], columns?: number): string {
  const lines = [header, ...rows].map((cells) => cells.map(onOneLine));
  const widths = header.map((_, i) => Math.max(...lines.map((cells) => widthOf(cells[i]!))));
  if (columns !== undefined) fit(widths, columns);
  const text = lines.map((cells) =>
    cells
      .map((cell, i) => pad(cut(cell, widths[i]!), widths[i]!))
      .join(GAP)
      .trimEnd(),
  );
  return text.map((line) => `${line}\n`).join('');
}

/** Narrows the widest column, again and again, until a line fits or nothing can give way. */
function fit(widths: number[], columns: number): void {
  const room = columns - GAP.length * (widths.length - 1);
  for (let sum = widths.reduce((a, b) => a + b, 0); sum > room; sum--) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= 4) return;
    widths[widest]!--;
  }
}

/** Control characters would move the cursor of whoever reads. */
const onOneLine = (cell: string): string => cell.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

const widthOf = (text: string): number => Array.from(text).length;

const pad = (text: string, width: number): string => text + ' '.repeat(width - widthOf(text));

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return (
    Array.from(text)
      .slice(0, width - 1)
      .join('') + ELLIPSIS
  );
}
