import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { APRIL, definitions, FEBRUARY, JANUARY, MARCH } from './examples/duties.ts';
import { defineTask, matrixHeader, recordImport } from './responsibility.examples.ts';
import { digestOf } from './statements.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, robot, auditor, viewer, fabrikam, stranger } = cast;

const close = (effectiveFrom: string, ref = 'LOG-03') => ({ type: 'CloseTask', data: { ref, effectiveFrom } }) as const;
const reopen = (effectiveFrom: string, ref = 'LOG-03') =>
  ({ type: 'ReopenTask', data: { ref, effectiveFrom } }) as const;
const removed = { type: 'RemoveMember', data: { member: ruiz.member } } as const;

/** LOG-03 is part of the matrix from February on: entry 15. */
const defined = [...everybodyJoined, { command: defineTask('LOG-03', FEBRUARY), by: ruiz }];

describe('Defining a task', () => {
  it('adds a task that nobody bears yet, named after its entry and bound to its text', () => {
    const digest = digestOf(sha256, definitions.logReview);
    given(...everybodyJoined)
      .when(defineTask('LOG-03', FEBRUARY), { by: ruiz })
      .records({
        type: 'TaskDefined',
        schema: 1,
        data: { taskId: 't15', ref: 'LOG-03', definition: definitions.logReview, digest, effectiveFrom: FEBRUARY },
      });
  });

  it.each(['', ' LOG-03', 'LOG-03 ', 'LOG\n03', 'LOG\u202e03', '\u200b', 'x'.repeat(201)])(
    'refuses a reference that nobody could write down again: %j',
    (ref) => {
      given(...everybodyJoined)
        .when(defineTask(ref, FEBRUARY), { by: ruiz })
        .refuses('task/bad-ref');
    },
  );

  it.each(['L', 'AC-2 (a)', '安全-1', '🔐', 'x'.repeat(200)])('takes %s as a reference', (ref) => {
    given(...everybodyJoined)
      .when(defineTask(ref, FEBRUARY), { by: ruiz })
      .recordsTypes('TaskDefined');
  });

  it('is refused for a reference that is taken, whoever asks and whenever it is to hold', () => {
    given(...defined)
      .when(defineTask('LOG-03', JANUARY, definitions.patching), { by: jansen })
      .refuses('task/already-defined');
  });

  it('is refused for a task that was retired: bringing it back is for both sides to agree', () => {
    given(...defined, {
      event: { type: 'TaskRetired', schema: 1, data: { taskId: 't15', effectiveFrom: MARCH, change: 'C-1' } },
      by: okafor,
    })
      .when(defineTask('LOG-03', APRIL), { by: ruiz })
      .refuses('task/already-defined');
  });

  it('is not hindered by an import of which the last part never came', () => {
    const lines = [{ ref: 'BKP-04', at: JANUARY, act: 'define', definition: definitions.imported }] as const;
    const digest = digestOf(sha256, definitions.patching);
    given(...everybodyJoined, {
      command: recordImport({ header: matrixHeader(15, JANUARY, { parts: 2 }), part: 1, lines }),
      by: meier,
    })
      .when(defineTask('BKP-04', FEBRUARY, definitions.patching), { by: ruiz })
      .records({
        type: 'TaskDefined',
        schema: 1,
        data: { taskId: 't16', ref: 'BKP-04', definition: definitions.patching, digest, effectiveFrom: FEBRUARY },
      });
  });
});

describe('Closing a task', () => {
  it('holds from an instant on, and frees nobody', () => {
    given(...defined)
      .when(close(MARCH), { by: ruiz })
      .records({ type: 'TaskClosed', schema: 1, data: { taskId: 't15', effectiveFrom: MARCH } });
  });

  it('is possible in the past and in the future, and stops where something later is known to begin', () => {
    given(...defined, { command: close(APRIL), by: ruiz })
      .when(close(MARCH), { by: ruiz, at: '2026-06-01T00:00:00Z' })
      .records({ type: 'TaskClosed', schema: 1, data: { taskId: 't15', effectiveFrom: MARCH, effectiveTo: APRIL } });
  });

  it('is refused where the task is closed at that time', () => {
    given(...defined, { command: close(MARCH), by: ruiz })
      .when(close(MARCH), { by: ruiz })
      .refuses('task/already-closed');
    given(...defined, { command: close(MARCH), by: ruiz })
      .when(close(APRIL), { by: jansen })
      .refuses('task/already-closed');
  });

  it('is refused at a time when the task is no part of the matrix', () => {
    given(...defined)
      .when(close(JANUARY), { by: ruiz })
      .refuses('task/not-in-matrix');
  });

  it('is refused for a task that nobody defined', () => {
    given(...defined)
      .when(close(MARCH, 'LOG-99'), { by: ruiz })
      .refuses('task/unknown');
  });
});

describe('Reopening a task', () => {
  const closed = [...defined, { command: close(MARCH), by: ruiz }];

  it('ends the closing from an instant on', () => {
    given(...closed)
      .when(reopen(APRIL), { by: jansen })
      .records({ type: 'TaskReopened', schema: 1, data: { taskId: 't15', effectiveFrom: APRIL } });
  });

  it('lets the task be closed again afterwards, and in between', () => {
    given(...closed, { command: reopen(APRIL), by: ruiz })
      .when(close(FEBRUARY), { by: ruiz })
      .records({ type: 'TaskClosed', schema: 1, data: { taskId: 't15', effectiveFrom: FEBRUARY, effectiveTo: MARCH } });
    given(...closed, { command: reopen(APRIL), by: ruiz })
      .when(close('2026-04-15T00:00:00Z'), { by: ruiz })
      .recordsTypes('TaskClosed');
  });

  it('is refused where the task is not closed at that time', () => {
    given(...defined)
      .when(reopen(MARCH), { by: ruiz })
      .refuses('task/not-closed');
    given(...closed)
      .when(reopen(FEBRUARY), { by: ruiz })
      .refuses('task/not-closed');
    given(...closed, { command: reopen(APRIL), by: ruiz })
      .when(reopen(APRIL), { by: ruiz })
      .refuses('task/not-closed');
  });

  it('is refused before the task was part of the matrix, and for a task that nobody defined', () => {
    given(...closed)
      .when(reopen(JANUARY), { by: ruiz })
      .refuses('task/not-in-matrix');
    given(...closed)
      .when(reopen(APRIL, 'LOG-99'), { by: ruiz })
      .refuses('task/unknown');
  });
});

describe('Who is neither owner nor contributor', () => {
  const others = { keller, auditor, viewer, fabrikam, stranger };

  it.each(Object.keys(others) as (keyof typeof others)[])('may not define, close or reopen: %s', (name) => {
    for (const command of [defineTask('LOG-04', FEBRUARY), close(MARCH), reopen(MARCH)]) {
      given(...defined)
        .when(command, { by: others[name] })
        .refuses('engagement/not-allowed');
    }
  });

  it('may not even though he once was: who was removed takes no further part', () => {
    given(...defined, { command: removed, by: meier })
      .when(close(MARCH), { by: ruiz })
      .refuses('engagement/not-allowed');
  });

  it('is not a service that contributes: machines may close what they are told to', () => {
    given(...defined)
      .when(close(MARCH), { by: robot })
      .recordsTypes('TaskClosed');
  });
});
