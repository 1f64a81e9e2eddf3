import type { MemberKind, Role } from '#engagement/domain/members';

/** Everybody here is made up. */
export type PartyKey = 'northwind' | 'contoso' | 'fabrikam' | 'woodgrove';

export interface CastMember {
  readonly party: PartyKey;
  readonly name: string;
  readonly kind: MemberKind;
  readonly roles: readonly Role[];
  /** The team in whose name the person answers. */
  readonly team?: MemberKey;
}

export type MemberKey = keyof typeof CAST;

const person = (party: PartyKey, name: string, ...roles: readonly Role[]) =>
  ({ party, name, kind: 'person', roles }) as const satisfies CastMember;
const team = (party: PartyKey, name: string) =>
  ({ party, name, kind: 'team', roles: [] }) as const satisfies CastMember;

/** The people, teams and services of the demonstration, in the order in which the ledger comes to know them. */
const CAST = {
  /** Service delivery lead, who opens the engagement. */
  lindqvist: person('northwind', 'S. Lindqvist', 'owner'),
  brandt: person('northwind', 'H. Brandt', 'approver'),
  soc: team('northwind', 'Northwind SOC'),
  response: team('northwind', 'Northwind Incident Response'),
  platform: team('northwind', 'Northwind Platform Operations'),
  meier: { ...person('northwind', 'A. Meier', 'contributor'), team: 'soc' },
  castillo: { ...person('northwind', 'J. Castillo', 'contributor'), team: 'soc' },
  adeyemi: { ...person('northwind', 'K. Adeyemi', 'contributor'), team: 'response' },
  nowak: { ...person('northwind', 'P. Nowak', 'contributor'), team: 'platform' },
  siem: { ...person('northwind', 'Northwind SIEM', 'contributor'), kind: 'service' },
  /** Security manager of the client. */
  tanaka: { ...person('contoso', 'B. Tanaka', 'owner', 'approver'), team: 'office' },
  haddad: { ...person('contoso', 'R. Haddad', 'approver'), team: 'office' },
  office: team('contoso', 'Contoso Security Office'),
  it: team('contoso', 'Contoso IT'),
  okoro: { ...person('contoso', 'D. Okoro', 'contributor'), team: 'it' },
  silva: { ...person('contoso', 'M. Silva', 'contributor'), team: 'it' },
  /** Leaves in July. */
  laurent: { ...person('contoso', 'C. Laurent', 'contributor'), team: 'it' },
  /** Comes in August in the place of C. Laurent. */
  petrov: { ...person('contoso', 'N. Petrov', 'contributor'), team: 'it' },
  /** Of the assessor, who reads only. */
  grant: person('woodgrove', 'T. Grant', 'auditor'),
} as const;

const LATECOMERS: ReadonlySet<MemberKey> = new Set(['petrov', 'grant']);

/** Who is there from the first day, after the founder. */
export const FIRST_DAY = (Object.keys(CAST) as MemberKey[]).filter(
  (key) => key !== 'lindqvist' && !LATECOMERS.has(key),
);

export const castMember = (key: MemberKey): CastMember => CAST[key];

/** What the parties are called. The first two open the engagement. */
export const PARTY_NAMES: Readonly<Record<PartyKey, string>> = {
  northwind: 'Northwind Security',
  contoso: 'Contoso',
  fabrikam: 'Fabrikam Cloud',
  woodgrove: 'Woodgrove Assurance',
};
