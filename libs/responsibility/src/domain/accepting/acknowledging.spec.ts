import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import type { Assignment } from '../assignment.ts';
import { APRIL, assignments, definitions, FEBRUARY, JANUARY, MARCH } from '../examples/duties.ts';
import { acknowledge, defineTask, matrixHeader, recordImport } from '../responsibility.examples.ts';
import { digestOf } from '../statements.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, robot, auditor, viewer, fabrikam, stranger } = cast;

const assigned = (assignment: Assignment, effectiveFrom: string, effectiveTo?: string) => ({
  event: {
    type: 'ResponsibilityAssigned',
    schema: 1,
    data: {
      taskId: 't15',
      effectiveFrom,
      ...(effectiveTo !== undefined && { effectiveTo }),
      change: 'C-1',
      assignment,
      digest: digestOf(sha256, assignment),
    },
  } as const,
  by: okafor,
});

const defined = [...everybodyJoined, { command: defineTask('LOG-03', JANUARY), by: ruiz }];
/** Entry 16 assigns LOG-03 to Northwind: accountable m3, responsible m5, deputy m4; the client is consulted. */
const northwindBearsIt = [...defined, assigned(assignments.northwind, FEBRUARY)];
const acknowledged = (digest: Assignment) =>
  ({
    type: 'AssignmentAcknowledged',
    schema: 1,
    data: { taskId: 't15', assignment: 16, digest: digestOf(sha256, digest) },
  }) as const;

describe('Acknowledging an assignment', () => {
  it('binds whoever is named in it to exactly its text', () => {
    for (const by of [meier, ruiz]) {
      given(...northwindBearsIt)
        .when(acknowledge('LOG-03', 16), { by })
        .records(acknowledged(assignments.northwind));
    }
  });

  it('is open to the deputy', () => {
    given(...northwindBearsIt)
      .when(acknowledge('LOG-03', 16), { by: keller })
      .records(acknowledged(assignments.northwind));
  });

  it('is open to the members of a party that is named without a person', () => {
    for (const by of [okafor, jansen, lindqvist]) {
      given(...northwindBearsIt)
        .when(acknowledge('LOG-03', 16), { by })
        .records(acknowledged(assignments.northwind));
    }
  });

  it('is open to the members of the party that a mark names, where there is no RACI', () => {
    given(...defined, assigned(assignments.provider, FEBRUARY))
      .when(acknowledge('LOG-03', 16), { by: ruiz })
      .records(acknowledged(assignments.provider));
    given(...defined, assigned(assignments.inherited, FEBRUARY))
      .when(acknowledge('LOG-03', 16), { by: fabrikam })
      .records(acknowledged(assignments.inherited));
    given(...defined, assigned(assignments.provider, FEBRUARY))
      .when(acknowledge('LOG-03', 16), { by: jansen })
      .refuses('acknowledgement/not-named');
  });

  it('is open to both sides of a shared duty', () => {
    const shared: Assignment = { marks: ['shared'], raci: [], parts: { client: 'approves', mssp: 'restores' } };
    for (const by of [ruiz, jansen]) {
      given(...defined, assigned(shared, FEBRUARY))
        .when(acknowledge('LOG-03', 16), { by })
        .records(acknowledged(shared));
    }
  });

  it('is possible before the assignment begins to hold', () => {
    given(...defined, assigned(assignments.northwind, APRIL))
      .when(acknowledge('LOG-03', 16), { by: meier, at: JANUARY })
      .recordsTypes('AssignmentAcknowledged');
  });

  it('is possible for several people, each once', () => {
    const first = { command: acknowledge('LOG-03', 16), by: meier };
    given(...northwindBearsIt, first)
      .when(acknowledge('LOG-03', 16), { by: ruiz })
      .recordsTypes('AssignmentAcknowledged');
    given(...northwindBearsIt, first)
      .when(acknowledge('LOG-03', 16), { by: meier })
      .refuses('acknowledgement/already-given');
  });

  it('is given once for whoever is named, by himself or by whoever he let act for him', () => {
    const inHisRight = { ...keller, onBehalfOf: meier.member };
    const grant = { delegate: keller.member, from: MARCH, to: APRIL, scope: {} };
    const delegated = [...northwindBearsIt, { command: { type: 'GrantDelegation', data: grant }, by: meier } as const];
    const first = { command: acknowledge('LOG-03', 16), by: inHisRight, at: MARCH };
    for (const by of [meier, inHisRight]) {
      given(...delegated, first)
        .when(acknowledge('LOG-03', 16), { by, at: MARCH })
        .refuses('acknowledgement/already-given');
    }
    given(...delegated, first)
      .when(acknowledge('LOG-03', 16), { by: keller, at: MARCH })
      .recordsTypes('AssignmentAcknowledged');
  });

  it('is possible while an assignment is suspended and will hold again', () => {
    given(...northwindBearsIt, assigned(assignments.contoso, MARCH, APRIL))
      .when(acknowledge('LOG-03', 16), { by: meier, at: '2026-03-15T00:00:00Z' })
      .recordsTypes('AssignmentAcknowledged');
  });
});

