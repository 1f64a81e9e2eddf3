import type { Micros } from '#kernel/instant';

const MINUTE: Micros = 60_000_000;
const LONGEST: Micros = 60 * MINUTE;
/** So many are remembered; of more, the one that failed longest ago is tried again too early, and no harm is done. */
const MOST = 10_000;

interface Rest {
  readonly times: number;
  readonly until: Micros;
}

/** What did not go is left alone for a while: a minute, and twice as long each time again, an hour at most. */
export class Resting {
  readonly #rests = new Map<string, Rest>();

  has(name: string, at: Micros): boolean {
    const rest = this.#rests.get(name);
    return rest !== undefined && at < rest.until;
  }

  /** It did not go. Gives how often in a row that was. */
  begin(name: string, at: Micros): number {
    const times = (this.#rests.get(name)?.times ?? 0) + 1;
    this.#rests.delete(name);
    this.#rests.set(name, { times, until: at + Math.min(LONGEST, MINUTE * 2 ** (times - 1)) });
    if (this.#rests.size > MOST) this.#rests.delete(this.#rests.keys().next().value!);
    return times;
  }

  /** It went. */
  end(name: string): void {
    this.#rests.delete(name);
  }
}
