import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** "let k be the largest power of two smaller than n" */
function largestPowerOfTwoBelow(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * The Merkle tree as RFC 6962 §2.1 writes it down: its recursion, its names, its cases. What the library computes is held to this.
 * Only MTH is remembered, or the specifications would take minutes.
 */
export class ReferenceTree {
  readonly #entries: readonly Uint8Array[];
  readonly #mth = new Map<string, Uint8Array>();

  constructor(entries: readonly Uint8Array[]) {
    this.#entries = entries;
  }

  /** MTH(D[start:end]) */
  mth(start: number, end: number): Uint8Array {
    const known = this.#mth.get(`${start}:${end}`);
    if (known !== undefined) return known;
    const hash = this.#computed(start, end);
    this.#mth.set(`${start}:${end}`, hash);
    return hash;
  }

  #computed(start: number, end: number): Uint8Array {
    const n = end - start;
    if (n === 0) return sha256();
    if (n === 1) return sha256(Uint8Array.of(0x00), this.#entries[start]!);
    const k = largestPowerOfTwoBelow(n);
    return sha256(Uint8Array.of(0x01), this.mth(start, start + k), this.mth(start + k, end));
  }

  /** PATH(m, D[start:end]), where m counts from `start`. */
  path(m: number, start: number, end: number): readonly Uint8Array[] {
    const n = end - start;
    if (n === 1) return [];
    const k = largestPowerOfTwoBelow(n);
    return m < k
      ? [...this.path(m, start, start + k), this.mth(start + k, end)]
      : [...this.path(m - k, start + k, end), this.mth(start, start + k)];
  }

  /** PROOF(m, D[n]) = SUBPROOF(m, D[n], true) */
  proof(m: number, n: number): readonly Uint8Array[] {
    return this.#subproof(m, 0, n, true);
  }

  #subproof(m: number, start: number, end: number, b: boolean): readonly Uint8Array[] {
    const n = end - start;
    if (m === n) return b ? [] : [this.mth(start, end)];
    const k = largestPowerOfTwoBelow(n);
    return m <= k
      ? [...this.#subproof(m, start, start + k, b), this.mth(start + k, end)]
      : [...this.#subproof(m - k, start + k, end, false), this.mth(start, start + k)];
  }
}

/** Entries that differ, of lengths that differ. */
export const someEntries = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new TextEncoder().encode(`entry ${i} ${'.'.repeat(i % 7)}`));
