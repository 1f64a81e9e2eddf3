import { concatBytes, decodeUtf8, encodeUtf8, fromBase64, isSize, parseDecimal, toBase64 } from './bytes.ts';
import { Malformed } from './malformed.ts';
import { isHash, MAX_PROOF_HASHES } from './merkle/hashing.ts';
import { verifyInclusion, type ProofFault } from './merkle/verification.ts';
import { satisfies, type PolicyFault, type TrustedCheckpoint } from './policy/evaluation.ts';
import type { TrustPolicy } from './policy/policy.ts';
import type { VerifierCrypto } from './sha256.ts';
import { parsedOr, type Verdict } from './verdict.ts';

/** The proof of one entry in a file (C2SP tlog-proof v1), which needs nothing but a policy to be verified. */
export interface TlogProof {
  readonly index: number;
  /** Inclusion proof, sibling of the leaf first. At most 63. */
  readonly hashes: readonly Uint8Array[];
  /** Whatever an application adds. Not covered by any signature. Absent rather than empty. */
  readonly extra?: Uint8Array | undefined;
  /** The signed checkpoint, byte for byte. */
  readonly checkpoint: Uint8Array;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const NEWLINE = 0x0a;

/**
 * The bytes of a `.tlog-proof` file.
 *
 * @throws Malformed `tlog-proof` where there is no such index, a hash does not have 32 bytes, or there are more than 63.
 */
export function formatTlogProof({ index, hashes, extra, checkpoint }: TlogProof): Uint8Array {
  if (!isSize(index) || hashes.length > MAX_PROOF_HASHES || !hashes.every(isHash) || extra?.length === 0) {
    throw new Malformed('tlog-proof', 'no index, no proof, or nothing in the extra data');
  }
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return concatBytes(encodeUtf8(`${lines.join('\n')}\n\n`), checkpoint);
}

/**
 * Takes a `.tlog-proof` file apart. Nothing is verified: use `verifyTlogProof`.
 *
 * @throws Malformed `tlog-proof`, `decimal`, `base64` or `utf-8`
 */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const end = bytes.findIndex((byte, i) => byte === NEWLINE && bytes[i + 1] === NEWLINE);
  const [header, ...lines] = end === -1 ? [] : decodeUtf8(bytes.subarray(0, end)).split('\n');
  if (header !== HEADER) throw new Malformed('tlog-proof', `not a file that begins with ${HEADER}`);
  const extra = lines[0]?.startsWith('extra ') === true ? fromBase64(lines.shift()!.slice('extra '.length)) : undefined;
  const indexLine = lines.shift() ?? '';
  if (!indexLine.startsWith('index ')) throw new Malformed('tlog-proof', 'the line with the index is missing');
  const hashes = lines.map(fromBase64);
  if (extra?.length === 0 || hashes.length > MAX_PROOF_HASHES || !hashes.every(isHash)) {
    throw new Malformed('tlog-proof', 'a hash of other than 32 bytes, more than 63, or nothing in the extra data');
  }
  const index = parseDecimal(indexLine.slice('index '.length));
  return { index, hashes, ...(extra === undefined ? {} : { extra }), checkpoint: bytes.slice(end + 2) };
}

export type TlogProofFault = 'malformed-proof' | PolicyFault | ProofFault;

/** What a proof shows: the leaf stands at this index in the tree of this checkpoint, which the policy trusts. */
export interface ProvenEntry extends TrustedCheckpoint {
  readonly index: number;
}

/**
 * Whether a `.tlog-proof` file proves that a leaf is in a log, by a policy that the verifier already had. `leafHash` is that of
 * the entry that is to be proven, hashed by the verifier.
 */
export function verifyTlogProof(
  { sha256, verifyEd25519 }: VerifierCrypto,
  policy: TrustPolicy,
  leafHash: Uint8Array,
  bytes: Uint8Array,
): Verdict<ProvenEntry, TlogProofFault> {
  const parsed = parsedOr(() => parseTlogProof(bytes), 'malformed-proof');
  if (!parsed.ok) return parsed;
  const { index, hashes, checkpoint } = parsed.value;
  const trusted = satisfies(policy, checkpoint, verifyEd25519);
  if (!trusted.ok) return trusted;
  const { size, root } = trusted.checkpoint;
  const included = verifyInclusion(sha256, { index, size, leafHash, proof: hashes, root });
  return included.ok ? { ...trusted, index } : included;
}
