import { cast } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { raise } from '#objection/domain/objection.examples';
import { assignments, definitions } from '#responsibility/domain/examples/duties';
import { acknowledge } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import type { OnusEvent } from '#rulebook/rulebook';
import { forced, someText, specify, type Forged } from '../replaying/forging.ts';
import { event, type Forgery } from '../replaying/story.ts';

const digest = digestOf(sha256, assignments.northwind);
const text = digestOf(sha256, definitions.logReview);
const said = { taskId: 't15', assignment: 21, digest };
const accepted = (change: object = {}): OnusEvent => ({
  type: 'AssignmentAcknowledged',
  schema: 2,
  data: { ...said, text, ...change },
});
const declined = (change: object = {}): OnusEvent =>
  event('AssignmentDeclined', { ...said, text, reason: someText, ...change });

/** The client objects to LOG-03, honestly: entry 35. */
const objected = (then: (forgery: Forgery) => number) => (forgery: Forgery) =>
  then(forgery.honestly(raise('LOG-03'), cast.jansen));
const objection = { objectionId: 'o35', taskId: 't15' };

specify('who accepted a duty', [
  ['somebody who accepts for another', forced(cast.viewer, [accepted()]), 'refused', 'acknowledgement/not-named'],
  [
    'a text that was never said',
    forced(cast.meier, [accepted({ text: 'f'.repeat(64) })]),
    'refused',
    'acknowledgement/stale-text',
  ],
  ['an acceptance of another assignment', forced(cast.meier, [accepted({ digest: text })]), 'other-events'],
  ['one of several that is of another', forced(cast.meier, [accepted(), declined()], 1), 'not-a-command'],
  [
    'an assignment that is accepted twice at once',
    forced(cast.meier, [accepted(), accepted()]),
    'refused',
    'acknowledgement/named-twice',
  ],
  ['several of which one names no text', unnamed, 'not-a-command'],
  [
    'an acceptance that is given again',
    (forgery) => forced(cast.meier, [accepted()])(forgery.honestly(acknowledge('LOG-03', 21, text), cast.meier)),
    'refused',
    'acknowledgement/already-given',
  ],
  ['a command that is none of those that were given', forced(cast.meier, [accepted()]), 'other-command'],
  [
    'that somebody declined who is not named',
    forced(cast.viewer, [declined()]),
    'refused',
    'acknowledgement/not-named',
  ],
  ['that somebody declined for the service', forced(cast.robot, [declined()]), 'refused', 'acknowledgement/not-named'],
] satisfies readonly Forged[]);

function unnamed(forgery: Forgery): number {
  return forced(cast.meier, [accepted(), event('AssignmentAcknowledged', said)], 1)(forgery);
}

specify('who objected', [
  [
    'an objection of the other side',
    forced(cast.jansen, [
      event('ObjectionRaised', { ...objection, ref: 'LOG-03', side: 'provider', reason: someText }),
    ]),
    'other-events',
  ],
  [
    'an objection to another task',
    forced(cast.jansen, [event('ObjectionRaised', { ...objection, ref: 'BKP-04', side: 'client', reason: someText })]),
    'other-events',
  ],
  [
    'an objection that a robot raises',
    forced(cast.robot, [event('ObjectionRaised', { ...objection, ref: 'LOG-03', side: 'provider', reason: someText })]),
    'refused',
    'objection/robot',
  ],
  [
    'an objection that the other side takes back',
    objected(forced(cast.ruiz, [event('ObjectionWithdrawn', objection)])),
    'refused',
    'objection/other-side',
  ],
  [
    'words that are put into the mouth of the other side',
    objected(forced(cast.ruiz, [event('ObjectionAnswered', { ...objection, side: 'client', words: someText })])),
    'other-events',
  ],
  [
    'an answer to what nobody raised',
    forced(cast.ruiz, [event('ObjectionAnswered', { ...objection, side: 'provider', words: someText })]),
    'refused',
    'objection/unknown',
  ],
  [
    'an objection that is resolved by nothing',
    objected(forced(cast.okafor, [event('ObjectionResolved', { ...objection, change: 'C-1' })])),
    'not-a-command',
  ],
]);
