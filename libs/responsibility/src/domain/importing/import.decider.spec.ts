import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { microsOf } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { valueAt } from '#kernel/timeline';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook, type OnusState } from '#rulebook/rulebook';
import type { Assignment } from '../assignment.ts';
import { APRIL, assignments, definitions, FEBRUARY, JANUARY, MARCH, MAY } from '../examples/duties.ts';
import type { ImportLine } from '../responsibility.commands.ts';
import { defineTask, feedHeader, matrixHeader, recordImport } from '../responsibility.examples.ts';
import { digestOf } from '../statements.ts';
import { taskKnownAs } from '../tasks/known-tasks.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, robot, auditor, fabrikam, stranger } = cast;

const defines = (ref: string, at: string, line?: number): ImportLine => ({
  ref,
  at,
  act: 'define',
  definition: definitions.imported,
  ...(line !== undefined && { line }),
});
const assigns = (ref: string, at: string, assignment: Assignment = assignments.provider): ImportLine => ({
  ref,
  at,
  act: 'assign',
  assignment,
});

/** Entry that bears a task at an instant, as known now. */
function assignedBy({ responsibility }: OnusState, ref: string, at: string): number | undefined {
  const task = taskKnownAs(responsibility.tasks, ref);
  return task === undefined ? undefined : valueAt(task.assignment, microsOf(at));
}

/** BKP-04 in a matrix of February, in one part: entries 15 to 18. */
const february = {
  command: recordImport({
    header: matrixHeader(15, FEBRUARY),
    part: 1,
    lines: [defines('BKP-04', FEBRUARY), assigns('BKP-04', FEBRUARY)],
  }),
  by: meier,
};

describe('Importing a matrix', () => {
  it('records what each line of the file says, from the instant from which the file holds', () => {
    const { sharedWithoutParts } = assignments;
    const lines: ImportLine[] = [
      defines('BKP-04', FEBRUARY, 2),
      { ...assigns('BKP-04', FEBRUARY, sharedWithoutParts), line: 2, by: 'm5', attributes: { owner: 'Split' } },
    ];
    const { source } = matrixHeader(15, FEBRUARY);
    const from = { effectiveFrom: FEBRUARY, import: 'i15', line: 2 };
    const digest = digestOf(sha256, definitions.imported);
    given(...everybodyJoined)
      .when(recordImport({ header: matrixHeader(15, FEBRUARY), part: 1, lines }), { by: meier })
      .records(
        {
          type: 'ImportStarted',
          schema: 1,
          data: { importId: 'i15', format: 'matrix-csv', source, parts: 1, effectiveFrom: FEBRUARY },
        },
        {
          type: 'TaskDefined',
          schema: 1,
          data: { ...from, taskId: 't16', ref: 'BKP-04', definition: definitions.imported, digest },
        },
        {
          type: 'ResponsibilityAssigned',
          schema: 1,
          data: {
            ...from,
            taskId: 't16',
            by: 'm5',
            attributes: { owner: 'Split' },
            assignment: sharedWithoutParts,
            digest: digestOf(sha256, sharedWithoutParts),
            findings: [{ code: 'assignment/shared-without-parts' }],
          },
        },
        { type: 'ImportCompleted', schema: 1, data: { importId: 'i15', entries: 2 } },
      );
  });

  it('revises, retires, closes and reopens what is there', () => {
    const lines: ImportLine[] = [
      { ref: 'BKP-04', at: MARCH, act: 'revise', definition: definitions.patching },
      { ref: 'BKP-04', at: MARCH, act: 'close' },
      { ref: 'BKP-04', at: APRIL, act: 'reopen' },
      { ref: 'BKP-04', at: MAY, act: 'retire' },
    ];
    given(...everybodyJoined, february)
      .when(recordImport({ header: feedHeader(19), part: 1, lines }), { by: okafor })
      .recordsTypes('ImportStarted', 'TaskRevised', 'TaskClosed', 'TaskReopened', 'TaskRetired', 'ImportCompleted');
  });

  it('is for owners of either side, and for nobody else', () => {
    for (const by of [keller, ruiz, jansen, robot, auditor, fabrikam, stranger]) {
      given(...everybodyJoined)
        .when(february.command, { by })
        .refuses('engagement/not-allowed');
    }
    given(...everybodyJoined)
      .when(february.command, { by: okafor })
      .recordsTypes('ImportStarted', 'TaskDefined', 'ResponsibilityAssigned', 'ImportCompleted');
  });
});

