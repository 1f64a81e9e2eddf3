import { Chance, scatter, Zipf } from './chance.ts';

/** The largest of so many shares, of 1, where engagements are shared out by a hash and are as unequal as `Zipf` says. */
export function largestShare(engagements: number, exponent: number, shares: number): number {
  const zipf = new Zipf(engagements, exponent, new Chance(0));
  const sums = new Float64Array(shares);
  for (let ledger = 0; ledger < engagements; ledger++) sums[scatter(ledger) % shares]! += zipf.share(ledger);
  return Math.max(...sums);
}
