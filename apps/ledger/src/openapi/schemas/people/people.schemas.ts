import type {
  ContactView,
  CredentialView,
  DelegationState,
  EngagementDetails,
  Introduction,
  MemberPeriodView,
  MemberState,
  MemberView,
  Mention,
  PartyView,
  TermsView,
} from '#answers/views';
import { DELEGATION_STATUSES } from '#answers/views/standing';
import type { ApprovalChallenge } from '#approval/approval-challenge/approval-challenge.controller';
import type { DelegationScope, NotificationDeadline } from '#engagement/domain/engagement.events';
import type { CredentialChallenge } from '#engagement/register-credential/credential-challenges';
import { MEMBER_KINDS } from '#engagement/domain/members';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { asMention } from '../owner.schemas.ts';
import { asEngagement } from '../register.schemas.ts';
import {
  count,
  flag,
  instant,
  listOf,
  named,
  nullable,
  objectOf,
  oneOf,
  optional,
  text,
  type Schema,
} from '../schema.ts';

const itemsOf = (item: string): Schema => objectOf<{ items: readonly unknown[] }>({ items: listOf(named(item)) });
const erasable = nullable(text('Null where none was given, or it was erased.'));

const asMember = {
  id: text(),
  party: text(),
  kind: oneOf(...MEMBER_KINDS),
  name: nullable(text()),
  roles: listOf(text()),
  removed: flag,
};

/** Who takes part, how they are reached, who acts for whom, and what the contract says. */
export const PEOPLE_SCHEMAS: Readonly<Record<string, Schema>> = {
  EngagementDetails: objectOf<EngagementDetails>({ ...asEngagement, terms: named('Terms') }),
  NotificationDeadline: objectOf<NotificationDeadline>({ of: text(), hours: count('From when it is known.') }),
  Terms: objectOf<TermsView>({
    contract: nullable(named('ContractBody')),
    deadlines: listOf(named('NotificationDeadline')),
    amended: listOf(named('Mention')),
  }),
  Party: objectOf<PartyView>({ id: text(), side: oneOf('provider', 'client', 'third'), name: text() }),
  Parties: itemsOf('Party'),
  Member: objectOf<MemberView>(asMember),
  MemberState: objectOf<MemberState>({
    ...asMember,
    added: named('Mention'),
    period: nullable(
      objectOf<MemberPeriodView>({
        from: nullable(instant('Null: since ever.')),
        to: nullable(instant('Half-open. Null: for ever.')),
      }),
    ),
    present: { type: 'boolean', description: 'Whether it takes part at the instant that was asked about.' },
    contact: nullable(named('Contact')),
    delegations: objectOf<MemberState['delegations']>({
      given: listOf(named('Delegation')),
      held: listOf(named('Delegation')),
    }),
  }),
  Members: itemsOf('MemberState'),
  Introduction: objectOf<Introduction>({
    member: named('Named'),
    first: {
      ...named('Named'),
      description:
        'Where the line begins in the own party: the same member, or whoever added it, or added whoever did.',
    },
    broughtIn: {
      ...named('Mention'),
      description: 'The entry that added that one, and who did, of another party.',
    },
    passkey: { type: 'boolean', description: 'Whether the member has registered a passkey.' },
  }),
  Contact: objectOf<ContactView>({
    deputy: nullable(named('Named')),
    zone: nullable(text('IANA name of the zone in which the hours are meant.')),
    hours: erasable,
    channels: erasable,
    verifiedOn: nullable(text('Day on which somebody tried it, `YYYY-MM-DD`.')),
    said: named('Mention'),
  }),
  Delegation: objectOf<DelegationState>({
    id: text(),
    status: oneOf(...DELEGATION_STATUSES),
    delegator: named('Named'),
    delegate: named('Named'),
    from: instant(),
    to: instant('Half-open.'),
    scope: objectOf<DelegationScope>({
      changes: optional(listOf(text('Number of a change.'))),
      refs: optional(listOf(text('Reference of a task.'))),
    }),
    reason: erasable,
    granted: named('Mention'),
    revoked: nullable(objectOf<Mention & { reason: string | null }>({ ...asMention, reason: erasable })),
  }),
  Delegations: itemsOf('Delegation'),
  Credential: objectOf<CredentialView>({
    id: text('Bytes in base64url.'),
    member: text(),
    algorithm: oneOf(...SIGNATURE_ALGORITHMS),
    rpId: text(),
    origin: text(),
    entry: count('The entry that registered it.'),
    revoked: nullable(count('The entry that revoked it.')),
  }),
  Credentials: itemsOf('Credential'),
  CredentialChallenge: objectOf<CredentialChallenge>({ challenge: text('base64url.'), rpId: text(), origin: text() }),
  UsableCredential: objectOf<ApprovalChallenge['credentials'][number]>({ id: text(), rpId: text(), origin: text() }),
  ApprovalChallenge: objectOf<ApprovalChallenge>({
    change: text(),
    digest: text('SHA-256 of the text of the change, hexadecimal.'),
    ledger: text('Name of the ledger that the approval is for.'),
    onBehalfOf: nullable(text('Id of the member in whose right it is given; null in the own.')),
    nonce: text('base64url.'),
    challenge: text(
      'base64url of SHA-256 of `onus/approval/v1`, a line feed, and digest, ledger, nonce and onBehalfOf as canonical JSON (RFC 8785).',
    ),
    credentials: listOf(named('UsableCredential')),
  }),
};