describe('What the rules object to in a file', () => {
  const objections: readonly (readonly [string, Assignment, readonly string[]])[] = [
    ['Shared without parts', assignments.sharedWithoutParts, ['assignment/shared-without-parts']],
    ['two Accountables', assignments.twoAccountable, ['assignment/accountable-overlap']],
    ['no owner', assignments.nobody, ['assignment/accountable-gap']],
    ['no mark at all', { marks: [], raci: [] }, ['assignment/accountable-gap']],
    ['nobody responsible', assignments.noResponsible, ['assignment/no-responsible']],
  ];

  it.each(objections)('becomes a finding on the line, never a lost row: %s', (_what, assignment, codes) => {
    const lines = [defines('BKP-04', FEBRUARY), assigns('BKP-04', FEBRUARY, assignment)];
    const [, , assigned] = given(...everybodyJoined).when(
      recordImport({ header: matrixHeader(15, FEBRUARY), part: 1, lines }),
      { by: meier },
    ).events;
    expect(assigned).toMatchObject({
      type: 'ResponsibilityAssigned',
      data: { assignment, findings: codes.map((code) => ({ code })) },
    });
  });

  it('stands after what was found while the file was read', () => {
    const unknown = { code: 'assignment/unknown-word', detail: 'Split' } as const;
    const lines: ImportLine[] = [
      defines('BKP-04', FEBRUARY),
      { ref: 'BKP-04', at: FEBRUARY, act: 'assign', assignment: assignments.nobody, findings: [unknown] },
    ];
    const [, , assigned] = given(...everybodyJoined).when(
      recordImport({ header: matrixHeader(15, FEBRUARY), part: 1, lines }),
      { by: meier },
    ).events;
    expect(assigned).toHaveProperty('data.findings', [unknown, { code: 'assignment/accountable-gap' }]);
  });

  it('does not include what cannot be recorded at all: a nameless task, an unknown one, a stranger as bearer', () => {
    const faults: readonly (readonly [ImportLine, string])[] = [
      [defines(' BKP-04', FEBRUARY), 'task/bad-ref'],
      [assigns('BKP-99', FEBRUARY), 'task/unknown'],
      [{ ref: 'BKP-99', at: FEBRUARY, act: 'retire' }, 'task/unknown'],
      [{ ref: 'BKP-99', at: FEBRUARY, act: 'fact', fact: 'approved' }, 'task/unknown'],
      [
        assigns('BKP-04', FEBRUARY, { marks: [], raci: [{ party: 'p1', member: 'm99', roles: ['A'] }] }),
        'assignment/unknown-bearer',
      ],
    ];
    for (const [line, code] of faults) {
      given(...everybodyJoined)
        .when(
          recordImport({ header: matrixHeader(15, FEBRUARY), part: 1, lines: [defines('BKP-04', FEBRUARY), line] }),
          { by: meier },
        )
        .refuses(code);
    }
  });

  it('does not include that somebody has left since: a history names whom it names', () => {
    const byRuiz: Assignment = { marks: ['mssp'], raci: [{ party: 'p1', member: 'm5', roles: ['R', 'A'] }] };
    const lines = [defines('BKP-04', FEBRUARY), assigns('BKP-04', FEBRUARY, byRuiz)];
    given(...everybodyJoined, { command: { type: 'RemoveMember', data: { member: ruiz.member } }, by: meier })
      .when(recordImport({ header: matrixHeader(16, FEBRUARY), part: 1, lines }), { by: meier })
      .recordsTypes('ImportStarted', 'TaskDefined', 'ResponsibilityAssigned', 'ImportCompleted');
  });
});

