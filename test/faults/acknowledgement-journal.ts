import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * What a program said it has made durable, written down and synced by somebody else: the record against which the program is
 * audited after it was killed.
 */
export class AcknowledgementJournal {
  readonly #file: string;
  readonly #handle: number;

  constructor(file: string) {
    this.#file = file;
    this.#handle = openSync(file, 'a+');
  }

  note(lines: readonly string[]): void {
    if (lines.length === 0) return;
    writeSync(this.#handle, lines.map((line) => `${line}\n`).join(''));
    fsyncSync(this.#handle);
  }

  /** All lines ever noted. */
  lines(): string[] {
    return readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
  }

  close(): void {
    closeSync(this.#handle);
  }
}
