/**
 * Lets only so much work go on at once. What comes later waits for its turn: one after the other for each who asks, and all who ask in turn,
 * so that whoever asks for much waits for himself, and nobody else does.
 */
export class Turns {
  readonly #atOnce: number;
  /** Who waits, in the order in which they are next, each with what he waits to begin. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #working = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Does the work when its turn has come. The turn passes on however the work ends. */
  async take<T>(who: string, work: () => Promise<T>): Promise<T> {
    if (this.#working >= this.#atOnce) await new Promise<void>((resolve) => this.#wait(who, resolve));
    else this.#working++;
    try {
      return await work();
    } finally {
      const next = this.#next();
      // Whoever waits takes over the place: nobody who comes meanwhile can slip in.
      if (next === undefined) this.#working--;
      else next();
    }
  }

  #wait(who: string, begin: () => void): void {
    const line = this.#waiting.get(who);
    if (line === undefined) this.#waiting.set(who, [begin]);
    else line.push(begin);
  }

  #next(): (() => void) | undefined {
    for (const [who, line] of this.#waiting) {
      const begin = line.shift();
      // Behind all others, with what is left.
      this.#waiting.delete(who);
      if (line.length > 0) this.#waiting.set(who, line);
      return begin;
    }
    return undefined;
  }
}
