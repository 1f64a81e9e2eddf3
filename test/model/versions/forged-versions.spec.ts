import { cast } from '#engagement/domain/engagement.examples';
import {
  except,
  proposeVersion,
  startReview,
  VERSION_DIGEST as digest,
} from '#matrix-version/domain/matrix-version.examples';
import type { OnusEvent } from '#rulebook/rulebook';
import { forced, specify } from '../replaying/forging.ts';
import { event, type Forgery } from '../replaying/story.ts';

const { keller, okafor, jansen, ruiz, robot } = cast;
const LATER = '2030-01-01T00:00:00Z';

type Forge = (forgery: Forgery) => number;
/** Something honest happens, then somebody forges. */
const after =
  (honest: (forgery: Forgery) => Forgery, forge: Forge): Forge =>
  (forgery) =>
    forge(honest(forgery));

const signature = (side: 'provider' | 'client', of = digest): OnusEvent =>
  event('VersionSigned', { versionId: 'v1', digest: of, side });
const agreement = (...signatures: readonly [number, number]): OnusEvent =>
  event('VersionAgreed', { versionId: 'v1', digest, signatures });

/** The matrix is proposed as version v1, as it stands. */
const proposed = (forgery: Forgery): Forgery => forgery.honestly(proposeVersion({ treeSize: forgery.size }), ruiz);
/** The provider has signed it. */
const signed = (forgery: Forgery): Forgery =>
  proposed(forgery).honestly({ type: 'SignVersion', data: { version: 'v1', digest } }, keller);

specify('versions', [
  [
    'a contributor’s signature',
    after(proposed, forced(jansen, [signature('client')])),
    'refused',
    'version/not-signer',
  ],
  ['a robot’s signature', after(proposed, forced(robot, [signature('provider')])), 'refused', 'version/robot'],
  ['a signature for the other side', after(proposed, forced(keller, [signature('client')])), 'other-events'],
  [
    'a signature under another document',
    after(proposed, forced(keller, [signature('provider', `sha256:${'0f'.repeat(32)}`)])),
    'refused',
    'version/other-digest',
  ],
  [
    'a second signature of one side',
    after(signed, forced(keller, [signature('provider')])),
    'refused',
    'version/side-has-signed',
  ],
  [
    'an agreement of one side alone',
    after(proposed, forced(keller, [signature('provider'), agreement(40, 40)], 1)),
    'other-events',
  ],
  [
    'an agreement that names other signatures',
    after(signed, forced(okafor, [signature('client'), agreement(1, 2)], 1)),
    'other-events',
  ],
  ['an agreement by itself', after(signed, forced(okafor, [agreement(1, 2)])), 'not-a-command'],
  ['a signature under no version', forced(okafor, [signature('client')]), 'refused', 'version/unknown'],
]);

/** LOG-03 is reviewed. */
const reviewed = (forgery: Forgery): Forgery => forgery.honestly(startReview({ due: LATER, refs: ['LOG-03'] }), jansen);

const said =
  (by: typeof jansen, side: 'provider' | 'client', ref = 'LOG-03', taskId = 't15'): Forge =>
  (forgery) => {
    const reviewId = `r${forgery.size}`;
    const word = event('LineConfirmed', { reviewId, taskId, ref, side, verdict: 'still-true' });
    return forced(by, [word])(reviewed(forgery));
  };

specify('reviews and exceptions', [
  ['a word for the other side', said(jansen, 'provider'), 'other-events'],
  ['a word about another task', said(jansen, 'client', 'LOG-03', 't30'), 'other-events'],
  ['a word about what is not reviewed', said(jansen, 'client', 'BKP-04'), 'refused', 'review/not-in-review'],
  ['a robot’s word', said(robot, 'provider'), 'refused', 'review/robot'],
  [
    'lines of no review',
    forced(jansen, [event('ReviewLinesListed', { reviewId: 'r9', refs: ['LOG-03'] })]),
    'not-a-command',
  ],
  [
    'a review that is complete by itself',
    forced(jansen, [event('ReviewCompleted', { reviewId: 'r9', lines: 1, notTrue: 0 })]),
    'not-a-command',
  ],
  [
    'a risk that another accepts in the owner’s place',
    (forgery) => {
      const exceptionId = `x${forgery.size}`;
      forgery.honestly(except({ to: LATER }), ruiz);
      return forced(keller, [event('ExceptionAccepted', { exceptionId })])(forgery);
    },
    'refused',
    'exception/not-owner',
  ],
]);
