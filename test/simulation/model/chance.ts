import { seededRandom } from '#test/load/harness/statistics';

/** Numbers by chance, the same for the same seed. */
export class Chance {
  /** From 0 up to, not with, 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** Time until something that happens so many times a second on average, and knows no past. */
  exponential(rate: number): number {
    return -Math.log(1 - this.next()) / rate;
  }

  /** 0 up to, not with, `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
}

/** Which of many is meant, where the one of rank k is meant `k ** -exponent` times as often as the first. */
export class Zipf {
  readonly #upTo: Float64Array;
  readonly #chance: Chance;

  constructor(count: number, exponent: number, chance: Chance) {
    this.#chance = chance;
    this.#upTo = new Float64Array(count);
    let sum = 0;
    for (let rank = 0; rank < count; rank++) this.#upTo[rank] = sum += (rank + 1) ** -exponent;
    for (let rank = 0; rank < count; rank++) this.#upTo[rank]! /= sum;
  }

  /** Ranks from 0 on. */
  next(): number {
    const x = this.#chance.next();
    let low = 0;
    let high = this.#upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#upTo[middle]! > x) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** How often a rank is meant, of 1. */
  share(rank: number): number {
    return this.#upTo[rank]! - (rank === 0 ? 0 : this.#upTo[rank - 1]!);
  }

  /** How often one of the first ranks is meant, of 1. */
  shareOfFirst(ranks: number): number {
    return ranks === 0 ? 0 : this.#upTo[Math.min(ranks, this.#upTo.length) - 1]!;
  }
}

/** 32 bits that say nothing of the number that they are made of (the finalizer of MurmurHash3): where an engagement belongs. */
export function scatter(number: number): number {
  let x = (number + 0x9e_37_79_b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85_eb_ca_6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2_b2_ae_35);
  return (x ^ (x >>> 16)) >>> 0;
}
