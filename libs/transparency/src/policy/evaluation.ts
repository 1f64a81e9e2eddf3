import { openCheckpoint, type Checkpoint, type CheckpointFault } from '../checkpoint/checkpoint.ts';
import { cosignatureVerifier } from '../checkpoint/cosignature.ts';
import type { VerifierKey } from '../note/key.ts';
import type { VerifiedSignature } from '../note/opening.ts';
import { noteVerifier } from '../note/signing.ts';
import type { VerifyEd25519 } from '../sha256.ts';
import { fault, type Verdict } from '../verdict.ts';
import type { Quorum, TrustedWitness, TrustPolicy } from './policy.ts';

export type PolicyFault =
  | CheckpointFault
  /** None of the trusted logs signed it, or one whose name is not the origin. */
  | 'no-log-signature'
  /** Too few of the witnesses cosigned it. */
  | 'no-quorum';

/** That a witness saw the checkpoint. */
export interface Witnessed {
  readonly witness: TrustedWitness;
  /** When, in seconds since 1970: the earliest, where it cosigned more than once. The checkpoint existed then. */
  readonly timestamp: number;
}

/** A checkpoint that a policy trusts. */
export interface TrustedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Key of the log that signed it. */
  readonly log: VerifierKey;
  /** Every witness of the policy that cosigned it, in the order of the policy: perhaps more than the quorum asks for. */
  readonly witnessed: readonly Witnessed[];
}

const isBy =
  (key: VerifierKey) =>
  ({ name, keyId }: VerifiedSignature): boolean =>
    name === key.name && keyId === key.keyId;

function quorumReached(quorum: Quorum, cosigned: ReadonlySet<TrustedWitness>): boolean {
  if (quorum.kind === 'none') return true;
  if (quorum.kind === 'witness') return cosigned.has(quorum);
  return quorum.members.filter((member) => quorumReached(member, cosigned)).length >= quorum.threshold;
}

/**
 * Whether a signed checkpoint satisfies a policy (C2SP tlog-policy): it is signed by a trusted log whose key has the name of the
 * origin, and cosigned by the quorum. A signature of a key of the policy that does not hold refuses it, needed or not.
 */
export function satisfies(
  policy: TrustPolicy,
  bytes: Uint8Array,
  verifyEd25519: VerifyEd25519,
): Verdict<TrustedCheckpoint, PolicyFault> {
  const opened = openCheckpoint(bytes, [
    ...policy.logs.map(({ key }) => noteVerifier(key, verifyEd25519)),
    ...policy.witnesses.map(({ key }) => cosignatureVerifier(key, verifyEd25519)),
  ]);
  if (!opened.ok) return opened;
  const { checkpoint, note } = opened;
  const log = policy.logs.find(({ key }) => key.name === checkpoint.origin && note.verified.some(isBy(key)));
  if (log === undefined) return fault('no-log-signature', `no trusted log signed as ${checkpoint.origin}`);
  const witnessed = policy.witnesses.flatMap((witness) => {
    const times = note.verified.filter(isBy(witness.key)).flatMap(({ timestamp }) => timestamp ?? []);
    return times.length === 0 ? [] : [{ witness, timestamp: Math.min(...times) }];
  });
  if (!quorumReached(policy.quorum, new Set(witnessed.map(({ witness }) => witness)))) {
    const names = witnessed.map(({ witness }) => witness.name).join(', ');
    return fault('no-quorum', `cosigned by ${names === '' ? 'nobody' : names}: the quorum asks for more`);
  }
  return { ok: true, checkpoint, log: log.key, witnessed };
}
