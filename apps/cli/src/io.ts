import { Buffer } from 'node:buffer';
import process from 'node:process';

/** Everything a command may touch of the terminal. */
export interface Io {
  /** Standard output: what was asked for, and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: faults and progress. */
  readonly err: (text: string) => void;
  readonly stdin: () => Promise<Uint8Array>;
  /** Whether somebody watches standard error: only then is progress drawn. */
  readonly watched: boolean;
  /** Characters in a line of standard output; undefined where it is no terminal and lines are not cut. */
  readonly columns: number | undefined;
}

/** The terminal, or the pipes, of this process. */
export function terminal(): Io {
  // Whoever reads us may have seen enough (`onus timeline | head`): that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: readStdin,
    watched: process.stderr.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
