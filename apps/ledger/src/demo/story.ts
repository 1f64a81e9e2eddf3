import { toSeal } from '#kernel/sealed';
import { FIRST_DAY, PARTY_NAMES } from './cast.ts';
import { comingAndGoing } from './chapters/coming-and-going.ts';
import { evidenceOfTheYear } from './chapters/evidence.ts';
import { handover } from './chapters/handover.ts';
import { lineByLine } from './chapters/line-by-line.ts';
import { namesOnLines } from './chapters/names-on-lines.ts';
import { trouble } from './chapters/trouble.ts';
import { command, local, type Step, ZONE } from './step.ts';

export const SLUG = 'contoso';

/** The whole year, in order of time. */
export const story = (): readonly Step[] =>
  [
    ...beginning(),
    ...lineByLine(),
    ...namesOnLines(),
    ...handover(),
    ...trouble(),
    ...comingAndGoing(),
    ...evidenceOfTheYear(),
  ]
    .map((step) => ({ step, at: local(step.at) }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ step }) => step);

/** November begins: the contract is signed, the people are known, and the provider's spreadsheet is imported as it stands. */
function beginning(): readonly Step[] {
  const open = command(() => ({
    type: 'OpenEngagement',
    data: {
      slug: SLUG,
      title: `${PARTY_NAMES.contoso} (demonstration)`,
      zone: ZONE,
      contract: {
        reference: 'NW-2025-117',
        clause: 'Annex B, responsibilities matrix',
        services: ['log management', 'threat detection', 'incident response', 'vulnerability and patch management'],
        start: '2025-11-01',
        end: '2026-10-31',
        jurisdictions: ['DE', 'EU'],
        industry: 'manufacturing',
        frameworks: ['nist-800-53-r5', 'nist-csf-2.0', 'pci-dss-4.0.1', 'cmmc-l2'],
      },
      provider: PARTY_NAMES.northwind,
      client: PARTY_NAMES.contoso,
      founder: { kind: 'person', name: toSeal('S. Lindqvist') },
    },
  }));
  return [
    { at: '2025-11-03T09:00', by: 'lindqvist', name: 'the engagement opens', does: open },
    {
      at: '2025-11-03T09:10',
      by: 'lindqvist',
      name: 'the people of the first day',
      does: { kind: 'adds-members', members: FIRST_DAY },
    },
    {
      at: '2025-11-03T09:20',
      by: 'lindqvist',
      name: 'the cloud as a third party',
      does: { kind: 'adds-party', party: 'fabrikam' },
    },
    {
      at: '2025-11-03T10:00',
      by: 'lindqvist',
      name: 'the baseline',
      does: { kind: 'imports-baseline', effective: local('2025-11-01'), file: 'northwind-responsibilities-v1.csv' },
    },
  ];
}
