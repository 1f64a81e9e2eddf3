import { createHmac, timingSafeEqual } from 'node:crypto';
import { BadCursor } from '../../../read-models.ts';

/** Where the next page begins: after which key, and at which tree size all pages of the answer are given. */
export interface Place {
  readonly treeSize: number;
  readonly after: string | number;
}

const MAC_BYTES = 16;

/** Names the question that a cursor belongs to: its kind, the engagement, and every filter as it was asked. */
export type Question = readonly unknown[];

/** A cursor: opaque, and good for the question alone that it was given for (HMAC-SHA256, cut to 128 bits). */
export function cursorTo(secret: Uint8Array, question: Question, { treeSize, after }: Place): string {
  const place = JSON.stringify([treeSize, after]);
  return Buffer.concat([macOf(secret, question, place), Buffer.from(place)]).toString('base64url');
}

/** Where a cursor points. @throws BadCursor for one that was not given for this question */
export function placeIn(secret: Uint8Array, question: Question, cursor: string): Place {
  const bytes = Buffer.from(cursor, 'base64url');
  const place = bytes.subarray(MAC_BYTES).toString();
  const given = bytes.subarray(0, MAC_BYTES);
  // Base64 has several spellings of the same bytes; only ours is a cursor.
  if (given.length < MAC_BYTES || bytes.toString('base64url') !== cursor) throw new BadCursor();
  if (!timingSafeEqual(given, macOf(secret, question, place))) throw new BadCursor();
  const [treeSize, after] = JSON.parse(place) as [number, string | number];
  return { treeSize, after };
}

const macOf = (secret: Uint8Array, question: Question, place: string): Uint8Array =>
  createHmac('sha256', secret)
    .update(JSON.stringify([question, place]))
    .digest()
    .subarray(0, MAC_BYTES);
