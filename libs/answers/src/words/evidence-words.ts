import type { ShownEvidence } from '../views/duty.ts';
import { quoted } from './acceptance-words.ts';
import type { Moments } from './moments.ts';
import { count, shortName } from './phrases.ts';

/** What was shown of a duty for the time that was asked about, and whether somebody checked it; nothing where nothing was. */
export function evidenceLines(
  { submitted, accepted, returned, latest }: ShownEvidence,
  moments: Moments,
): readonly string[] {
  if (submitted === 0) return [];
  const checked = accepted + returned === 0 ? 'not checked' : `${accepted} checked and accepted, ${returned} returned`;
  const sentBack = latest.flatMap(({ id, review }) =>
    review?.outcome === 'returned'
      ? [
          `⚠ Evidence ${id} was returned by ${shortName(review.by)} on ${moments.day(review.recordedAt)}${quoted(review.reason)}`,
        ]
      : [],
  );
  return [`Shown for this time: ${count(submitted, 'item')} of evidence, ${checked}.`, ...sentBack];
}
