import type { Io } from '../io.ts';

const WIDTH = 24;
/** Milliseconds between two drawings: often enough to move, seldom enough to cost nothing. */
const PAUSE = 100;

/** A bar on standard error for work that takes a while. Drawn only where somebody watches; `clear` removes it. */
export class ProgressBar {
  readonly #io: Io;
  readonly #what: string;
  #drawnAt = 0;
  #drawn = false;

  constructor(io: Io, what: string) {
    this.#io = io;
    this.#what = what;
  }

  readonly update = (done: number, of: number): void => {
    if (!this.#io.watched) return;
    const now = performance.now();
    if (this.#drawn && now - this.#drawnAt < PAUSE && done < of) return;
    this.#drawnAt = now;
    this.#drawn = true;
    this.#io.err(`\r${barText(this.#what, done, of)}\u001b[K`);
  };

  clear(): void {
    if (this.#drawn) this.#io.err('\r\u001b[K');
    this.#drawn = false;
  }
}

/** `importing ████████░░░░ 53%  53,000 of 100,000`. */
export function barText(what: string, done: number, of: number): string {
  const share = of <= 0 ? 1 : Math.min(1, done / of);
  const full = Math.floor(share * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  const figures = `${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`;
  return `${what} ${bar} ${Math.floor(share * 100)
    .toString()
    .padStart(3)}%  ${figures}`;
}
