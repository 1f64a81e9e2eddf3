import type { DraftLine } from '#approval/domain/change';
import type { Assignment } from '#responsibility/domain/assignment';
import { area, asInBaseline, BASELINE, baselineLine } from '../baseline.ts';
import { agree, later, propose, reject, withdraw, type Proposal, type Step, type Told } from '../step.ts';

/** When both sides went through which part of the matrix, and when the client's approval came. */
const WORKSHOPS = [
  { day: '2025-11-05', client: '2025-11-06', areas: ['LOG'] },
  { day: '2025-11-07', client: '2025-11-10', areas: ['DET'] },
  { day: '2025-11-11', client: '2025-11-12', areas: ['INC'] },
  { day: '2025-11-13', client: '2025-11-14', areas: ['EDR', 'VUL'] },
  { day: '2025-11-18', client: '2025-11-19', areas: ['PAT', 'NET'] },
  { day: '2025-11-20', client: '2025-11-21', areas: ['IAM', 'BKP'] },
  { day: '2025-11-25', client: '2025-11-26', areas: ['CLD', 'EML', 'TRN'] },
  { day: '2025-11-27', client: '2025-11-28', areas: ['GOV'] },
];

/** Lines that did not pass at the first reading: they are proposed again later. */
const SECOND_READINGS: Readonly<Record<string, { readonly day: string; readonly client: string }>> = {
  'INC-03': { day: '2025-11-11T16:30', client: '2025-11-12T11:30' },
  'INC-04': { day: '2025-11-18T16:00', client: '2025-11-19T15:00' },
  'NET-05': { day: '2025-11-25T16:00', client: '2025-11-26T15:00' },
  'GOV-08': { day: '2025-11-28T14:00', client: '2025-11-28T17:00' },
};

const IN_FORCE = '2025-12-01';

/** November: both sides read the imported matrix line by line, and agree each line in a change of its own, from 1 December on. */
export function lineByLine(): readonly Step[] {
  return [...WORKSHOPS.flatMap(workshop), ...firstReadings(), ...Object.keys(SECOND_READINGS).flatMap(secondReading)];
}

function workshop({ day, client, areas }: (typeof WORKSHOPS)[number]): readonly Step[] {
  return BASELINE.filter(({ ref }) => areas.includes(area(ref))).flatMap(({ ref }, i) => {
    const proposal = reading(ref, later(`${day}T14:00`, 4 * i));
    if (ref in SECOND_READINGS) return [propose({ ...proposal, name: firstReading(ref) })];
    return agree(proposal, later(`${day}T17:00`, i), later(`${client}T10:00`, 2 * i));
  });
}

const reading = (ref: string, at: string, assignment: (told: Told) => Assignment = asIs(ref)): Proposal => ({
  name: `agree on ${ref}`,
  at,
  by: 'lindqvist',
  title: `${ref} as read together: ${baselineLine(ref).definition.title}`,
  lines: (told) => [{ ref, act: 'assign', assignment: assignment(told) }],
  from: IN_FORCE,
});

const asIs = (ref: string) => (told: Told) => asInBaseline(ref, told);
const firstReading = (ref: string): string => `agree on ${ref}, first reading`;

function firstReadings(): readonly Step[] {
  return [
    withdraw(firstReading('INC-03'), '2025-11-11T16:00', 'lindqvist'),
    reject(
      firstReading('INC-04'),
      '2025-11-12T11:00',
      'tanaka',
      'The line does not say which hosts may be contained without asking us first.',
    ),
    reject(firstReading('NET-05'), '2025-11-19T11:30', 'haddad', 'Sessions of provider staff must be recorded.'),
    reject(firstReading('GOV-08'), '2025-11-27T17:30', 'brandt', 'Return of logs needs a date that we can hold.'),
  ];
}

function secondReading(ref: string): readonly Step[] {
  const { day, client } = SECOND_READINGS[ref]!;
  const proposal = reading(ref, day, (told) => ({ ...asInBaseline(ref, told), ...SHARPENED[ref] }));
  const boundaries = BOUNDARIES[ref];
  const lines = (told: Told): readonly DraftLine[] =>
    boundaries === undefined
      ? proposal.lines(told)
      : [...proposal.lines(told), { ref, act: 'revise', definition: { ...baselineLine(ref).definition, boundaries } }];
  return agree({ ...proposal, lines }, later(day, 30), client);
}

/** What the second reading says more exactly. */
export const SHARPENED: Readonly<Record<string, Pick<Assignment, 'parts' | 'rationale'>>> = {
  'INC-04': {
    parts: {
      client: 'Keeps the list of hosts that may be isolated without a call; decides on all others within 15 minutes',
      mssp: 'Isolates hosts on the list at once and tells the duty manager; asks before it touches any other',
    },
    rationale: 'The list is part of the contract and reviewed every quarter.',
  },
  'NET-05': {
    parts: {
      client: 'Grants, reviews and can cut the access; holds the session recordings',
      mssp: 'Uses named accounts with MFA through the recording gateway only',
    },
  },
  'GOV-08': {
    parts: {
      client: 'Takes over or names a successor, and confirms receipt within 10 business days',
      mssp: 'Returns data, configurations and logs within 30 days, then removes its access',
    },
  },
};

const BOUNDARIES: Readonly<Record<string, string>> = {
  'INC-04': 'Not included: production line controllers. Nobody isolates them remotely.',
};