describe('An import in parts', () => {
  const first = {
    command: recordImport({
      header: matrixHeader(15, FEBRUARY, { parts: 3 }),
      part: 1,
      lines: [defines('BKP-04', FEBRUARY)],
    }),
    by: meier,
  };
  const second = {
    command: recordImport({ import: 'i15', part: 2, lines: [assigns('BKP-04', FEBRUARY)] }),
    by: meier,
  };
  const third = { command: recordImport({ import: 'i15', part: 3, lines: [defines('BKP-05', FEBRUARY)] }), by: meier };

  it('says with each part but the last that it is recorded, and with the last that all is', () => {
    given(...everybodyJoined)
      .when(first.command, first)
      .recordsTypes('ImportStarted', 'TaskDefined', 'ImportPartRecorded')
      .when(second.command, second)
      .recordsTypes('ResponsibilityAssigned', 'ImportPartRecorded')
      .when(third.command, third)
      .recordsTypes('TaskDefined', 'ImportCompleted');
  });

  it('is not in force before its last part, and is all in force with it', () => {
    const parted = given(...everybodyJoined, first, second);
    expect(assignedBy(parted.state, 'BKP-04', MARCH)).toBeUndefined();
    parted
      .when({ type: 'CloseTask', data: { ref: 'BKP-04', effectiveFrom: MARCH } }, { by: ruiz })
      .refuses('task/not-in-matrix');
    expect(assignedBy(parted.and(third).state, 'BKP-04', MARCH)).toBe(18);
    given(...everybodyJoined, first, second, third)
      .when({ type: 'CloseTask', data: { ref: 'BKP-04', effectiveFrom: MARCH } }, { by: ruiz })
      .recordsTypes('TaskClosed');
  });

  it('refuses a part that is not the next one', () => {
    given(...everybodyJoined)
      .when(recordImport({ ...first.command.data, part: 2 }), { by: meier })
      .refuses('import/wrong-part');
    given(...everybodyJoined, first)
      .when(third.command, { by: meier })
      .refuses('import/wrong-part');
    given(...everybodyJoined, first, second)
      .when(second.command, { by: meier })
      .refuses('import/wrong-part');
  });

  it('refuses a part of an import that nobody began, or that is complete', () => {
    given(...everybodyJoined)
      .when(second.command, { by: meier })
      .refuses('import/unknown');
    given(...everybodyJoined, first)
      .when(recordImport({ part: 2, lines: [] }), { by: meier })
      .refuses('import/unknown');
    given(...everybodyJoined, first, second, third)
      .when(recordImport({ import: 'i15', part: 4, lines: [] }), { by: meier })
      .refuses('import/unknown');
  });

  it('is refused where the matrix moved between its parts, and nothing of it ever holds', () => {
    const meanwhile = { command: defineTask('LOG-03', FEBRUARY), by: ruiz };
    const { state } = given(...everybodyJoined, first, meanwhile, {
      command: { type: 'CloseTask', data: { ref: 'LOG-03', effectiveFrom: MARCH } },
      by: ruiz,
    })
      .when(second.command, { by: meier })
      .refuses('import/matrix-moved');
    expect(assignedBy(state, 'BKP-04', MARCH)).toBeUndefined();
  });
});

describe('An import that was computed against an older matrix', () => {
  const late = (against: number) =>
    recordImport({ header: matrixHeader(against, MARCH), part: 1, lines: [assigns('BKP-04', MARCH)] });

  it('is refused where a statement has come since', () => {
    given(...everybodyJoined, february)
      .when(late(18), { by: meier })
      .refuses('import/matrix-moved');
    given(...everybodyJoined, february)
      .when(late(19), { by: meier })
      .recordsTypes('ImportStarted', 'ResponsibilityAssigned', 'ImportCompleted');
  });

  it('is not disturbed by what says nothing of the matrix: members, proposals, acknowledgements, evidence', () => {
    given(
      ...everybodyJoined,
      february,
      { command: { type: 'AddParty', data: { side: 'third', name: 'Adatum Counsel' } }, by: meier },
      { command: { type: 'AcknowledgeAssignment', data: { ref: 'BKP-04', assignment: 17 } }, by: ruiz },
      {
        command: {
          type: 'SubmitEvidence',
          data: { ref: 'BKP-04', digest: `sha256:${'c3'.repeat(32)}`, title: toSeal('Restore report') },
        },
        by: ruiz,
      },
    )
      .when(late(19), { by: meier })
      .recordsTypes('ImportStarted', 'ResponsibilityAssigned', 'ImportCompleted');
  });
});

