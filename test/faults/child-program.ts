import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a child ended: its exit code, or the signal that ended it. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to standard error. */
  readonly errors: string;
}

/**
 * A program of this project in a process of its own, which tells what it does in lines on standard output.
 * Lines that it had written before it was killed are still delivered; half a line is not.
 */
export class ChildProgram {
  readonly #child: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #rest = '';
  #errors = '';
  #over = false;
  /** All complete lines so far. */
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;

  /** Starts a command. See `programOf` for one of this folder. */
  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        this.#over = true;
        resolve({ code, signal, errors: this.#errors });
        this.#wake();
      });
    });
  }

  /** Process id. */
  get pid(): number {
    return this.#child.pid!;
  }

  /** Waits until so many lines have come, or the program has ended. Gives whether they have. */
  async until(count: number): Promise<boolean> {
    while (this.lines.length < count && !this.#over) {
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
    return this.lines.length >= count;
  }

  /** Ends it at once, with nothing that it could do about it. */
  async kill(): Promise<Ended> {
    this.#child.kill('SIGKILL');
    return this.ended;
  }

  #take(text: string): void {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop()!;
    this.lines.push(...parts);
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#listeners];
    this.#listeners.clear();
    for (const wake of waiting) wake();
  }
}

/** Arguments that run a TypeScript file of this folder with the runtime of this process. */
export const programOf = (file: string): string[] => [
  '--conditions=source',
  fileURLToPath(new URL(file, import.meta.url)),
];
