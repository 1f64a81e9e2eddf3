import type { Instant } from '#kernel/instant';
import type { SignatureAlgorithm } from '#kernel/signature';

/** A party, or a member of it, by id and by name. `name` is null where it was erased or is not known to this replica. */
export interface Named {
  readonly party: string;
  readonly member?: string;
  readonly name: string | null;
  readonly partyName: string;
  readonly side: 'provider' | 'client' | 'third';
}

/** A decision or statement with its place in the ledger. */
export interface Mention {
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly by: Named;
  /** In whose right, where it was not the own. */
  readonly onBehalfOf?: Named;
}

/** That a passkey signed what somebody decided. Whoever executes the rules again verifies the signature again. */
export interface PasskeySigned {
  /** Id of the credential, base64url. */
  readonly credential: string;
  /** Null where nothing had registered the credential: the rules record no such signature. */
  readonly algorithm: SignatureAlgorithm | null;
  /** Whether the authenticator verified who was there, by a PIN or a finger, and not only that somebody was. */
  readonly userVerified: boolean;
}

/** A passkey of a member. */
export interface CredentialView {
  /** base64url. */
  readonly id: string;
  readonly member: string;
  readonly algorithm: SignatureAlgorithm;
  readonly rpId: string;
  readonly origin: string;
  /** The entries that registered and revoked it. */
  readonly entry: number;
  readonly revoked: number | null;
}
