import { accountableFor, area, BASELINE, baselineLine, withNames } from '../baseline.ts';
import { castMember, type MemberKey } from '../cast.ts';
import { acknowledge, agree, inForceBy, later, type Step } from '../step.ts';
import { SHARPENED } from './line-by-line.ts';

const IN_FORCE = '2026-02-01';

/** Which part of the matrix was given names when, and when the client's approval came. */
const ROUNDS = [
  { day: '2026-01-13', client: '2026-01-15', areas: ['GOV', 'TRN', 'EML'] },
  { day: '2026-01-15', client: '2026-01-19', areas: ['CLD', 'BKP'] },
  { day: '2026-01-20', client: '2026-01-22', areas: ['IAM', 'NET'] },
  { day: '2026-01-22', client: '2026-01-26', areas: ['PAT', 'VUL'] },
  { day: '2026-01-27', client: '2026-01-29', areas: ['LOG'] },
  { day: '2026-01-28', client: '2026-01-30', areas: ['DET', 'INC', 'EDR'] },
];

/** When each accepted the duties that carry the own name. C. Laurent never answered. */
const ACCEPTED_ON: Partial<Record<MemberKey, string>> = {
  lindqvist: '2026-02-02T09:30',
  meier: '2026-02-03T09:12',
  adeyemi: '2026-02-03T14:00',
  tanaka: '2026-02-04T10:00',
  castillo: '2026-02-04T16:20',
  okoro: '2026-02-05T11:00',
  silva: '2026-02-06T08:40',
  nowak: '2026-02-09T13:00',
};

const nameOn = (ref: string): string => `name on ${ref}`;

/** January: each line gets the name of the one who answers for it, from 1 February on; in February they accept. */
export function namesOnLines(): readonly Step[] {
  return [...ROUNDS.flatMap(round), ...acceptances()];
}

function round({ day, client, areas }: (typeof ROUNDS)[number]): readonly Step[] {
  const refs = areas.flatMap((each) => BASELINE.filter(({ ref }) => area(ref) === each).map(({ ref }) => ref));
  return refs.flatMap((ref, i) => {
    const accountable = accountableFor(ref);
    const { name, party } = castMember(accountable);
    return agree(
      {
        name: nameOn(ref),
        at: later(`${day}T10:00`, 3 * i),
        by: party === 'northwind' ? 'lindqvist' : 'tanaka',
        title: `${ref}: ${name} answers for ${lowerFirst(baselineLine(ref).definition.title)}`,
        lines: (told) => [{ ref, act: 'assign', assignment: { ...withNames(ref, told), ...SHARPENED[ref] } }],
        from: IN_FORCE,
      },
      later(`${day}T16:00`, i),
      later(`${client}T09:30`, 2 * i),
    );
  });
}

function acceptances(): readonly Step[] {
  const accepted = new Map<MemberKey, number>();
  return BASELINE.flatMap(({ ref }) => {
    const accountable = accountableFor(ref);
    const first = ACCEPTED_ON[accountable];
    if (first === undefined) return [];
    const earlier = accepted.get(accountable) ?? 0;
    accepted.set(accountable, earlier + 1);
    return [acknowledge(ref, inForceBy(nameOn(ref)), later(first, earlier), accountable)];
  });
}

/** Titles of the baseline begin with a capital; abbreviations and figures stay as they are. */
const lowerFirst = (title: string): string =>
  /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
