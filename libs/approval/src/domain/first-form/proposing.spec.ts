import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { toSeal } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import type { Assignment } from '#responsibility/domain/assignment';
import type { FindingCode } from '#responsibility/domain/assignment.rules';
import { APRIL, assignments, definitions, FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { agree, digestOfChange, lines, propose, type When } from '../approval.examples.ts';
import { MAX_LINES, type ChangeLine } from '../change.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, viewer, stranger } = cast;

/** LOG-03 is in the matrix from January on (entry 15), LOG-04 from March on (entry 16). */
const defined = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: defineTask('LOG-04', MARCH), by: ruiz },
];
const fromFebruary: When = { effectiveFrom: FEBRUARY };
const bearing = (assignment: Assignment, ...accepts: readonly FindingCode[]): ChangeLine => ({
  ref: 'LOG-03',
  act: 'assign',
  assignment,
  ...(accepts.length > 0 && { accepts }),
});

describe('Proposing a change', () => {
  it('records what is proposed, line by line, and a digest of exactly that', () => {
    const when = { effectiveFrom: MARCH, effectiveTo: APRIL };
    const proposed = [lines.assign('LOG-03'), lines.define('PAT-01')];
    const { data } = propose(when, ...proposed);
    given(...defined)
      .when({ type: 'ProposeChange', data: { ...data, reason: toSeal('night shift ends') } }, { by: ruiz })
      .records(
        {
          type: 'ChangeProposed',
          schema: 1,
          data: {
            changeId: 'C-1',
            title: data.title,
            reason: toSeal('night shift ends'),
            lines: 2,
            ...when,
            digest: digestOfChange(sha256, when, ...proposed),
          },
        },
        { type: 'ChangeLineProposed', schema: 1, data: { changeId: 'C-1', line: 1, proposed: proposed[0]! } },
        { type: 'ChangeLineProposed', schema: 1, data: { changeId: 'C-1', line: 2, proposed: proposed[1]! } },
      );
  });

  it('numbers changes one after the other, whatever became of the earlier ones', () => {
    given(...defined, ...agree(sha256, 'C-1', fromFebruary, lines.assign('LOG-03')), {
      command: propose(fromFebruary, lines.retire('LOG-03')),
      by: jansen,
    })
      .when(propose(fromFebruary, lines.retire('LOG-03')), { by: jansen })
      .records(
        {
          type: 'ChangeProposed',
          schema: 1,
          data: {
            changeId: 'C-3',
            title: propose(fromFebruary).data.title,
            lines: 1,
            ...fromFebruary,
            digest: digestOfChange(sha256, fromFebruary, lines.retire('LOG-03')),
          },
        },
        { type: 'ChangeLineProposed', schema: 1, data: { changeId: 'C-3', line: 1, proposed: lines.retire('LOG-03') } },
      );
  });

  it('says by how many whole days its effect lies in the past, if at least one', () => {
    const backdatedBy = (at: string) =>
      given(...defined).when(propose(fromFebruary, lines.assign('LOG-03')), { by: ruiz, at }).events[0];
    expect(backdatedBy('2026-03-04T12:00:00Z')).toHaveProperty('data.backdatedDays', 31);
    expect(backdatedBy('2026-02-02T00:00:00Z')).toHaveProperty('data.backdatedDays', 1);
    expect(backdatedBy('2026-02-01T23:59:59.999999Z')).not.toHaveProperty('data.backdatedDays');
    expect(backdatedBy('2026-01-31T00:00:00Z')).not.toHaveProperty('data.backdatedDays');
  });

  it('is for owners, contributors and approvers, persons or services', () => {
    for (const by of [meier, keller, ruiz, okafor, jansen, lindqvist, robot]) {
      given(...defined)
        .when(propose(fromFebruary, lines.assign('LOG-03')), { by })
        .recordsTypes('ChangeProposed', 'ChangeLineProposed');
    }
    for (const by of [auditor, viewer, stranger]) {
      given(...defined)
        .when(propose(fromFebruary, lines.assign('LOG-03')), { by })
        .refuses('engagement/not-allowed');
    }
  });
});

