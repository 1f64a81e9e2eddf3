import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { UsageError } from '../usage-error.ts';
import type { Io } from '../io.ts';

/** What a command was given to read, named as the caller named it, for messages. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Reads a file, or standard input where the name is `-`. @throws UsageError where it cannot be read */
export async function readInput(io: Io, name: string): Promise<InputFile> {
  if (name === '-') return { name: 'standard input', bytes: await io.stdin() };
  try {
    return { name, bytes: await readFile(name) };
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Digest and size of a file of any length. @throws UsageError where it cannot be read */
export async function digestOfFile(name: string): Promise<{ readonly digest: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(name) as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    throw unreadable(name, error);
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

function unreadable(name: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UsageError(`${name}: ${REASONS[code ?? ''] ?? message}`, 'Name a file that can be read');
}
