import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { definitions, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask, matrixHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { answer, raise, withdraw } from './objection.examples.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, viewer, fabrikam, stranger } = cast;

/** LOG-03 is part of the matrix: entry 15. */
const defined = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }];
/** The client objects to LOG-03: entry 16. */
const objected = [...defined, { command: raise(), by: jansen }];
const removed = { command: { type: 'RemoveMember', data: { member: jansen.member } }, by: meier } as const;

describe('Objecting to a line', () => {
  it('is recorded for the side that says it, named after its entry, with the reason sealed', () => {
    given(...defined)
      .when(raise(), { by: jansen })
      .records({
        type: 'ObjectionRaised',
        schema: 1,
        data: { objectionId: 'o16', taskId: 't15', ref: 'LOG-03', side: 'client', reason: raise().data.reason },
      });
  });

  it('may name the answer that is objected to, on both clocks', () => {
    const about = { effective: FEBRUARY, treeSize: 16 };
    given(...defined)
      .when(raise('LOG-03', about), { by: ruiz })
      .records({
        type: 'ObjectionRaised',
        schema: 1,
        data: {
          objectionId: 'o16',
          taskId: 't15',
          ref: 'LOG-03',
          side: 'provider',
          about,
          reason: raise().data.reason,
        },
      });
  });

  it('is for every person of either side who takes part in writing or deciding', () => {
    for (const by of [meier, keller, ruiz, okafor, jansen, lindqvist]) {
      given(...defined)
        .when(raise(), { by })
        .recordsTypes('ObjectionRaised');
    }
  });

  it('is possible again, by the same side and by the other: each objection has its own reason', () => {
    given(...objected)
      .when(raise(), { by: jansen })
      .recordsTypes('ObjectionRaised');
    given(...objected)
      .when(raise(), { by: ruiz })
      .recordsTypes('ObjectionRaised');
  });

  it('is possible where the task is no part of the matrix: that may be what is wrong', () => {
    given(...defined, {
      event: { type: 'TaskRetired', schema: 1, data: { taskId: 't15', effectiveFrom: FEBRUARY, change: 'C-1' } },
      by: okafor,
    })
      .when(raise(), { by: ruiz, at: MARCH })
      .recordsTypes('ObjectionRaised');
  });
});

describe('An objection is refused', () => {
  it('where nobody has defined the task', () => {
    given(...defined)
      .when(raise('LOG-99'), { by: jansen })
      .refuses('task/unknown');
  });

  it('where only an import that is not complete speaks of the task', () => {
    const part = { ref: 'BKP-04', at: JANUARY, act: 'define', definition: definitions.imported } as const;
    const header = matrixHeader(15, JANUARY, { parts: 2 });
    given(...everybodyJoined, { command: recordImport({ header, part: 1, lines: [part] }), by: meier })
      .when(raise('BKP-04'), { by: jansen })
      .refuses('task/unknown');
  });

  it.each([0, -1, 1.5, 17, 2 ** 53])('where no answer can rest on %d entries', (treeSize) => {
    given(...defined)
      .when(raise('LOG-03', { effective: FEBRUARY, treeSize }), { by: jansen })
      .refuses('objection/not-yet-known');
  });

  it('to a third party, to a service, and to whoever only reads', () => {
    const refused = { 'objection/not-a-side': [fabrikam], 'objection/robot': [robot] };
    for (const [code, actors] of Object.entries({
      ...refused,
      'engagement/not-allowed': [auditor, viewer, stranger],
    })) {
      for (const by of actors) {
        given(...defined)
          .when(raise(), { by })
          .refuses(code);
      }
    }
  });

  it('to whoever was removed since', () => {
    given(...defined, removed)
      .when(raise(), { by: jansen })
      .refuses('engagement/not-allowed');
  });
});

describe('Answering an objection', () => {
  it('records the words of either side, as often as there is something to say', () => {
    const data = { objectionId: 'o16', taskId: 't15', words: answer('o16').data.words };
    given(...objected)
      .when(answer('o16'), { by: ruiz })
      .records({ type: 'ObjectionAnswered', schema: 1, data: { ...data, side: 'provider' } })
      .when(answer('o16'), { by: okafor })
      .records({ type: 'ObjectionAnswered', schema: 1, data: { ...data, side: 'client' } })
      .when(answer('o16'), { by: ruiz })
      .recordsTypes('ObjectionAnswered');
  });

  it('leaves the objection open', () => {
    given(...objected, { command: answer('o16'), by: ruiz })
      .when(withdraw('o16'), { by: jansen })
      .recordsTypes('ObjectionWithdrawn');
  });

  it('is refused where there is no such objection, and once it is over', () => {
    for (const id of ['o15', 'o99', '16', '']) {
      given(...objected)
        .when(answer(id), { by: ruiz })
        .refuses('objection/unknown');
    }
    given(...objected, { command: withdraw('o16'), by: jansen })
      .when(answer('o16'), { by: ruiz })
      .refuses('objection/not-open');
  });

  it('is refused to third parties, services and readers', () => {
    const refused = { 'objection/not-a-side': fabrikam, 'objection/robot': robot, 'engagement/not-allowed': auditor };
    for (const [code, by] of Object.entries(refused)) {
      given(...objected)
        .when(answer('o16'), { by })
        .refuses(code);
    }
  });
});

describe('Withdrawing an objection', () => {
  it('ends it, with a reason or without', () => {
    given(...objected)
      .when(withdraw('o16'), { by: jansen })
      .records({ type: 'ObjectionWithdrawn', schema: 1, data: { objectionId: 'o16', taskId: 't15' } });
    const { reason } = withdraw('o16', 'The annex was found.').data;
    given(...objected)
      .when(withdraw('o16', 'The annex was found.'), { by: jansen })
      .records({
        type: 'ObjectionWithdrawn',
        schema: 1,
        data: { objectionId: 'o16', taskId: 't15', ...(reason !== undefined && { reason }) },
      });
  });

  it('is for everybody of the side that raised it: whoever did may have left', () => {
    given(...objected, removed)
      .when(withdraw('o16'), { by: okafor })
      .recordsTypes('ObjectionWithdrawn');
  });

  it('is not for the other side, which would talk itself out of it', () => {
    given(...objected)
      .when(withdraw('o16'), { by: ruiz })
      .refuses('objection/other-side');
  });

  it('is refused once it is over, and where there is no such objection', () => {
    given(...objected, { command: withdraw('o16'), by: jansen })
      .when(withdraw('o16'), { by: jansen })
      .refuses('objection/not-open');
    given(...objected)
      .when(withdraw('o17'), { by: jansen })
      .refuses('objection/unknown');
  });
});
