import { BEGINNING, FOREVER, instantOf, type Instant, type Micros } from '#kernel/instant';
import { BoundedCache } from '../storage/bounded-cache.ts';

/** The lines of a matrix mostly begin and end together. */
const texts = new BoundedCache<Micros, Instant>(1_000);

/** An instant as answers write it. */
export const instantText = (micros: Micros): Instant => texts.get(micros) ?? texts.set(micros, instantOf(micros));

/** The same, null for an open end: outside of the file it is absent. */
export const endText = (micros: Micros): Instant | null =>
  micros === FOREVER || micros === BEGINNING ? null : instantText(micros);
