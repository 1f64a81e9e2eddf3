import { hash } from 'node:crypto';
import { reportPdf } from '#apps/ledger/src/packing/pdf/report-pdf';
import type { Entry } from '#kernel/event';
import { canonicalize } from '#kernel/json';
import { commit, type Disclosure } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { ed25519OfSeed, nodeCrypto, nodeSha256, type Ed25519KeyPair } from '#ledger-store/node-crypto';
import { verifySignature } from '#ledger-store/node-signatures';
import type { PackCrypto } from '#pack/cryptography';
import { PackDraft, type AskedQuestion, type PackMaking } from '#pack/make-pack';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign } from '#transparency/checkpoint/cosignature';
import { formatVerifierKey, verifierKey, type KeyType } from '#transparency/note/key';
import { formatNote } from '#transparency/note/note';
import { signText, type Signer } from '#transparency/note/signing';

/** What Node gives to packs. */
export const crypto: PackCrypto = {
  ...nodeCrypto,
  verifySignature,
  sha1: (bytes) => hash('sha1', bytes, 'hex'),
  sha256OfText: sha256,
};

/** What making packs takes beside that. */
export const making: PackMaking = { ...crypto, reportPdf };

const encoder = new TextEncoder();

/** A key pair that is the same in every run. */
const pairOf = (name: string): Ed25519KeyPair => ed25519OfSeed(nodeSha256.digest(encoder.encode(name)));

export function signerNamed(name: string, type: KeyType = 'ed25519', seed = name): Signer {
  const { publicKey, sign } = pairOf(seed);
  return { key: verifierKey(nodeSha256, name, type, publicKey), sign };
}

/** Who signs and who is trusted. */
export interface Signers {
  readonly log: Signer;
  readonly witnesses: readonly Signer[];
}

export const signersOf = (ledger: string, witnesses: readonly string[] = []): Signers => ({
  log: signerNamed(ledger),
  witnesses: witnesses.map((name) => signerNamed(name, 'cosignature')),
});

/** A policy that trusts these, and asks for all of the witnesses. */
export function policyOf({ log, witnesses }: Signers): string {
  const lines = [`log ${formatVerifierKey(log.key)}`];
  for (const [i, { key }] of witnesses.entries()) lines.push(`witness w${i} ${formatVerifierKey(key)}`);
  if (witnesses.length > 0) lines.push(`group all-of-them all ${witnesses.map((_, i) => `w${i}`).join(' ')}`);
  lines.push(`quorum ${witnesses.length > 0 ? 'all-of-them' : 'none'}`);
  return `${lines.join('\n')}\n`;
}

/** When witnesses cosigned: 2026-07-01T12:00:00Z, in seconds. */
export const COSIGNED_AT = 1_782_907_200;

/** A signed checkpoint. */
export function checkpointOf({ log, witnesses }: Signers, size: number, root: Uint8Array): Uint8Array {
  const text = formatCheckpoint({ origin: log.key.name, size, root });
  const cosignatures = witnesses.map((witness) => cosign(text, COSIGNED_AT, witness));
  return formatNote({ text, signatures: [signText(text, log), ...cosignatures] });
}

/** A ledger that packs can be made of. */
export interface PackedLedger {
  readonly name: string;
  readonly entries: readonly Uint8Array[];
  /** Opens texts that were not erased. */
  readonly disclosures: ReadonlyMap<string, Disclosure>;
}

/** The bytes of entries. */
export const bytesOf = (entries: readonly Entry[]): readonly Uint8Array[] =>
  entries.map((entry) => encoder.encode(canonicalize(entry)));

/** A disclosure as tests seal texts. */
export function disclosureOf(salt: string, name: string, value: string): Disclosure {
  return { commitment: commit(sha256, salt, name, value), salt, name, value, subject: 'm3' };
}

/** The pack that answers a question. */
export function packOf(ledger: PackedLedger, asked: AskedQuestion, signers = signersOf(ledger.name)): Uint8Array {
  const draft = new PackDraft(making, { ledger: ledger.name, entries: ledger.entries }, asked);
  const disclosures = draft.wanted().flatMap((commitment) => ledger.disclosures.get(commitment) ?? []);
  return draft.pack(checkpointOf(signers, draft.treeSize, draft.root), disclosures);
}
