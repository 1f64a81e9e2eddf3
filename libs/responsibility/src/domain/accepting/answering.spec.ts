import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import type { Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook, type OnusEvent } from '#rulebook/rulebook';
import { assignments, definitions, FEBRUARY, JANUARY, MARCH } from '../examples/duties.ts';
import { acknowledge, acknowledgeAll, decline, defineTask } from '../responsibility.examples.ts';
import { digestOf } from '../statements.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, auditor, fabrikam } = cast;

const text = digestOf(sha256, definitions.logReview);
const revised = digestOf(sha256, definitions.hosting);
const digest = digestOf(sha256, assignments.northwind);

/** What an agreed change says, whatever it takes to agree one. */
const agreed = (event: Unsealed<OnusEvent>) => ({ event, by: okafor });
const statement = (effectiveFrom: string, taskId = 't15') => ({ taskId, effectiveFrom, change: 'C-1' });
const assigned = (taskId = 't15') =>
  agreed({
    type: 'ResponsibilityAssigned',
    schema: 1,
    data: { ...statement(JANUARY, taskId), assignment: assignments.northwind, digest },
  });
/** The text is another from an instant on. */
const revise = (effectiveFrom: string) =>
  agreed({
    type: 'TaskRevised',
    schema: 1,
    data: { ...statement(effectiveFrom), definition: definitions.hosting, digest: revised },
  });

/** LOG-03 is defined (entry 15), and Northwind bears it: accountable m3, responsible m5, deputy m4 (entry 16). */
const borne = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }, assigned()];

describe('Acknowledging with the text that was read', () => {
  it('binds whoever is named to the text of the duty as well', () => {
    given(...borne)
      .when(acknowledge('LOG-03', 16, text), { by: meier })
      .records({
        type: 'AssignmentAcknowledged',
        schema: 2,
        data: { taskId: 't15', assignment: 16, digest, text },
      });
  });

  it('is refused for a text that the task never had, or has no longer', () => {
    given(...borne)
      .when(acknowledge('LOG-03', 16, revised), { by: meier })
      .refuses('acknowledgement/stale-text');
    given(...borne, revise(JANUARY))
      .when(acknowledge('LOG-03', 16, text), { by: meier })
      .refuses('acknowledgement/stale-text');
  });

  it('may name the text of today and the one that is agreed to follow', () => {
    for (const read of [text, revised]) {
      given(...borne, revise(MARCH))
        .when(acknowledge('LOG-03', 16, read), { by: meier, at: FEBRUARY })
        .recordsTypes('AssignmentAcknowledged');
    }
    given(...borne, revise(MARCH))
      .when(acknowledge('LOG-03', 16, text), { by: meier, at: MARCH })
      .refuses('acknowledgement/stale-text');
  });

  it('is asked for again once the text is another, and only then', () => {
    const accepted = { command: acknowledge('LOG-03', 16, text), by: meier };
    given(...borne, accepted)
      .when(acknowledge('LOG-03', 16, text), { by: meier })
      .refuses('acknowledgement/already-given');
    given(...borne, accepted)
      .when(acknowledge('LOG-03', 16), { by: meier })
      .refuses('acknowledgement/already-given');
    given(...borne, accepted, revise(JANUARY))
      .when(acknowledge('LOG-03', 16, revised), { by: meier })
      .recordsTypes('AssignmentAcknowledged');
  });

  it('is open to whoever accepted without naming a text', () => {
    given(...borne, { command: acknowledge('LOG-03', 16), by: meier })
      .when(acknowledge('LOG-03', 16, text), { by: meier })
      .recordsTypes('AssignmentAcknowledged');
  });

  it('is asked for again by a reassignment: the old entry is no longer there to accept', () => {
    const accepted = { command: acknowledge('LOG-03', 16, text), by: meier };
    given(...borne, accepted, assigned())
      .when(acknowledge('LOG-03', 16, text), { by: ruiz })
      .refuses('acknowledgement/not-current');
    given(...borne, accepted, assigned())
      .when(acknowledge('LOG-03', 18, text), { by: meier })
      .recordsTypes('AssignmentAcknowledged');
  });
});

