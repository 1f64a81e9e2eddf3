import { asInBaseline, withNames } from '../baseline.ts';
import { acknowledge, agree, command, inForceBy, local, type Step } from '../step.ts';

/** July to October: people go and come, duties come and go, and an assessor begins to read. */
export const comingAndGoing = (): readonly Step[] => [
  ...gap(),
  ...newDuty(),
  ...overlap(),
  ...retirement(),
  ...assessor(),
];

/** C. Laurent leaves. For three weeks nobody answers for patch windows; both sides know it and say so. */
const gap = (): readonly Step[] => [
  ...vacant(),
  {
    at: '2026-07-10T17:00',
    by: 'tanaka',
    name: 'C. Laurent leaves',
    does: command((told) => ({ type: 'RemoveMember', data: { member: told.bearer('laurent').member, apart: true } })),
  },
  {
    at: '2026-07-27T09:00',
    by: 'tanaka',
    name: 'N. Petrov comes',
    does: { kind: 'adds-members', members: ['petrov'] },
  },
  ...filled(),
  acknowledge('PAT-01', inForceBy('PAT-01 filled'), '2026-08-03T09:05', 'petrov'),
];

function vacant(): readonly Step[] {
  return agree(
    {
      name: 'PAT-01 vacant',
      at: '2026-07-07T11:00',
      by: 'tanaka',
      title: 'PAT-01: C. Laurent leaves, nobody is accountable until a successor is there',
      lines: (told) => [
        {
          ref: 'PAT-01',
          act: 'assign',
          assignment: {
            ...asInBaseline('PAT-01', told),
            raci: [
              { party: told.party('contoso'), roles: ['R'] },
              { party: told.party('northwind'), roles: ['C'] },
            ],
          },
          accepts: ['assignment/accountable-gap'],
        },
      ],
      from: '2026-07-11',
    },
    '2026-07-08T10:00',
    '2026-07-08T14:00',
  );
}

function filled(): readonly Step[] {
  return agree(
    {
      name: 'PAT-01 filled',
      at: '2026-07-29T10:00',
      by: 'tanaka',
      title: 'PAT-01: N. Petrov answers for patch windows',
      lines: (told) => [
        {
          ref: 'PAT-01',
          act: 'assign',
          assignment: {
            ...asInBaseline('PAT-01', told),
            raci: [
              { ...told.bearer('petrov'), roles: ['R', 'A'] },
              { party: told.party('northwind'), roles: ['C'] },
            ],
            group: told.bearer('it').member,
          },
        },
      ],
      from: '2026-08-03',
    },
    '2026-07-30T09:00',
    '2026-07-31T11:00',
  );
}

/** What the baseline does not have. */
const PLANT = {
  title: 'Watch the network of the new plant',
  objective: 'Traffic between office and production is seen, and surprises are followed up',
  kind: 'operational',
  serviceLine: 'Threat detection & hunting',
  scope: { environments: ['production'], locations: ['Plant 2'], exclusions: ['safety controllers'] },
  cadence: 'continuous; report monthly',
  boundaries: 'Not included: any change on controllers.',
} as const;

/** First written down, weeks later agreed. */
function newDuty(): readonly Step[] {
  return [
    {
      at: '2026-07-20T10:00',
      by: 'lindqvist',
      name: 'write OT-01 down',
      does: command(() => ({
        type: 'DefineTask',
        data: { ref: 'OT-01', definition: PLANT, effectiveFrom: local('2026-07-20') },
      })),
    },
    ...agree(
      {
        name: 'agree on OT-01',
        at: '2026-08-12T10:00',
        by: 'lindqvist',
        title: 'OT-01: both sides watch the plant, each its part',
        lines: (told) => [
          {
            ref: 'OT-01',
            act: 'assign',
            assignment: {
              marks: ['shared'],
              raci: [
                { ...told.bearer('okoro'), roles: ['R'] },
                { ...told.bearer('meier'), roles: ['R', 'A'] },
              ],
              group: told.bearer('soc').member,
              parts: {
                client: 'Runs the sensors and says what traffic is meant to be there',
                mssp: 'Watches, reports monthly, calls the plant at once when traffic leaves it',
              },
            },
          },
        ],
        from: '2026-08-17',
      },
      '2026-08-12T16:00',
      '2026-08-14T10:00',
    ),
    acknowledge('OT-01', inForceBy('agree on OT-01'), '2026-08-17T09:00', 'meier'),
  ];
}

/** Each side insists on answering for its own contacts. Two accountable parties: both sides know it and say so. */
function overlap(): readonly Step[] {
  return agree(
    {
      name: 'INC-02 twice',
      at: '2026-09-09T10:00',
      by: 'tanaka',
      title: 'INC-02: each side answers for its own escalation contacts',
      lines: (told) => [
        {
          ref: 'INC-02',
          act: 'assign',
          assignment: {
            ...asInBaseline('INC-02', told),
            raci: [
              { ...told.bearer('tanaka'), roles: ['R', 'A'] },
              { ...told.bearer('adeyemi'), roles: ['R', 'A'] },
            ],
          },
          accepts: ['assignment/accountable-overlap'],
        },
      ],
      from: '2026-09-15',
    },
    '2026-09-10T09:00',
    '2026-09-11T09:30',
  );
}

/** File integrity is watched by the agents from October on; the duty goes, and its work joins another. */
function retirement(): readonly Step[] {
  return agree(
    {
      name: 'DET-06 goes',
      at: '2026-09-17T14:00',
      by: 'lindqvist',
      title: 'DET-06 is no duty of its own any more: the endpoint agents watch critical files',
      lines: (told) => [
        { ref: 'DET-06', act: 'retire' },
        { ref: 'EDR-03', act: 'assign', assignment: withNames('EDR-03', told) },
      ],
      from: '2026-10-01',
    },
    '2026-09-18T10:00',
    '2026-09-22T11:00',
  );
}

const assessor = (): readonly Step[] => [
  {
    at: '2026-09-21T09:00',
    by: 'tanaka',
    name: 'the assessor as a third party',
    does: { kind: 'adds-party', party: 'woodgrove' },
  },
  { at: '2026-09-21T09:05', by: 'tanaka', name: 'T. Grant reads', does: { kind: 'adds-members', members: ['grant'] } },
];
