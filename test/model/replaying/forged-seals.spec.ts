import { cast } from '#engagement/domain/engagement.examples';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import type { OnusEvent } from '#rulebook/rulebook';
import { take } from '#snapshot/domain/snapshot.examples';
import { forced, specify } from './forging.ts';
import { event, type Forgery } from './story.ts';

const [first, second, third] = ['A', 'B', 'C'].map((letter) => `${letter.repeat(42)}A=`) as [string, string, string];
const rotated = (publicKey: string, previous: string): OnusEvent => event('SigningKeyRotated', { publicKey, previous });
const installation: Actor = { ...cast.meier, member: INSTALLATION, party: PROVIDER, kind: 'system' };

/** The key has changed once, as the rules allow: the installation itself said so. */
const onceRotated = (forgery: Forgery): Forgery =>
  forgery.honestly({ type: 'RotateSigningKey', data: { publicKey: second, previous: first } }, installation);

specify('the key that signs', [
  [
    'a key that a contributor changes',
    forced(cast.ruiz, [rotated(second, first)]),
    'refused',
    'engagement/not-allowed',
  ],
  [
    'a member who passes for the installation',
    forced({ ...cast.ruiz, kind: 'system' }, [rotated(second, first)]),
    'wrong-actor',
  ],
  ['an installation of the client', forced({ ...installation, party: 'p2' }, [rotated(second, first)]), 'wrong-actor'],
  [
    'an installation that speaks of more than its key',
    forced(installation, [event('MemberRemoved', { memberId: 'm5' })]),
    'wrong-actor',
  ],
  [
    'a key that follows on another than the last',
    (forgery) => forced(installation, [rotated(third, first)])(onceRotated(forgery)),
    'refused',
    'engagement/not-the-signing-key',
  ],
  [
    'a key that was given up before',
    (forgery) => forced(installation, [rotated(first, second)])(onceRotated(forgery)),
    'refused',
    'engagement/signing-key-used',
  ],
]);

const taken = (snapshotId: string, change: Parameters<typeof take>[0] = {}): OnusEvent =>
  event('SnapshotTaken', { snapshotId, ...take(change).data });

specify('snapshots', [
  ['a snapshot that a viewer takes', forced(cast.viewer, [taken('s35')]), 'refused', 'engagement/not-allowed'],
  [
    'a snapshot of entries that are still to come',
    forced(cast.ruiz, [taken('s35', { treeSize: 36 })]),
    'refused',
    'snapshot/no-such-size',
  ],
  ['a snapshot that is named after another entry', forced(cast.ruiz, [taken('s9')]), 'other-events'],
  ['a root that is none', forced(cast.ruiz, [taken('s35', { root: 'x' })]), 'refused', 'snapshot/bad-root'],
]);