describe('A version of the matrix that is imported late', () => {
  const version = (against: number, at: string, ...lines: readonly ImportLine[]) => ({
    command: recordImport({ header: matrixHeader(against, at), part: 1, lines }),
    by: meier,
  });
  const dataOf = (events: readonly { type: string; data: unknown }[], type: string) =>
    events.filter((event) => event.type === type).map(({ data }) => data);

  it('holds until the next version that is known, even where that one said nothing new of the task', () => {
    // April speaks of another task only: it leaves BKP-04 as February had it.
    const april = version(19, APRIL, defines('BKP-05', APRIL));
    const { events } = given(...everybodyJoined, february, april).when(
      recordImport({ header: matrixHeader(22, MARCH), part: 1, lines: [assigns('BKP-04', MARCH, assignments.client)] }),
      { by: meier },
    );
    expect(dataOf(events, 'ImportStarted')).toMatchObject([{ effectiveFrom: MARCH, effectiveTo: APRIL }]);
    expect(dataOf(events, 'ResponsibilityAssigned')).toMatchObject([{ effectiveFrom: MARCH, effectiveTo: APRIL }]);
  });

  it('lets what held resume there', () => {
    const april = version(19, APRIL, defines('BKP-05', APRIL));
    const march = version(22, MARCH, assigns('BKP-04', MARCH, assignments.client));
    const { state } = given(...everybodyJoined, february, april, march);
    expect([FEBRUARY, MARCH, APRIL].map((at) => assignedBy(state, 'BKP-04', at))).toEqual([17, 23, 17]);
  });

  it('stops sooner where something is known to begin in between', () => {
    const closed = { command: { type: 'CloseTask', data: { ref: 'BKP-04', effectiveFrom: MARCH } } as const, by: ruiz };
    const april = version(19, APRIL, assigns('BKP-04', APRIL, assignments.client));
    const { events } = given(...everybodyJoined, february, april, closed).when(
      recordImport({
        header: matrixHeader(23, JANUARY),
        part: 1,
        lines: [
          defines('BKP-04', JANUARY),
          assigns('BKP-04', JANUARY),
          { ref: 'BKP-04', at: JANUARY, act: 'close' },
          { ref: 'BKP-04', at: '2026-03-15T00:00:00Z', act: 'reopen' },
        ],
      }),
      { by: meier },
    );
    expect(dataOf(events, 'TaskDefined')).toMatchObject([{ effectiveTo: FEBRUARY }]);
    expect(dataOf(events, 'ResponsibilityAssigned')).toMatchObject([{ effectiveTo: FEBRUARY }]);
    expect(dataOf(events, 'TaskClosed')).toMatchObject([{ effectiveTo: FEBRUARY }]);
    // A line that begins after the next version stops at the version after that, never before it began.
    expect(dataOf(events, 'TaskReopened')).toMatchObject([
      { effectiveFrom: '2026-03-15T00:00:00Z', effectiveTo: APRIL },
    ]);
  });

  it('has no end where no later version is known', () => {
    const [, assigned] = given(...everybodyJoined, february).when(
      recordImport({ header: matrixHeader(19, MARCH), part: 1, lines: [assigns('BKP-04', MARCH)] }),
      { by: meier },
    ).events;
    expect(assigned).not.toHaveProperty('data.effectiveTo');
  });

  it('may be corrected: the same instant again, and the same file again', () => {
    given(...everybodyJoined, february)
      .when(
        recordImport({
          header: matrixHeader(19, FEBRUARY),
          part: 1,
          lines: [assigns('BKP-04', FEBRUARY, assignments.client)],
        }),
        { by: meier },
      )
      .recordsTypes('ImportStarted', 'ResponsibilityAssigned', 'ImportCompleted');
  });
});
