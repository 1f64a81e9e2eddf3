/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** What `share` (0 to 1) of some ascending numbers do not exceed. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Durations in milliseconds, kept without making garbage while something is measured. */
export class Durations {
  #kept = new Float64Array(65_536);
  #count = 0;

  add(milliseconds: number): void {
    if (this.#count === this.#kept.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#kept);
      this.#kept = larger;
    }
    this.#kept[this.#count++] = milliseconds;
  }

  get count(): number {
    return this.#count;
  }

  sorted(): Float64Array {
    return this.#kept.slice(0, this.#count).sort();
  }
}

/** A repeatable stream of numbers below 1 (mulberry32), so that every contender is asked the same questions. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
