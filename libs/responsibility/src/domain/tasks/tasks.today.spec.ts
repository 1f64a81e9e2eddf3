import { describe, it } from '@jest/globals';
import { put, reviseIt } from '#approval/domain/examples/changes';
import { lines } from '#approval/domain/examples/first-form';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { rulesOfToday } from '#rulebook/rules-of-today';
import { JANUARY, MARCH } from '../examples/duties.ts';
import { digestOf } from '../statements.ts';
import { defineTask, matrixHeader, recordImport } from '../responsibility.examples.ts';

const before = specificationOf(rulebook, sha256);
const today = specificationOf(rulesOfToday, sha256);
const { ruiz, meier } = cast;
/** Nobody sees which is which: the first has one character for é, the second two. */
const [ONE, TWO] = ['RELEV\u00c9-1', 'RELEVE\u0301-1'];
const text = { effectiveFrom: MARCH };

describe.each([
  ['composed', ONE, TWO],
  ['with an accent of its own', TWO, ONE],
])('A reference that a task has %s today', (_how, known, other) => {
  const defined = [...everybodyJoined, { command: defineTask(known, JANUARY), by: ruiz }];
  const importing = recordImport({
    header: matrixHeader(16, JANUARY),
    part: 1,
    lines: [{ ref: other, at: JANUARY, act: 'define', definition: { title: 'Statement' } }],
  });

  it.each([
    ['is defined', defineTask(other, JANUARY), ruiz],
    ['stands in a change', put(text, lines.define(other)), ruiz],
    ['is split off', put(text, { act: 'split', ref: known, into: [newTask(other), newTask('X-2')] }), ruiz],
    ['is imported', importing, meier],
  ])('is not that of another task, which %s in the other form', (_act, command, by) => {
    before(...defined)
      .when(command, { by })
      .accepted();
    today(...defined)
      .when(command, { by })
      .refuses('task/looks-alike');
  });

  it('is not that of a task which a change that is revised would add', () => {
    const drafted = { command: put(text, lines.define('X-1')), by: ruiz };
    const revised = reviseIt('C-1', text, lines.define(other));
    before(...defined, drafted)
      .when(revised, drafted)
      .accepted();
    today(...defined, drafted)
      .when(revised, drafted)
      .refuses('task/looks-alike');
  });

  it('is not added by a change in both forms', () => {
    const both = put(text, lines.define(known), lines.define(other));
    before(...everybodyJoined)
      .when(both, { by: ruiz })
      .accepted();
    today(...everybodyJoined)
      .when(both, { by: ruiz })
      .refuses('task/looks-alike');
  });

  it('is added as it is written where no task has it', () => {
    today(...everybodyJoined)
      .when(defineTask(known, JANUARY), { by: ruiz })
      .recordsTypes('TaskDefined');
  });

  it('goes on meaning the task that has it, also where both were recorded before', () => {
    const definition = { title: 'Statement' };
    const data = {
      taskId: 't16',
      ref: other,
      definition,
      digest: digestOf(sha256, definition),
      effectiveFrom: JANUARY,
    };
    const both = [...defined, { event: { type: 'TaskDefined', schema: 1, data }, by: ruiz } as const];
    today(...both)
      .when(put(text, lines.assign(known), lines.assign(other)), { by: ruiz })
      .accepted();
  });
});

function newTask(ref: string) {
  const { definition, assignment } = lines.define(ref) as Extract<ReturnType<typeof lines.define>, { act: 'define' }>;
  return { ref, definition, assignment };
}
