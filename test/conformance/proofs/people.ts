import { ed25519OfSeed, nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { verifierOf } from '#transparency/checkpoint/cosignature';
import { verifierKey, type KeyType } from '#transparency/note/key';
import type { Verifier } from '#transparency/note/opening';
import type { Signer } from '#transparency/note/signing';

/** Somebody with a key that is the same in every run: `seed` is 0 to 255. */
function signer(name: string, type: KeyType, seed: number): Signer {
  const { publicKey, sign } = ed25519OfSeed(new Uint8Array(32).fill(seed));
  return { key: verifierKey(nodeSha256, name, type, publicKey), sign };
}

export const logNamed = (name: string, seed = 1): Signer => signer(name, 'ed25519', seed);

export const witnessNamed = (name: string, seed: number): Signer => signer(name, 'cosignature', seed);

export const trusting = (...signers: readonly Signer[]): readonly Verifier[] =>
  signers.map(({ key }) => verifierOf(key, verifyEd25519));
