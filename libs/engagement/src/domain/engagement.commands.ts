import type { Command } from '#kernel/decider';
import type { Sealed } from '#kernel/sealed';
import type { Credential } from './credential.events.ts';
import type { ContractTerms } from './engagement.events.ts';
import type { PeopleCommand } from './people/people.commands.ts';
import type { MemberId, MemberKind, PartyId, Role, Side } from './members.ts';

/** Begins a ledger with its two parties and the member who opens it, who becomes its owner. */
export type OpenEngagement = Command<
  'OpenEngagement',
  {
    readonly slug: string;
    readonly title: string;
    readonly zone: string;
    readonly contract?: ContractTerms;
    readonly provider: string;
    readonly client: string;
    readonly founder: { readonly kind: MemberKind; readonly name: Sealed };
  }
>;

export type AddParty = Command<'AddParty', { readonly side: Side; readonly name: string }>;

export interface NewMember {
  readonly party: PartyId;
  readonly kind: MemberKind;
  readonly name: Sealed;
  readonly roles: readonly Role[];
}

/**
 * That each side keeps its own members. Everybody says so by now; the first commands did not, and mean what they meant. Once it
 * was said in a ledger, it holds there for ever.
 */
export interface Apart {
  readonly apart?: true;
}

/** Adds one or many members: all of them or none. */
export type AddMembers = Command<'AddMembers', { readonly members: readonly NewMember[] } & Apart>;

export type ChangeRoles = Command<
  'ChangeRoles',
  { readonly member: MemberId; readonly roles: readonly Role[] } & Apart
>;

export type RemoveMember = Command<'RemoveMember', { readonly member: MemberId } & Apart>;

/** Names the key that signs from now on, and the one that has signed so far. Public keys, 32 bytes in base64. */
export type RotateSigningKey = Command<'RotateSigningKey', { readonly publicKey: string; readonly previous: string }>;

/** Registers a passkey of whoever acts. */
export type RegisterCredential = Command<'RegisterCredential', Credential>;

export type RevokeCredential = Command<'RevokeCredential', { readonly credentialId: string }>;

export type CredentialCommand = RegisterCredential | RevokeCredential;

/** Whether a command is about a passkey. */
export const isCredentialCommand = (command: Command): command is CredentialCommand =>
  command.type === 'RegisterCredential' || command.type === 'RevokeCredential';

export type EngagementCommand =
  | OpenEngagement
  | AddParty
  | AddMembers
  | ChangeRoles
  | RemoveMember
  | RotateSigningKey
  | PeopleCommand
  | RegisterCredential
  | RevokeCredential;
