/**
 * Rows as CSV (RFC 4180, CRLF, UTF-8), for spreadsheets: a cell that a spreadsheet would take for a formula gets an apostrophe in
 * front, so that it is read as text.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
