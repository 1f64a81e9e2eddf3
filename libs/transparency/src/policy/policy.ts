import type { VerifierKey } from '../note/key.ts';

/** A log that is trusted. Its key has the name of its origin. Several keys of one name are a rotation. */
export interface TrustedLog {
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

/** A witness that counts towards the quorum. `name` is its name within the policy, and nothing outside. */
export interface TrustedWitness {
  readonly kind: 'witness';
  readonly name: string;
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

/** Members of which at least `threshold` have to agree, each for itself a witness or a group. */
export interface WitnessGroup {
  readonly kind: 'group';
  readonly name: string;
  /** 1 to the number of members. */
  readonly threshold: number;
  readonly members: readonly (TrustedWitness | WitnessGroup)[];
}

/** What must have cosigned a checkpoint; `none` where a signature of the log is enough. */
export type Quorum = TrustedWitness | WitnessGroup | { readonly kind: 'none' };

/**
 * What a verifier trusts (C2SP tlog-policy). It reaches a verifier out of band, never inside of what it is to judge.
 */
export interface TrustPolicy {
  readonly logs: readonly TrustedLog[];
  readonly witnesses: readonly TrustedWitness[];
  readonly quorum: Quorum;
}
