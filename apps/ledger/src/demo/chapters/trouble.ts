import { asInBaseline, baselineLine, withNames } from '../baseline.ts';
import { agree, command, local, propose, reject, withdraw, type Step } from '../step.ts';

/** February to September: what does not go by the plan. */
export const trouble = (): readonly Step[] => [
  ...takenBack(),
  ...inheritedBackups(),
  ...refused(),
  ...corrected(),
  ...closedAndReopened(),
];

/** Proposed by the provider, and withdrawn when the licences turned out not to allow it. */
function takenBack(): readonly Step[] {
  const proposal = propose({
    name: 'move PAT-03',
    at: '2026-02-24T10:00',
    by: 'lindqvist',
    title: 'PAT-03 to Northwind: patch business applications',
    lines: (told) => [
      {
        ref: 'PAT-03',
        act: 'assign',
        assignment: {
          ...asInBaseline('PAT-03', told),
          marks: ['mssp'],
          raci: [
            { party: told.party('contoso'), roles: ['C'] },
            { ...told.bearer('nowak'), roles: ['R', 'A'] },
          ],
        },
      },
    ],
    from: '2026-04-01',
  });
  return [proposal, withdraw('move PAT-03', '2026-03-03T12:00', 'lindqvist')];
}

/** A duty that is partly inherited from the cloud provider, with what remains to do. */
function inheritedBackups(): readonly Step[] {
  return agree(
    {
      name: 'backups in the cloud',
      at: '2026-05-06T11:00',
      by: 'lindqvist',
      title: 'BKP-04: immutable copies are inherited from Fabrikam Cloud',
      lines: (told) => [
        {
          ref: 'BKP-04',
          act: 'revise',
          definition: {
            ...baselineLine('BKP-04').definition,
            inheritance: {
              from: 'Fabrikam Cloud',
              extent: 'partial',
              source: 'Fabrikam shared responsibility statement 2026',
              date: '2026-04-20',
              remains: 'Retention settings, separate credentials and the monthly check',
            },
          },
        },
        {
          ref: 'BKP-04',
          act: 'assign',
          assignment: {
            ...withNames('BKP-04', told),
            marks: ['mssp', 'inherited'],
            inheritedFrom: told.party('fabrikam'),
          },
        },
      ],
      from: '2026-06-01',
    },
    '2026-05-07T10:00',
    '2026-05-11T16:00',
  );
}

function refused(): readonly Step[] {
  const proposal = propose({
    name: 'move INC-03',
    at: '2026-05-05T14:10',
    by: 'lindqvist',
    title: 'INC-03: Northwind sets the severity of incidents alone',
    reason: 'In the night of 9 April the duty manager could not be reached for 70 minutes.',
    lines: (told) => [
      {
        ref: 'INC-03',
        act: 'assign',
        assignment: {
          marks: ['mssp'],
          raci: [
            { party: told.party('contoso'), roles: ['I'] },
            { ...told.bearer('adeyemi'), roles: ['R', 'A'] },
          ],
          group: told.bearer('response').member,
        },
      },
    ],
    from: '2026-06-01',
  });
  const why = 'What an incident means to the business stays our decision; we mend the call list instead.';
  return [proposal, reject('move INC-03', '2026-05-12T09:20', 'haddad', why)];
}

/** In June both sides see that the spring's restores were run, and answered for, by the provider: a correction of the past. */
function corrected(): readonly Step[] {
  return agree(
    {
      name: 'who ran the restores',
      at: '2026-06-15T10:30',
      by: 'tanaka',
      title: 'BKP-03, corrected: Northwind answered for restore tests from March to May',
      reason: 'Contoso had no restore host until June. Northwind planned, ran and signed the tests.',
      lines: (told) => [
        {
          ref: 'BKP-03',
          act: 'assign',
          assignment: {
            marks: ['mssp'],
            raci: [
              { party: told.party('contoso'), roles: ['C'] },
              { ...told.bearer('nowak'), roles: ['R', 'A'] },
            ],
            group: told.bearer('platform').member,
            rationale: 'Agreed afterwards on the sign-off sheets of 20 March and 29 May.',
          },
        },
      ],
      from: '2026-03-01',
      to: '2026-06-01',
    },
    '2026-06-17T15:00',
    '2026-06-18T09:00',
  );
}

/** The penetration test is done for the year, and opened again for what a new plant adds. */
const closedAndReopened = (): readonly Step[] => [
  {
    at: '2026-06-30T16:00',
    by: 'tanaka',
    name: 'close VUL-05',
    does: command(() => ({
      type: 'CloseTask',
      data: { ref: 'VUL-05', effectiveFrom: local('2026-06-30T16:00') },
    })),
  },
  {
    at: '2026-09-01T09:00',
    by: 'tanaka',
    name: 'reopen VUL-05',
    does: command(() => ({
      type: 'ReopenTask',
      data: { ref: 'VUL-05', effectiveFrom: local('2026-09-01T09:00') },
    })),
  },
];
