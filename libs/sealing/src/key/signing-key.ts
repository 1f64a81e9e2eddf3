import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Ed25519KeyPair } from '#ledger-store/node-crypto';
import type { Signer } from '#ledger-store/ports';
import { toBase64 } from '#transparency/bytes';
import { moveDurably } from './durable-file.ts';
import { BadSigningKey, makeKeyFile, readKeyFile } from './key-file.ts';

const CURRENT = 'signing-key.pem';
/** The key that is about to take its place. There only while a rotation is under way. */
const NEXT = 'signing-key.next.pem';

/** Where a signing key lies: in a data folder, or in a file that somebody gave to every replica. */
export type KeyPlace = string | { readonly file: string };

const filesOf = (place: KeyPlace): { readonly current: string; readonly next: string } =>
  typeof place === 'string'
    ? { current: join(place, CURRENT), next: join(place, NEXT) }
    : { current: place.file, next: `${place.file}.next` };

/**
 * Which keys a data folder has signed with, told apart from the key itself: so that a lost, swapped or outdated key file is
 * noticed before anything is signed with it. Public keys in base64, in the order of their use; while a rotation is under way the
 * last one is the next to be used.
 */
export interface KeyRegister {
  readonly keys: readonly string[];
  /** Adds a key at the end, durably. */
  add(publicKey: string): void;
}

export const publicKeyText = ({ publicKey }: Pick<Signer, 'publicKey'>): string => toBase64(publicKey);

const signerOf = (pair: Ed25519KeyPair): Signer => ({ publicKey: pair.publicKey, sign: pair.signOnThread });

/**
 * The signing key of a data folder that this process has locked. The first start makes it; after that it must be there. One that is
 * given to every replica is never made here: two replicas would make two.
 *
 * While a rotation is under way the old key goes on signing.
 *
 * @throws BadSigningKey where the key is lost, damaged, open to others, or not the one that signed last.
 */
export function openSigningKey(place: KeyPlace, register: KeyRegister): Signer {
  const { current: file, next } = filesOf(place);
  const { keys } = register;
  const found = readKeyFile(file);
  if (found === undefined && keys.length > 0) {
    throw new BadSigningKey(
      file,
      'the signing key is not there, but ledgers of this folder were signed with it',
      'restore it from where it is kept safely: another key would make every receipt look forged',
    );
  }
  if (found === undefined && typeof place !== 'string') {
    const mend = `make it once and give every replica the same: openssl genpkey -algorithm ed25519 -out ${file}`;
    throw new BadSigningKey(file, 'there is no signing key', mend);
  }
  const pair = found ?? makeKeyFile(file);
  const name = publicKeyText(pair);
  if (keys.length === 0) register.add(name);
  else if (name !== keys.at(-1) && !isRotating(place, register, name)) {
    const reason = keys.includes(name)
      ? 'a key that was replaced by another one since'
      : 'not the key with which this folder signs';
    const mend =
      name === keys.at(-2)
        ? `put the one that took its place back, or ${next} where a rotation was interrupted`
        : 'put the right key back: all replicas of an installation sign with one key';
    throw new BadSigningKey(file, reason, mend);
  }
  return signerOf(pair);
}

/** Whether a rotation was begun and not finished: the key that signs is the last but one, and the next one lies beside it. */
function isRotating(place: KeyPlace, { keys }: KeyRegister, current: string): boolean {
  const next = nextPublicKey(place);
  return next !== undefined && current === keys.at(-2) && next === keys.at(-1);
}

/** The key that lies there to take the place of the one that signs: a rotation is under way. Public key, base64. */
export function nextPublicKey(place: KeyPlace): string | undefined {
  const next = readKeyFile(filesOf(place).next);
  return next === undefined ? undefined : publicKeyText(next);
}

/** A rotation of the signing key, step by step. Each step may be taken again after a crash; none can be taken too early. */
export interface KeyRotation {
  /** The key that will sign. Made by the first step of a rotation, and the same until it is finished. Base64. */
  readonly publicKey: string;
  readonly previous: string;
  /** Notes in the register that the key is about to sign. From then on no other key can take the place of the old one. */
  announce(): void;
  /** Puts the new key in the place of the old one, of which nothing is left. Durable when it returns. */
  finish(): Signer;
}

/**
 * Begins a rotation, or goes on with one that was interrupted.
 *
 * @throws BadSigningKey as `openSigningKey`, or where the next key is damaged or open to others.
 */
export function beginRotation(place: KeyPlace, register: KeyRegister): KeyRotation {
  const previous = publicKeyText(openSigningKey(place, register));
  const { current, next: file } = filesOf(place);
  const pair = readKeyFile(file) ?? makeKeyFile(file);
  const publicKey = publicKeyText(pair);
  if (publicKey === previous) {
    // Nobody who is attacked by his own tools should sign for ever with a key that he believes replaced.
    rmSync(file);
    throw new BadSigningKey(file, 'the key that signs already', 'it was removed: rotate again, and a new one is made');
  }
  return {
    publicKey,
    previous,
    announce: () => {
      if (register.keys.at(-1) !== publicKey) register.add(publicKey);
    },
    finish: () => {
      moveDurably(file, current);
      return signerOf(pair);
    },
  };
}
