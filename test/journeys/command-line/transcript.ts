/** A file that a transcript begins with, or one of its commands with what it must print. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly content: string }
  | { readonly kind: 'hold'; readonly folder: string }
  | { readonly kind: 'release' }
  | {
      readonly kind: 'command';
      readonly line: number;
      readonly command: string;
      readonly output: string;
      readonly exit: number;
    };

const FENCE = /^```(\w*)(?: +file=(\S+))?\s*$/;
const HOLD = /^<!-- another process holds (\S+) -->$/;
const RELEASE = /^<!-- the other process has ended -->$/;
const EXIT = /^\[exit (\d+)\]$/;

/**
 * Reads a transcript (Markdown): blocks fenced with `file=NAME` are files, `console` blocks are commands behind `$ ` with what
 * they print, first standard output, then standard error, and `[exit N]` where they do not end with 0.
 */
export function readTranscript(markdown: string): readonly Step[] {
  const steps: Step[] = [];
  const lines = markdown.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const hold = HOLD.exec(lines[i]!);
    if (hold !== null) steps.push({ kind: 'hold', folder: hold[1]! });
    if (RELEASE.test(lines[i]!)) steps.push({ kind: 'release' });
    const fence = FENCE.exec(lines[i]!);
    if (fence === null) continue;
    const start = i + 1;
    const end = lines.indexOf('```', start);
    if (end === -1) throw new Error(`line ${start}: the block is never closed`);
    const block = lines.slice(start, end);
    if (fence[2] !== undefined) steps.push({ kind: 'file', name: fence[2], content: block.join('\n') + '\n' });
    else if (fence[1] === 'console') steps.push(...commandsIn(block, start + 1));
    i = end;
  }
  return steps;
}

function commandsIn(block: readonly string[], firstLine: number): Step[] {
  const starts = block.flatMap((line, i) => (line.startsWith('$ ') ? [i] : []));
  return starts.map((start, n) => {
    let first = start;
    let command = block[first]!.slice(2);
    // A long command goes on behind a backslash, as in a shell.
    while (command.endsWith('\\')) command = `${command}\n${block[++first]!.replace(/^> ?/, '')}`;
    const output = block.slice(first + 1, starts[n + 1] ?? block.length);
    const exit = EXIT.exec(output.at(-1) ?? '');
    if (exit !== null) output.pop();
    return {
      kind: 'command' as const,
      line: firstLine + start,
      command,
      output: output.map((line) => `${line}\n`).join(''),
      exit: Number(exit?.[1] ?? 0),
    };
  });
}

/**
 * What stands for what no two runs have in common. Everything else must be printed letter by letter, but for the blanks between the
 * columns of a table: how many there are depends on how long a date is.
 */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '<number>': '[0-9][0-9,.]*',
  '<seconds>': '[0-9]+\\.[0-9]+',
  '<today>': '[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2}',
  '<now>': '[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2}(?: [0-9:.]+)?',
  '<instant>': '20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z',
  '<uuid>': '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  '<hash>': '[0-9a-f]{64}',
  '<glance>': '[0-9a-f]{12}…',
  '<root>': '[A-Za-z0-9+/]{43}=',
  '<key>': 'onus_[0-9a-f]{15}_[A-Za-z0-9_-]{43}',
  '<key-id>': '[0-9a-f]{15}',
  '<log-key-id>': '[0-9a-f]{8}',
  '<public-key>': '[A-Za-z0-9+/]{44}',
  '<encoded>': '[A-Za-z0-9+/]{43}=',
  '<installation>': 'onus\\.local/[0-9a-f]{16}',
  '<folder>': '/[^ ]*',
  '<pid>': '[0-9]+',
};

/**
 * The printed text with every line that fits an expected line with placeholders replaced by that line: equal to the expected text
 * where it fits, and otherwise a text whose difference shows what does not.
 */
export function alikeWhereItFits(printed: string, expected: string): string {
  const wanted = expected.split('\n');
  return printed
    .split('\n')
    .map((line, i) => (wanted[i] !== undefined && fits(line, wanted[i]) ? wanted[i] : line))
    .join('\n');
}

function fits(line: string, wanted: string): boolean {
  if (line === wanted) return true;
  const parts = columns(wanted)
    .split(/(<[a-z-]+>)/)
    .map((part) => PLACEHOLDERS[part] ?? escaped(part));
  return new RegExp(`^${parts.join('')}$`).test(columns(line));
}

const columns = (line: string): string => line.replaceAll(/(?<=\S) {2,}/g, '  ');

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
