import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file for this user alone (mode 0600). Its name appears with the whole content or not at all, and what was written
 * survives a power cut when this returns.
 */
export function writeDurably(file: string, content: string): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  moveDurably(temporary, file);
}

/** Gives a file another name, in place of whatever had it; durable when this returns. Both are in one folder. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(dirname(to), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
