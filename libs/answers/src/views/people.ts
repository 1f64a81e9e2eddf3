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

/**
 * Somebody who approved for a party, and goes back to a member of another one: that one added it, or whoever added it. The first owner
 * of a side always does; whether that is the person of the name, no ledger can know.
 */
export interface Introduction {
  readonly member: Named;
  /** Where the line begins in the own party: the same member, or another. */
  readonly first: Named;
  /** The entry that added that one, and who did. */
  readonly broughtIn: Mention;
  /** Whether the member has registered a passkey, as far as is known. */
  readonly passkey: boolean;
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
