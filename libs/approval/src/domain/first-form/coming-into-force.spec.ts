import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { microsOf } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL, assignments, definitions, FEBRUARY, JANUARY, MARCH, MAY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook, type OnusState } from '#rulebook/rulebook';
import { agree, approve, digestOfChange, lines, type When } from '../approval.examples.ts';
import type { ChangeLine } from '../change.ts';

const given = specificationOf(rulebook, sha256);
const { ruiz, okafor } = cast;

/** LOG-03 is in the matrix from January on: entry 15. */
const defined = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }];

/** The last approval of a change that everybody else has approved. */
function lastApproval(change: string, when: When, ...of: readonly ChangeLine[]) {
  const [proposed, first] = agree(sha256, change, when, ...of);
  return { before: [proposed!, first!], command: approve(change, digestOfChange(sha256, when, ...of)), by: okafor };
}

/** The entries that assign a task at each instant, as known now; null where nobody bears it. Each `agree` is six entries. */
function bearers({ responsibility }: OnusState, ref: string, ...instants: readonly string[]) {
  const task = taskKnownAs(responsibility.tasks, ref);
  return instants.map((at) => task && (valueAt(task.assignment, microsOf(at)) ?? null));
}

describe('An agreed change comes in force', () => {
  it('from an instant in the future on, and not before', () => {
    const { state } = given(...defined, ...agree(sha256, 'C-1', { effectiveFrom: MAY }, lines.assign('LOG-03')));
    expect(bearers(state, 'LOG-03', APRIL, MAY)).toEqual([null, 21]);
  });

  it('from an instant in the past on, which the proposal had to say', () => {
    const [proposal, ...approvals] = agree(sha256, 'C-1', { effectiveFrom: JANUARY }, lines.assign('LOG-03'));
    const proposed = given(...defined, { ...proposal!, at: APRIL });
    expect(proposed.history.at(-2)?.event).toHaveProperty('data.backdatedDays', 90);
    expect(bearers(proposed.and(...approvals).state, 'LOG-03', JANUARY, MAY)).toEqual([21, 21]);
  });

  it('until its explicit end, where what held before resumes', () => {
    const { state } = given(
      ...defined,
      ...agree(sha256, 'C-1', { effectiveFrom: JANUARY }, lines.assign('LOG-03')),
      ...agree(sha256, 'C-2', { effectiveFrom: MARCH, effectiveTo: APRIL }, lines.assign('LOG-03', 'contoso')),
    );
    expect(bearers(state, 'LOG-03', FEBRUARY, MARCH, APRIL, MAY)).toEqual([21, 27, 21, 21]);
  });

  it('until its explicit end, even over what is known to begin before', () => {
    const { state } = given(
      ...defined,
      ...agree(sha256, 'C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03')),
      ...agree(sha256, 'C-2', { effectiveFrom: JANUARY, effectiveTo: APRIL }, lines.assign('LOG-03', 'contoso')),
    );
    expect(bearers(state, 'LOG-03', JANUARY, MARCH, APRIL)).toEqual([27, 27, 21]);
  });

  it('without an end, up to the next start that is known already', () => {
    const later = agree(sha256, 'C-1', { effectiveFrom: APRIL }, lines.assign('LOG-03'));
    const { before, command, by } = lastApproval('C-2', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03', 'contoso'));
    const outcome = given(...defined, ...later, ...before).when(command, { by });
    expect(outcome.events.at(-1)).toMatchObject({
      type: 'ResponsibilityAssigned',
      data: { effectiveFrom: FEBRUARY, effectiveTo: APRIL },
    });
    expect(bearers(outcome.accepted().state, 'LOG-03', JANUARY, FEBRUARY, APRIL)).toEqual([null, 27, 21]);
  });

  it('for all its lines at once: another text, another bearer, an end, and a new task with its bearer', () => {
    const when = { effectiveFrom: MARCH };
    const of = [lines.revise('LOG-03'), lines.assign('LOG-03'), lines.retire('LOG-04'), lines.define('PAT-01')];
    const { before, command, by } = lastApproval('C-1', when, ...of);
    const digest = digestOfChange(sha256, when, ...of);
    const said = { ...when, change: 'C-1' };
    const assignment = assignments.northwind;
    given(...defined, { command: defineTask('LOG-04', JANUARY), by: ruiz }, ...before)
      .when(command, { by })
      .records(
        { type: 'ApprovalGranted', schema: 1, data: { changeId: 'C-1', digest, side: 'client' } },
        { type: 'ChangeAgreed', schema: 1, data: { changeId: 'C-1', digest, approvals: [22, 23] } },
        {
          type: 'TaskRevised',
          schema: 1,
          data: {
            ...said,
            taskId: 't15',
            definition: definitions.hosting,
            digest: digestOf(sha256, definitions.hosting),
          },
        },
        {
          type: 'ResponsibilityAssigned',
          schema: 1,
          data: { ...said, taskId: 't15', assignment, digest: digestOf(sha256, assignment) },
        },
        { type: 'TaskRetired', schema: 1, data: { ...said, taskId: 't16' } },
        {
          type: 'TaskDefined',
          schema: 1,
          data: {
            ...said,
            taskId: 't28',
            ref: 'PAT-01',
            definition: definitions.patching,
            digest: digestOf(sha256, definitions.patching),
          },
        },
        {
          type: 'ResponsibilityAssigned',
          schema: 1,
          data: { ...said, taskId: 't28', assignment, digest: digestOf(sha256, assignment) },
        },
      );
  });

  it('and brings back a retired task under the id that it had', () => {
    const { before, command, by } = lastApproval('C-2', { effectiveFrom: APRIL }, lines.define('LOG-03'));
    const retired = agree(sha256, 'C-1', { effectiveFrom: MARCH }, lines.retire('LOG-03'));
    const { events } = given(...defined, ...retired, ...before).when(command, { by });
    expect(events.slice(2)).toMatchObject([
      { type: 'TaskDefined', data: { taskId: 't15', ref: 'LOG-03', effectiveFrom: APRIL } },
      { type: 'ResponsibilityAssigned', data: { taskId: 't15', effectiveFrom: APRIL } },
    ]);
  });
});

describe('A gap or an overlap that both sides accept', () => {
  it.each([
    ['nobody', 'assignment/accountable-gap'],
    ['twoAccountable', 'assignment/accountable-overlap'],
    ['noResponsible', 'assignment/no-responsible'],
  ] as const)('is recorded with the assignment: %s', (name, code) => {
    const line: ChangeLine = { ...lines.assign('LOG-03', name), accepts: [code] } as ChangeLine;
    const { before, command, by } = lastApproval('C-1', { effectiveFrom: MARCH }, line);
    const { events } = given(...defined, ...before).when(command, { by });
    expect(events.at(-1)).toMatchObject({
      type: 'ResponsibilityAssigned',
      data: { assignment: assignments[name], findings: [{ code }] },
    });
  });

  it('is part of what was read: a line that accepts it has another digest than one that does not', () => {
    const plain = lines.assign('LOG-03', 'nobody');
    const accepting = { ...plain, accepts: ['assignment/accountable-gap'] } as ChangeLine;
    expect(digestOfChange(sha256, { effectiveFrom: MARCH }, accepting)).not.toBe(
      digestOfChange(sha256, { effectiveFrom: MARCH }, plain),
    );
  });
});
