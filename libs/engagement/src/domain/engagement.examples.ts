import type { Actor, ExamplesOf } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import type { AddMembers, EngagementCommand, NewMember, OpenEngagement } from './engagement.commands.ts';
import type { EngagementEvent } from './engagement.events.ts';
import { CLIENT, FOUNDER, PROVIDER } from './members.ts';
import { peopleExamples } from './people/people-examples.ts';

const person = (member: string, party: string): Actor => ({
  member,
  party,
  kind: 'person',
  onBehalfOf: null,
  auth: 'local',
});

/** Who takes part in the engagement of Northwind SOC and Contoso, in every example and specification. All made up. */
export const cast = {
  /** Service delivery lead of the provider, who opened the engagement: owner. */
  meier: person(FOUNDER, PROVIDER),
  /** Approver of the provider. */
  keller: person('m4', PROVIDER),
  /** Analyst of the provider: contributor. */
  ruiz: person('m5', PROVIDER),
  /** Security manager of the client: owner and approver. */
  okafor: person('m6', CLIENT),
  /** Administrator of the client: contributor. */
  jansen: person('m7', CLIENT),
  /** Second approver of the client, who also writes changes. */
  lindqvist: person('m8', CLIENT),
  /** A team of the provider; nobody acts as a team. */
  tier1: person('m9', PROVIDER),
  /** A service of the provider, which was given the role of an approver by mistake. */
  robot: { ...person('m10', PROVIDER), kind: 'service', auth: 'api-key:k_robot' },
  auditor: person('m11', CLIENT),
  viewer: person('m12', CLIENT),
  /** Approver of the third party. */
  fabrikam: person('m14', 'p13'),
  /** Somebody of whom the ledger knows nothing. */
  stranger: person('m99', CLIENT),
} satisfies Record<string, Actor>;

/** The third party: a cloud from which duties are inherited. */
export const CLOUD = 'p13';

export const openContoso: Unsealed<OpenEngagement> = {
  type: 'OpenEngagement',
  data: {
    slug: 'contoso',
    title: 'Managed detection and response for Contoso',
    zone: 'Europe/Berlin',
    contract: {
      reference: 'NW-2026-017',
      clause: 'Annex B',
      services: ['managed detection and response', 'vulnerability management'],
      start: '2026-01-01',
      end: '2028-12-31',
      jurisdictions: ['DE', 'EU'],
      industry: 'manufacturing',
      frameworks: ['iso-27001-2022', 'nis2'],
    },
    provider: 'Northwind SOC',
    client: 'Contoso',
    founder: { kind: 'person', name: toSeal('A. Meier') },
  },
};

const members: readonly Unsealed<NewMember>[] = [
  { party: PROVIDER, kind: 'person', name: toSeal('C. Keller'), roles: ['approver'] },
  { party: PROVIDER, kind: 'person', name: toSeal('T. Ruiz'), roles: ['contributor'] },
  { party: CLIENT, kind: 'person', name: toSeal('B. Okafor'), roles: ['owner', 'approver'] },
  { party: CLIENT, kind: 'person', name: toSeal('D. Jansen'), roles: ['contributor'] },
  { party: CLIENT, kind: 'person', name: toSeal('E. Lindqvist'), roles: ['approver', 'contributor'] },
  { party: PROVIDER, kind: 'team', name: toSeal('SOC Tier 1'), roles: [] },
  { party: PROVIDER, kind: 'service', name: toSeal('Evidence collector'), roles: ['contributor', 'approver'] },
  { party: CLIENT, kind: 'person', name: toSeal('F. Audit'), roles: ['auditor'] },
  { party: CLIENT, kind: 'person', name: toSeal('G. Viewer'), roles: ['viewer'] },
];

export const addMembers: Unsealed<AddMembers> = { type: 'AddMembers', data: { members } };

/** The engagement is open and everybody of the cast has joined: entries 0 to 14. */
export const everybodyJoined: readonly { readonly command: Unsealed<EngagementCommand>; readonly by: Actor }[] = [
  { command: openContoso, by: cast.meier },
  { command: addMembers, by: cast.meier },
  { command: { type: 'AddParty', data: { side: 'third', name: 'Fabrikam Cloud' } }, by: cast.meier },
  {
    command: {
      type: 'AddMembers',
      data: { members: [{ party: CLOUD, kind: 'person', name: toSeal('H. Fabri'), roles: ['approver'] }] },
    },
    by: cast.meier,
  },
];

