const NEWLINE = 0x0a;

/** The lines of a file as views of its bytes, each without the newline that ends it. Undefined where the last one is not ended. */
export function linesOf(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) return undefined;
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** The bytes of a file with these lines, each ended by a newline. None of them holds one. */
export function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lines.reduce((length, line) => length + line.length + 1, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
    bytes[at++] = NEWLINE;
  }
  return bytes;
}