describe('Declining an assignment', () => {
  it('records that somebody named in it does not accept it, and why, and leaves it in force', () => {
    const said = { taskId: 't15', assignment: 16, digest };
    const { reason } = decline('LOG-03', 16).data;
    const outcome = given(...borne).when(decline('LOG-03', 16, text), { by: meier });
    outcome
      .records({ type: 'AssignmentDeclined', schema: 1, data: { ...said, text, reason } })
      .when(acknowledge('LOG-03', 16, text), { by: ruiz })
      .recordsTypes('AssignmentAcknowledged');
    given(...borne)
      .when(decline('LOG-03', 16), { by: keller })
      .records({ type: 'AssignmentDeclined', schema: 1, data: { ...said, reason } });
  });

  it('is possible after accepting, and accepting after declining: the last word counts, all of them stand', () => {
    given(...borne, { command: acknowledge('LOG-03', 16, text), by: meier })
      .when(decline('LOG-03', 16, text), { by: meier })
      .recordsTypes('AssignmentDeclined')
      .when(acknowledge('LOG-03', 16, text), { by: meier })
      .recordsTypes('AssignmentAcknowledged')
      .when(acknowledge('LOG-03', 16, text), { by: meier })
      .refuses('acknowledgement/already-given');
  });

  it('is said once, until the text is another', () => {
    const declined = { command: decline('LOG-03', 16, text), by: meier };
    for (const again of [decline('LOG-03', 16, text), decline('LOG-03', 16)]) {
      given(...borne, declined)
        .when(again, { by: meier })
        .refuses('acknowledgement/already-declined');
    }
    given(...borne, declined, revise(JANUARY))
      .when(decline('LOG-03', 16, revised), { by: meier })
      .recordsTypes('AssignmentDeclined');
  });

  it('is for those alone who could accept it, of the text that holds', () => {
    for (const by of [auditor, fabrikam]) {
      given(...borne)
        .when(decline('LOG-03', 16), { by })
        .refuses('acknowledgement/not-named');
    }
    given(...borne)
      .when(decline('LOG-03', 15), { by: meier })
      .refuses('acknowledgement/not-current');
    given(...borne)
      .when(decline('LOG-03', 16, revised), { by: meier })
      .refuses('acknowledgement/stale-text');
    given(...borne)
      .when(decline('LOG-99', 16), { by: meier })
      .refuses('task/unknown');
  });
});

describe('Accepting many at once', () => {
  /** PAT-01 is defined and borne by Northwind as well: entries 17 and 18. */
  const patching = digestOf(sha256, definitions.patching);
  const both = [...borne, { command: defineTask('PAT-01', JANUARY, definitions.patching), by: ruiz }, assigned('t17')];
  const log = { ref: 'LOG-03', assignment: 16, text };
  const pat = { ref: 'PAT-01', assignment: 18, text: patching };

  it('records each by itself, in the order in which they are named', () => {
    given(...both)
      .when(acknowledgeAll(pat, log), { by: meier })
      .records(
        {
          type: 'AssignmentAcknowledged',
          schema: 2,
          data: { taskId: 't17', assignment: 18, digest, text: patching },
        },
        { type: 'AssignmentAcknowledged', schema: 2, data: { taskId: 't15', assignment: 16, digest, text } },
      );
  });

  it('may be a list of one', () => {
    given(...both)
      .when(acknowledgeAll(log), { by: meier })
      .recordsTypes('AssignmentAcknowledged');
  });

  it('records nothing where one of them cannot be accepted', () => {
    given(...both, { command: acknowledge('LOG-03', 16, text), by: meier })
      .when(acknowledgeAll(pat, log), { by: meier })
      .refuses('acknowledgement/already-given');
    given(...both)
      .when(acknowledgeAll(pat, log), { by: jansen })
      .recordsTypes('AssignmentAcknowledged', 'AssignmentAcknowledged');
    given(...both)
      .when(acknowledgeAll(pat, { ...log, text: patching }), { by: okafor })
      .refuses('acknowledgement/stale-text');
  });

  it('takes each once, one at least, and 500 at most', () => {
    given(...both)
      .when(acknowledgeAll(log, pat, log), { by: meier })
      .refuses('acknowledgement/named-twice');
    given(...both)
      .when(acknowledgeAll(), { by: meier })
      .refuses('acknowledgement/wrong-number');
    const many = (count: number) =>
      acknowledgeAll(...Array.from({ length: count }, (_, i) => ({ ...log, assignment: i })));
    given(...both)
      .when(many(501), { by: meier })
      .refuses('acknowledgement/wrong-number');
    // So many may be named; of these no other is an assignment.
    given(...both)
      .when(many(500), { by: meier })
      .refuses('acknowledgement/not-current');
  });
});