describe('A proposal is refused', () => {
  it('without lines', () => {
    given(...defined)
      .when(propose(fromFebruary), { by: ruiz })
      .refuses('approval/no-lines');
  });

  it('with more lines than can come in force in one append', () => {
    const many = Array.from({ length: MAX_LINES + 1 }, (_, i) => lines.define(`PAT-${i}`));
    given(...defined)
      .when(propose(fromFebruary, ...many), { by: ruiz })
      .refuses('approval/too-many-lines');
    const { events } = given(...defined).when(propose(fromFebruary, ...many.slice(1)), { by: ruiz });
    expect(events).toHaveLength(MAX_LINES + 1);
  });

  it.each([JANUARY, FEBRUARY])('where it ends before it begins, or at once: %s', (effectiveTo) => {
    given(...defined)
      .when(propose({ effectiveFrom: FEBRUARY, effectiveTo }, lines.assign('LOG-03')), { by: ruiz })
      .refuses('approval/empty-interval');
  });

  const twice: readonly (readonly [string, readonly ChangeLine[]])[] = [
    ['assigned twice', [lines.assign('LOG-03'), lines.assign('LOG-03', 'contoso')]],
    ['revised and retired', [lines.revise('LOG-03'), lines.retire('LOG-03')]],
    ['defined twice', [lines.define('PAT-01'), lines.define('PAT-01')]],
    ['defined, with who bears it, and assigned', [lines.define('PAT-01'), lines.assign('PAT-01')]],
    ['revised and then defined', [lines.revise('PAT-01'), lines.define('PAT-01')]],
  ];

  it.each(twice)('where one task is %s', (_what, of) => {
    given(...defined)
      .when(propose(fromFebruary, ...of), { by: ruiz })
      .refuses('approval/task-twice');
  });

  it('never because a task gets another text and another bearer at once', () => {
    given(...defined)
      .when(propose(fromFebruary, lines.revise('LOG-03'), lines.assign('LOG-03')), { by: ruiz })
      .recordsTypes('ChangeProposed', 'ChangeLineProposed', 'ChangeLineProposed');
  });

  it.each([lines.assign('LOG-99'), lines.revise('LOG-99'), lines.retire('LOG-99')])(
    'for a task that nobody defined: $act',
    (line) => {
      given(...defined)
        .when(propose(fromFebruary, line), { by: ruiz })
        .refuses('task/unknown');
    },
  );

  it.each([lines.assign('LOG-04'), lines.revise('LOG-04'), lines.retire('LOG-04')])(
    'for a task that is no part of the matrix when it is to hold: $act',
    (line) => {
      given(...defined)
        .when(propose(fromFebruary, line), { by: ruiz })
        .refuses('task/not-in-matrix');
    },
  );

  it('where it defines a task that is part of the matrix then, or under a name that cannot be one', () => {
    given(...defined)
      .when(propose(fromFebruary, lines.define('LOG-03')), { by: ruiz })
      .refuses('task/already-defined');
    given(...defined)
      .when(propose(fromFebruary, lines.define('PAT\n01')), { by: ruiz })
      .refuses('task/bad-ref');
  });

  it('never because it brings back a task that was retired, or lets one begin sooner', () => {
    given(...defined, ...agree(sha256, 'C-1', fromFebruary, lines.retire('LOG-03')))
      .when(propose({ effectiveFrom: MARCH }, lines.define('LOG-03')), { by: ruiz })
      .recordsTypes('ChangeProposed', 'ChangeLineProposed');
    given(...defined)
      .when(propose(fromFebruary, lines.define('LOG-04')), { by: ruiz })
      .recordsTypes('ChangeProposed', 'ChangeLineProposed');
  });
});

