import type { DomainEvent } from '#kernel/event';
import type { SignatureAlgorithm } from '#kernel/signature';
import type { MemberId } from './members.ts';

/** A public key that a member's authenticator made, and where it may be used. */
export interface Credential {
  /** base64url, as everything here that is bytes. */
  readonly credentialId: string;
  /** The COSE key, as the authenticator wrote it. */
  readonly publicKey: string;
  readonly algorithm: SignatureAlgorithm;
  /** WebAuthn's id of the relying party: the host of the origin, or a domain above it. */
  readonly rpId: string;
  /** Where the member signs, for example `https://onus.example`. */
  readonly origin: string;
}

/** A member has a passkey from here on. What it signs can be verified by whoever reads this entry. */
export type CredentialRegistered = DomainEvent<'CredentialRegistered', 1, Credential & { readonly memberId: MemberId }>;

/** The passkey signs nothing more. What it signed before stands. */
export type CredentialRevoked = DomainEvent<
  'CredentialRevoked',
  1,
  { readonly memberId: MemberId; readonly credentialId: string }
>;

export type CredentialEvent = CredentialRegistered | CredentialRevoked;

/** Whether an event is about a passkey. */
export const isCredentialEvent = (event: DomainEvent): event is CredentialEvent =>
  event.type === 'CredentialRegistered' || event.type === 'CredentialRevoked';
