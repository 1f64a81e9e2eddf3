import { cast } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, definitions, MAY } from '#responsibility/domain/examples/duties';
import { defineTask, feedHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import type { OnusEvent } from '#rulebook/rulebook';
import { altered, forced, givenBy, retold, someText, specify } from './forging.ts';
import { event } from './story.ts';

const assigned = (change: object = {}): OnusEvent =>
  event('ResponsibilityAssigned', {
    taskId: 't15',
    effectiveFrom: MAY,
    assignment: assignments.client,
    digest: digestOf(sha256, assignments.client),
    ...change,
  });
const patching = { definition: definitions.patching, digest: digestOf(sha256, definitions.patching) };
const defined = (taskId: string, ref: string): OnusEvent =>
  event('TaskDefined', { taskId, ref, ...patching, effectiveFrom: MAY });
const acknowledged = event('AssignmentAcknowledged', {
  taskId: 't15',
  assignment: 21,
  digest: digestOf(sha256, assignments.northwind),
});

specify('tasks and who bears them', [
  ['an assignment that rests on nothing', forced(cast.viewer, [assigned()]), 'not-a-command'],
  [
    'an assignment that rests on a change which is open',
    forced(cast.meier, [assigned({ change: 'C-2' })]),
    'not-a-command',
  ],
  [
    'a retirement that rests on nothing',
    forced(cast.meier, [event('TaskRetired', { taskId: 't15', effectiveFrom: MAY })]),
    'not-a-command',
  ],
  [
    'a task that a viewer defines',
    forced(cast.viewer, [defined('t35', 'NEW-01')]),
    'refused',
    'engagement/not-allowed',
  ],
  [
    'a task that is defined a second time',
    forced(cast.ruiz, [defined('t15', 'LOG-03')]),
    'refused',
    'task/already-defined',
  ],
  [
    'a text that does not have the digest beside it',
    retold('defined', 0, { definition: definitions.patching }),
    'other-events',
  ],
  ['a task that is named after another entry', retold('defined', 0, { taskId: 't99' }), 'other-events'],
  [
    'a task that is closed twice',
    forced(cast.ruiz, [event('TaskClosed', { taskId: 't25', effectiveFrom: MAY })]),
    'refused',
    'task/already-closed',
  ],
  [
    'a task that nobody introduced',
    forced(cast.ruiz, [event('TaskClosed', { taskId: 't77', effectiveFrom: MAY })]),
    'not-a-command',
  ],
  [
    'an acknowledgement by somebody who is not named',
    forced(cast.viewer, [acknowledged]),
    'refused',
    'acknowledgement/not-named',
  ],
  [
    'an acknowledgement that is given twice',
    forced(cast.ruiz, [acknowledged]),
    'refused',
    'acknowledgement/already-given',
  ],
  ['an acknowledgement of another text', retold('acknowledged', 0, { digest: 'f'.repeat(64) }), 'other-events'],
  [
    'an acknowledgement of what is no assignment',
    retold('acknowledged', 0, { assignment: 15 }),
    'refused',
    'acknowledgement/not-current',
  ],
]);

const digest = `sha256:${'0'.repeat(64)}`;

specify('evidence and people', [
  [
    'evidence that an auditor submits',
    forced(cast.auditor, [event('EvidenceSubmitted', { evidenceId: 'e35', taskId: 't15', digest, title: someText })]),
    'refused',
    'engagement/not-allowed',
  ],
  [
    'the same evidence again',
    (forgery) => {
      const shown = forgery.appends.flatMap(({ events }) => events).filter(({ type }) => type === 'EvidenceSubmitted');
      return forced(cast.ruiz, shown)(forgery);
    },
    'refused',
    'evidence/already-submitted',
  ],
  ['evidence that takes the place of none', retold('shown', 0, { supersedes: 'e7' }), 'refused', 'evidence/unknown'],
  [
    'a role that somebody gives to himself',
    forced(cast.ruiz, [event('MemberRolesChanged', { memberId: 'm5', roles: ['approver'] })]),
    'refused',
    'engagement/not-allowed',
  ],
  [
    'that nobody is owner any more',
    (forgery) => {
      forgery.honestly({ type: 'ChangeRoles', data: { member: 'm6', roles: ['approver'] } }, cast.meier);
      return forced(cast.meier, [event('MemberRemoved', { memberId: 'm3' })])(forgery);
    },
    'refused',
    'engagement/last-owner',
  ],
  [
    'a second client',
    forced(cast.meier, [event('PartyAdded', { partyId: 'p35', side: 'client', name: 'Contoso II' })]),
    'refused',
    'engagement/second-of-a-side',
  ],
  [
    'an engagement that is opened again',
    (forgery) => forced(cast.meier, forgery.appends[0]!.events)(forgery),
    'refused',
    'engagement/already-open',
  ],
  ['an actor who speaks for the other party', givenBy('approved', { ...cast.keller, party: 'p2' }), 'wrong-actor'],
  ['a robot that passes for a person', givenBy('shown', { ...cast.robot, kind: 'person' }), 'wrong-actor'],
  [
    'an engagement that the client opened',
    (forgery) => {
      forgery.alter(0, () => ({ actor: { ...cast.meier, party: 'p2' } }));
      return 0;
    },
    'wrong-actor',
  ],
  ['an actor whom nobody has added', givenBy('shown', cast.stranger), 'wrong-actor'],
]);

/** The last event of a part, which says that more were recorded than there were. */
const counted = (events: readonly OnusEvent[], entries: number): readonly OnusEvent[] => [
  events[0]!,
  events[0]!,
  { ...events[1]!, data: { ...events[1]!.data, entries } } as OnusEvent,
];

specify('imports', [
  ['an import by somebody who is no owner', givenBy('imported', cast.ruiz), 'refused', 'engagement/not-allowed'],
  ['a line that is slipped in', altered('completed', ([line, end]) => [line!, line!, end!], 2), 'other-events'],
  ['a line that is slipped in and counted', altered('completed', (events) => counted(events, 3), 0), 'other-command'],
  [
    'a line behind the end',
    (forgery) => forced(cast.meier, forgery.appends.at(-2)!.events)(forgery),
    'refused',
    'import/unknown',
  ],
  ['a line outside of every part', altered('completed', ([line]) => [line!], 1), 'other-events'],
  ['a part out of turn', retold('started', 2, { part: 2 }, 0), 'refused', 'import/wrong-part'],
  [
    'a feed that is recorded twice',
    (forgery) => {
      const again = forgery.appends.at(-3)!.events.map(({ data, ...rest }) => {
        const named = 'importId' in data ? { importId: `i${forgery.size}` } : { import: `i${forgery.size}` };
        return { ...rest, data: { ...data, ...named } } as OnusEvent;
      });
      return forced(cast.meier, again)(forgery);
    },
    'refused',
    'import/already-recorded',
  ],
  [
    'an import that goes on although the matrix has moved',
    (forgery) => {
      const source = { ...feedHeader(0).source, digest };
      const importId = `i${forgery.size}`;
      const header = feedHeader(forgery.size, { parts: 2, source });
      forgery.honestly(recordImport({ header, part: 1, lines: [] }), cast.meier);
      forgery.honestly(defineTask('PHY-02', MAY), cast.ruiz);
      return forced(cast.meier, [event('ImportCompleted', { importId, entries: 0 })])(forgery);
    },
    'refused',
    'import/matrix-moved',
  ],
  ['a finding that is left out', retold('imported', 2, { findings: undefined }), 'other-events'],
  [
    'a finding that is made up',
    retold('imported', 2, { findings: [{ code: 'assignment/no-responsible' }] }),
    'other-events',
  ],
  ['a line about a task that the file never introduced', retold('imported', 2, { taskId: 't77' }), 'not-a-command'],
  ['an end that no version of the matrix gives', retold('imported', 1, { effectiveTo: MAY }), 'other-events'],
  [
    'another file than the command named',
    retold('imported', 0, { source: { digest, name: someText, lines: 3 } }),
    'other-command',
  ],
]);