describe('Who bears a duty, in a proposal', () => {
  const unsound: readonly (readonly [string, Assignment, FindingCode])[] = [
    ['nobody is accountable', assignments.nobody, 'assignment/accountable-gap'],
    ['two are accountable', assignments.twoAccountable, 'assignment/accountable-overlap'],
    ['nobody is responsible', assignments.noResponsible, 'assignment/no-responsible'],
  ];

  it.each(unsound)('is refused where %s, unless the change accepts just that', (_what, assignment, finding) => {
    given(...defined)
      .when(propose(fromFebruary, bearing(assignment)), { by: ruiz })
      .refuses('assignment/not-accepted');
    const others = unsound.map(([, , code]) => code).filter((code) => code !== finding);
    given(...defined)
      .when(propose(fromFebruary, bearing(assignment, ...others)), { by: ruiz })
      .refuses('assignment/not-accepted');
    given(...defined)
      .when(propose(fromFebruary, bearing(assignment, finding)), { by: ruiz })
      .recordsTypes('ChangeProposed', 'ChangeLineProposed');
  });

  it('is refused where it is shared without parts, even if the change accepts that', () => {
    for (const accepts of [[], ['assignment/shared-without-parts']] as const) {
      given(...defined)
        .when(propose(fromFebruary, bearing(assignments.sharedWithoutParts, ...accepts)), { by: ruiz })
        .refuses('assignment/shared-without-parts');
    }
    given(...defined)
      .when(propose(fromFebruary, bearing(assignments.shared)), { by: ruiz })
      .recordsTypes('ChangeProposed', 'ChangeLineProposed');
  });

  it('is held to the same rules where the task is new', () => {
    const define = (assignment: Assignment): ChangeLine => ({
      ref: 'PAT-01',
      act: 'define',
      definition: definitions.patching,
      assignment,
    });
    given(...defined)
      .when(propose(fromFebruary, define(assignments.sharedWithoutParts)), { by: ruiz })
      .refuses('assignment/shared-without-parts');
    given(...defined)
      .when(propose(fromFebruary, define(assignments.nobody)), { by: ruiz })
      .refuses('assignment/not-accepted');
  });

  it('is refused without any mark', () => {
    given(...defined)
      .when(propose(fromFebruary, bearing({ marks: [], raci: assignments.northwind.raci })), { by: ruiz })
      .refuses('assignment/no-marks');
  });

  const strangers: readonly (readonly [string, Partial<Assignment>])[] = [
    ['a party', { raci: [{ party: 'p99', roles: ['R', 'A'] }] }],
    ['a person', { raci: [{ party: 'p2', member: 'm99', roles: ['R', 'A'] }] }],
    ['a person of the other side', { raci: [{ party: 'p2', member: 'm5', roles: ['R', 'A'] }] }],
    ['a group', { group: 'm99' }],
    ['a deputy', { deputy: 'm99' }],
    ['whom it is inherited from', { inheritedFrom: 'p99' }],
    ['who answers to the regulator', { regulatory: 'p99' }],
  ];

  it.each(strangers)('must be of the engagement: %s', (_what, naming) => {
    given(...defined)
      .when(propose(fromFebruary, bearing({ ...assignments.northwind, ...naming })), { by: ruiz })
      .refuses('assignment/unknown-bearer');
  });

  const left = { command: { type: 'RemoveMember', data: { member: 'm5' } } as const, by: meier };

  it('must not have left the engagement', () => {
    given(...defined, left)
      .when(propose(fromFebruary, bearing(assignments.northwind)), { by: jansen })
      .refuses('assignment/unknown-bearer');
  });

  it('may have left, in a correction that ends in the past', () => {
    given(...defined, left)
      .when(propose({ effectiveFrom: FEBRUARY, effectiveTo: MARCH }, bearing(assignments.northwind)), {
        by: jansen,
        at: MARCH,
      })
      .recordsTypes('ChangeProposed', 'ChangeLineProposed');
  });
});
