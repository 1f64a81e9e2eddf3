import { hash } from 'node:crypto';

/**
 * One of `of` shares of all engagements: the part that a group of replicas projects, answers and looks after. Plain data, for it is
 * handed to threads.
 */
export interface Share {
  /** From 1 to `of`. */
  readonly group: number;
  readonly of: number;
}

/** More shares than this are a mistake in writing: the largest engagement alone is more than such a part of everything. */
export const MOST_SHARES = 1_024;

/**
 * The share of `of` that an engagement belongs to: the first four bytes of SHA-256 (FIPS 180-4) over its id, a UUID in small letters
 * as ASCII, read as an unsigned integer with the most significant byte first; the rest of its division by `of`, and one. It never
 * changes: balancers and clients work it out for themselves.
 */
export function shareOf(engagementId: string, of: number): Share {
  return { group: (Number.parseInt(hash('sha256', engagementId).slice(0, 8), 16) % of) + 1, of };
}

/** Whether an engagement is in a share; without one, everything is. */
export const isIn = (share: Share | undefined, engagementId: string): boolean =>
  share === undefined || shareOf(engagementId, share.of).group === share.group;

/** Whether two shares are the same; two that are none are. */
export const sameShare = (one: Share | undefined, other: Share | undefined): boolean =>
  one?.group === other?.group && one?.of === other?.of;

/** As it is written: `2/4`. */
export const shareText = ({ group, of }: Share): string => `${group}/${of}`;

const WRITTEN = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/;

/** Reads a share as it is written; undefined for what is none. */
export function readShare(text: string): Share | undefined {
  const [, group, of] = WRITTEN.exec(text)?.map(Number) ?? [];
  return group !== undefined && of !== undefined && group <= of && of <= MOST_SHARES ? { group, of } : undefined;
}

/** The engagement is of another share than the one that is looked after here. Nothing was recorded. */
export class OtherShare extends Error {
  /** The share that it belongs to. */
  readonly share: Share;

  constructor(engagementId: string, here: Share) {
    const share = shareOf(engagementId, here.of);
    super(`Engagement ${engagementId} belongs to share ${shareText(share)}; here is share ${shareText(here)}.`);
    this.name = 'OtherShare';
    this.share = share;
  }
}