export const examples: ExamplesOf<EngagementEvent> = {
  EngagementOpened: [
    {
      type: 'EngagementOpened',
      schema: 1,
      data: {
        slug: 'contoso',
        title: 'Managed detection and response for Contoso',
        zone: 'Europe/Berlin',
        contract: {
          reference: 'NW-2026-017',
          clause: 'Annex B',
          services: ['managed detection and response', 'vulnerability management'],
          start: '2026-01-01',
          end: '2028-12-31',
          jurisdictions: ['DE', 'EU'],
          industry: 'manufacturing',
          frameworks: ['iso-27001-2022', 'nis2'],
        },
      },
    },
    { type: 'EngagementOpened', schema: 1, data: { slug: 'adatum', title: 'Adatum', zone: 'UTC' } },
  ],
  PartyAdded: [
    { type: 'PartyAdded', schema: 1, data: { partyId: 'p1', side: 'provider', name: 'Northwind SOC' } },
    { type: 'PartyAdded', schema: 1, data: { partyId: 'p2', side: 'client', name: 'Contoso' } },
    { type: 'PartyAdded', schema: 1, data: { partyId: 'p13', side: 'third', name: 'Fabrikam Cloud' } },
  ],
  MemberAdded: [
    {
      type: 'MemberAdded',
      schema: 1,
      data: {
        memberId: 'm3',
        partyId: 'p1',
        kind: 'person',
        name: { sealed: 'Dj6jyb_7FMjEHOZH8GqAFlZ26L6XF9YZarEA31SgwsI' },
        roles: ['owner'],
      },
    },
    {
      type: 'MemberAdded',
      schema: 1,
      data: {
        memberId: 'm9',
        partyId: 'p1',
        kind: 'team',
        name: { sealed: 'KQp18e3huWx3C7zlwWHvcvCDE_nLQj4dfMjMiAZTz8Y' },
        roles: [],
      },
    },
    {
      type: 'MemberAdded',
      schema: 2,
      data: {
        memberId: 'm16',
        partyId: 'p2',
        kind: 'person',
        name: { sealed: 'KQp18e3huWx3C7zlwWHvcvCDE_nLQj4dfMjMiAZTz8Y' },
        roles: ['approver'],
      },
    },
    {
      type: 'MemberAdded',
      schema: 2,
      data: {
        memberId: 'm7',
        partyId: 'p2',
        kind: 'person',
        name: { sealed: 'KQp18e3huWx3C7zlwWHvcvCDE_nLQj4dfMjMiAZTz8Y' },
        roles: ['contributor'],
      },
    },
  ],
  MemberRolesChanged: [
    { type: 'MemberRolesChanged', schema: 1, data: { memberId: 'm3', roles: ['owner', 'contributor'] } },
    { type: 'MemberRolesChanged', schema: 2, data: { memberId: 'm3', roles: ['owner', 'contributor'] } },
  ],
  MemberRemoved: [
    { type: 'MemberRemoved', schema: 1, data: { memberId: 'm9' } },
    { type: 'MemberRemoved', schema: 2, data: { memberId: 'm9' } },
  ],
  CredentialRegistered: [
    {
      type: 'CredentialRegistered',
      schema: 1,
      data: {
        memberId: 'm4',
        credentialId: 'jBfuUPi0Z3YR0JOQoujXvMqwrGdPbhJJ79xujVCwKEw',
        publicKey:
          'pQECAyYgASFYIEQjxBTJGh7PEwvYcVlxBNhm0THKghjhm0-gBe2VhtkaIlggoWRSlNae8-30XorNFxAvt_ZzdckuTn3Rso4uEbBHLek',
        algorithm: 'ES256',
        rpId: 'contoso.example',
        origin: 'https://onus.contoso.example',
      },
    },
  ],
  CredentialRevoked: [
    {
      type: 'CredentialRevoked',
      schema: 1,
      data: { memberId: 'm4', credentialId: 'jBfuUPi0Z3YR0JOQoujXvMqwrGdPbhJJ79xujVCwKEw' },
    },
  ],
  SigningKeyRotated: [
    {
      type: 'SigningKeyRotated',
      schema: 1,
      data: {
        publicKey: 'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=',
        previous: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
      },
    },
  ],
  ...peopleExamples,
};
