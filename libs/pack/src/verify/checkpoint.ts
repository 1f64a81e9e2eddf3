import type { Answers } from '#answers/answers';
import { instantOf, LAST_SECOND } from '#kernel/instant';
import { equalBytes, fromHex } from '#transparency/bytes';
import { parseNote } from '#transparency/note/note';
import { satisfies, type TrustedCheckpoint } from '#transparency/policy/evaluation';
import type { TrustPolicy } from '#transparency/policy/policy';
import type { PackCrypto } from '../cryptography.ts';
import type { Manifest } from '../format/manifest.ts';
import { CHECKPOINT } from '../format/names.ts';
import { refute, type Cosigned, type RecordedAhead } from './verdict.ts';

/** That the policy trusts the checkpoint, and that it is the one that the manifest speaks of. @throws Ended */
export function checkCheckpoint(
  { verifyEd25519 }: PackCrypto,
  policy: TrustPolicy,
  bytes: Uint8Array,
  { ledger, treeSize, rootHash }: Manifest,
): TrustedCheckpoint {
  const trusted = satisfies(policy, bytes, verifyEd25519);
  const file = CHECKPOINT;
  if (!trusted.ok) return refute('checkpoint-not-trusted', trusted.detail, { file, cause: trusted.code });
  const { origin, size, root } = trusted.checkpoint;
  if (origin !== ledger) refute('wrong-ledger', `the checkpoint is of ${origin}, the manifest of ${ledger}`, { file });
  if (size !== treeSize)
    refute('wrong-size', `the checkpoint is of ${size} entries, the manifest of ${treeSize}`, { file });
  if (!equalBytes(root, fromHex(rootHash)))
    refute('wrong-root', 'the manifest has another root than the checkpoint', { file });
  checkNamed(policy, bytes, origin);
  return trusted;
}

/**
 * That the key which report and instructions name, the first that signs in the name of the ledger, is one that the policy trusts.
 * Anybody can add a line; of those that it trusts, the policy let none pass that does not hold. @throws Ended
 */
function checkNamed({ logs }: TrustPolicy, bytes: Uint8Array, ledger: string): void {
  const named = parseNote(bytes).signatures.find(({ name }) => name === ledger);
  if (logs.some(({ key }) => key.name === ledger && key.keyId === named?.keyId)) return;
  const why = `the first signature as ${ledger} is by another key than the policy trusts`;
  refute('checkpoint-not-trusted', why, { file: CHECKPOINT });
}

/** Which witnesses cosigned, and when. @throws Ended for a time that is none */
export const cosignedIn = ({ witnessed }: TrustedCheckpoint): readonly Cosigned[] =>
  witnessed.map(({ witness, timestamp }) => {
    if (timestamp > LAST_SECOND)
      refute('checkpoint-not-trusted', `${witness.name} cosigned at no time`, { file: CHECKPOINT });
    return { witness: witness.name, key: witness.key.name, at: instantOf(timestamp * 1_000_000) };
  });

/** How far the clocks of honest people are apart, in seconds: nothing is told of that. What rules count are hours and days. */
const TOLERANCE = 300;

/**
 * The first entry that was recorded, by its own word, later than a witness saw it. The rules go by what entries say of their time, so a
 * clock that is put forward makes a deadline pass and silence count; entries never go back in time, so it shows in all that follow.
 */
export function recordedAhead(answers: Answers, { witnessed }: TrustedCheckpoint): RecordedAhead | undefined {
  const [first] = [...witnessed].sort((a, b) => a.timestamp - b.timestamp);
  if (first === undefined) return undefined;
  const entry = answers.treeSize({ at: instantOf((first.timestamp + TOLERANCE) * 1_000_000) });
  return entry < answers.size ? { entry, witness: first.witness.name } : undefined;
}