describe('An acknowledgement is refused', () => {
  const others = { robot, auditor, viewer, fabrikam, stranger };

  it.each(Object.keys(others) as (keyof typeof others)[])('to whoever the assignment does not name: %s', (name) => {
    given(...northwindBearsIt)
      .when(acknowledge('LOG-03', 16), { by: others[name] })
      .refuses('acknowledgement/not-named');
  });

  it('to a member of a party for which only persons are named', () => {
    const personal: Assignment = { marks: ['mssp'], raci: [{ party: 'p1', member: 'm3', roles: ['R', 'A'] }] };
    given(...defined, assigned(personal, FEBRUARY))
      .when(acknowledge('LOG-03', 16), { by: ruiz })
      .refuses('acknowledgement/not-named');
  });

  it('to whoever was removed since', () => {
    given(...northwindBearsIt, { command: { type: 'RemoveMember', data: { member: ruiz.member } }, by: meier })
      .when(acknowledge('LOG-03', 16), { by: ruiz })
      .refuses('acknowledgement/not-named');
  });

  it('once another assignment has taken its place', () => {
    given(...northwindBearsIt, assigned(assignments.contoso, FEBRUARY))
      .when(acknowledge('LOG-03', 16), { by: meier })
      .refuses('acknowledgement/not-current');
  });

  it('once the assignment has ended', () => {
    given(...defined, assigned(assignments.northwind, JANUARY, FEBRUARY))
      .when(acknowledge('LOG-03', 16), { by: meier, at: FEBRUARY })
      .refuses('acknowledgement/not-current');
  });

  it('for a correction that lies wholly in the past', () => {
    given(...defined, { ...assigned(assignments.northwind, JANUARY, FEBRUARY), at: MARCH })
      .when(acknowledge('LOG-03', 16), { by: meier })
      .refuses('acknowledgement/not-current');
  });

  it('where the entry is no assignment, or that of another task', () => {
    const another = { command: defineTask('LOG-04', JANUARY), by: ruiz };
    for (const entry of [0, 15, 17, 99]) {
      given(...northwindBearsIt, another)
        .when(acknowledge('LOG-03', entry), { by: meier })
        .refuses('acknowledgement/not-current');
    }
    given(...northwindBearsIt, another)
      .when(acknowledge('LOG-04', 16), { by: meier })
      .refuses('acknowledgement/not-current');
  });

  it('for a task that nobody defined', () => {
    given(...northwindBearsIt)
      .when(acknowledge('LOG-99', 16), { by: meier })
      .refuses('task/unknown');
  });

  it('for an imported assignment while parts of the import are missing', () => {
    const lines = [
      { ref: 'BKP-04', at: JANUARY, act: 'define', definition: definitions.imported },
      { ref: 'BKP-04', at: JANUARY, act: 'assign', assignment: assignments.provider },
    ] as const;
    const firstPart = recordImport({ header: matrixHeader(15, JANUARY, { parts: 2 }), part: 1, lines });
    const lastPart = recordImport({ import: 'i15', part: 2, lines: [] });
    given(...everybodyJoined, { command: firstPart, by: meier })
      .when(acknowledge('BKP-04', 17), { by: ruiz })
      .refuses('acknowledgement/not-current');
    given(...everybodyJoined, { command: firstPart, by: meier }, { command: lastPart, by: meier })
      .when(acknowledge('BKP-04', 17), { by: ruiz })
      .recordsTypes('AssignmentAcknowledged');
  });
});
