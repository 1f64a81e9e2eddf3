import type { Assignment } from '#responsibility/domain/assignment';
import { acknowledge, agree, inForceBy, type Step, type Told } from '../step.ts';

const HANDOVER = 'hand LOG-03 over';

/**
 * Spring: the client takes log review into its own hands. Proposed on 12 March, in force from 2 April; nobody at the client
 * accepts the duty before 28 April, and a stolen account is used in between.
 */
export function handover(): readonly Step[] {
  return [
    ...agree(
      {
        name: HANDOVER,
        at: '2026-03-12T15:05',
        by: 'tanaka',
        title: 'Handover of LOG-03 to Contoso IT',
        reason: 'Contoso builds a log review team of its own and takes the daily review over from Northwind SOC.',
        lines: (told) => [{ ref: 'LOG-03', act: 'assign', assignment: byContosoIt(told) }],
        from: '2026-04-02',
      },
      '2026-03-16T09:45',
      '2026-03-25T17:30',
    ),
    acknowledge('LOG-03', inForceBy(HANDOVER), '2026-04-28T08:55', 'okoro'),
  ];
}

const byContosoIt = (told: Told): Assignment => ({
  marks: ['client'],
  raci: [
    { ...told.bearer('okoro'), roles: ['R', 'A'] },
    { party: told.party('northwind'), roles: ['C'] },
  ],
  group: told.bearer('it').member,
  parts: {
    client: 'Reviews events daily, holidays included; records the review',
    mssp: 'Runs the SIEM and answers questions about its rules',
  },
});
