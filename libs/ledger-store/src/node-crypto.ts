import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { SignatureThread } from './signature-thread/signature-thread.ts';
import type { Sha256, SignEd25519, VerifierCrypto, VerifyEd25519 } from '#transparency/sha256';

/*
 * The functions that proofs are made and verified with, as Node offers them.
 */

/**
 * SHA-256. Fastest by way of text: handing over a string costs the runtime a fifth of handing over an array. In UTF-16 it has a
 * character for two bytes of the hash, low byte first, and half as many are copied as in Latin-1.
 */
export const nodeSha256: Sha256 = {
  digest: (data) => {
    const digest = new Uint8Array(32);
    nodeSha256.into(data, digest, 0);
    return digest;
  },
  into: (data, out, offset) => {
    const digest = hash('sha256', data, 'utf16le');
    for (let i = 0; i < 16; i++) {
      const pair = digest.charCodeAt(i);
      out[offset + 2 * i] = pair;
      out[offset + 2 * i + 1] = pair >> 8;
    }
  },
};

/** Where this process signs and verifies without making its main thread wait. */
const beside = new SignatureThread();

/** What a raw key of 32 bytes is preceded by in DER: SubjectPublicKeyInfo and PKCS #8 of Ed25519 (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

const MOST_KEYS = 256;
const known = new Map<string, KeyObject>();

/** The few keys that a process verifies with are read once. */
function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const name = Buffer.from(publicKey).toString('latin1');
  const before = known.get(name);
  if (before !== undefined) return before;
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
  if (known.size >= MOST_KEYS) known.clear();
  known.set(name, key);
  return key;
}

/** Verifies as RFC 8032 says: S below the group order, R compared as bytes. False for whatever is no key or no signature. */
export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    return verify(null, message, publicKeyObject(publicKey), signature);
  } catch {
    // OpenSSL throws for some keys that are no point of the curve.
    return false;
  }
};

/** As `verifyEd25519`, on another thread: verifying takes three times as long as signing, and nobody need wait for it. */
export function verifyEd25519OnThread(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return Promise.resolve(false);
  try {
    return beside.verify({ key: publicKeyObject(publicKey), message, signature });
  } catch {
    return Promise.resolve(false);
  }
}

/** What verifying takes, in Node. */
export const nodeCrypto: VerifierCrypto = { sha256: nodeSha256, verifyEd25519 };

/** A key pair that signs. The private key stays inside the runtime. */
export interface Ed25519KeyPair {
  /** 32 bytes (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array;
  readonly sign: SignEd25519;
  /** The same, on another thread. */
  readonly signOnThread: (message: Uint8Array) => Promise<Uint8Array>;
  /** The private key as PKCS #8 in PEM, to be kept: whoever has it is the log. */
  readonly toPem: () => string;
}

function keyPairOf(privateKey: KeyObject): Ed25519KeyPair {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('the private key is not one of Ed25519');
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(SPKI.length)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
    signOnThread: (message) => beside.sign({ key: privateKey, message }),
    toPem: () => privateKey.export({ format: 'pem', type: 'pkcs8' }),
  };
}

/** A new key pair, from the random numbers of the operating system. */
export const generateEd25519 = (): Ed25519KeyPair => keyPairOf(generateKeyPairSync('ed25519').privateKey);

/** The key pair of a seed of 32 bytes, which RFC 8032 calls the private key. @throws RangeError for another length. */
export function ed25519OfSeed(seed: Uint8Array): Ed25519KeyPair {
  if (seed.length !== KEY_BYTES) throw new RangeError(`an Ed25519 seed has 32 bytes, and not ${seed.length}`);
  return keyPairOf(createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' }));
}

/** The key pair that `toPem` wrote. @throws TypeError or an error of the runtime, where it is none. */
export const ed25519OfPem = (pem: string): Ed25519KeyPair => keyPairOf(createPrivateKey(pem));
