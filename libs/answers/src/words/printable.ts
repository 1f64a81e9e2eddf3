/** Texts come from files and from people; none of them may move a cursor, colour a screen or turn a line around. */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** Statements, a line each. A text that was recorded with line breaks may not look like a statement of ours. */
export const linesText = (lines: readonly string[]): string =>
  lines.map((line) => `${line.replaceAll(/[\r\n\u2028\u2029]+/g, ' ')}\n`).join('');
