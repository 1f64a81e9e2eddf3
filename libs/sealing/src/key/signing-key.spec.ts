import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateEd25519, verifyEd25519 } from '#ledger-store/node-crypto';
import { fromBase64 } from '#transparency/bytes';
import { BadSigningKey } from './key-file.ts';
import { beginRotation, nextPublicKey, openSigningKey, publicKeyText, type KeyRegister } from './signing-key.ts';

let folder: string;
let keys: string[];
let file: string;
let next: string;
const register: KeyRegister = {
  get keys() {
    return keys;
  },
  add: (key) => void keys.push(key),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onus-key-'));
  keys = [];
  file = join(folder, 'signing-key.pem');
  next = join(folder, 'signing-key.next.pem');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openSigningKey(folder, register);

describe('The signing key of a data folder', () => {
  it('is made at the first start, for its user alone, and signs ever after', async () => {
    const first = open();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(keys).toEqual([publicKeyText(first)]);
    const again = open();
    const message = Buffer.from('a checkpoint');
    expect(verifyEd25519(first.publicKey, message, await again.sign(message))).toBe(true);
    expect(readdirSync(folder)).toEqual(['signing-key.pem']);
  });

  it('is taken as it lies there by a folder that was interrupted before it was noted', () => {
    const made = publicKeyText(open());
    keys = [];
    expect(publicKeyText(open())).toBe(made);
    expect(keys).toEqual([made]);
  });

  it.each([0o604, 0o640, 0o620, 0o666])('is refused where others may reach it (mode %o)', (mode) => {
    open();
    chmodSync(file, mode);
    expect(open).toThrow(BadSigningKey);
    expect(open).toThrow(/chmod 600/);
  });

  it.each([
    ['empty', () => ''],
    ['cut off', (pem: string) => pem.slice(0, 60)],
    ['another text', () => 'hunter2'],
    ['a key of another kind', () => '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
  ])('is refused where it is damaged: %s', (_how, damage) => {
    open();
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    expect(open).toThrow(/no Ed25519 key in PEM/);
  });

  it('is never made anew where it was lost', () => {
    open();
    rmSync(file);
    expect(open).toThrow(/is not there, but ledgers of this folder were signed with it/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused where another one lies in its place', () => {
    open();
    writeFileSync(file, generateEd25519().toPem(), { mode: 0o600 });
    expect(open).toThrow(/not the key with which this folder signs/);
  });
});

describe('A rotation of the signing key', () => {
  it('signs with the old key until it is finished, and then with the new one, of which there is nothing twice', () => {
    const old = publicKeyText(open());
    const rotation = beginRotation(folder, register);
    expect(rotation.previous).toBe(old);
    expect(publicKeyText(open())).toBe(old);
    rotation.announce();
    expect(keys).toEqual([old, rotation.publicKey]);
    expect(publicKeyText(open())).toBe(old);
    expect(nextPublicKey(folder)).toBe(rotation.publicKey);
    expect(publicKeyText(rotation.finish())).toBe(rotation.publicKey);
    expect(publicKeyText(open())).toBe(rotation.publicKey);
    expect(nextPublicKey(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['signing-key.pem']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on with the same key after it was interrupted, at every step', () => {
    open();
    const { publicKey } = beginRotation(folder, register);
    const again = beginRotation(folder, register);
    expect(again.publicKey).toBe(publicKey);
    again.announce();
    const onceMore = beginRotation(folder, register);
    onceMore.announce();
    expect(keys).toHaveLength(2);
    onceMore.finish();
    expect(publicKeyText(open())).toBe(publicKey);
    const second = beginRotation(folder, register);
    expect(second.previous).toBe(publicKey);
    expect(second.publicKey).not.toBe(publicKey);
  });

  it('cannot be undone by putting the old key back', () => {
    open();
    const kept = join(folder, 'kept.pem');
    copyFileSync(file, kept);
    const rotation = beginRotation(folder, register);
    rotation.announce();
    rotation.finish();
    copyFileSync(kept, file);
    expect(open).toThrow(/replaced by another one since/);
  });

  it('is refused where the next key is damaged, lost after it was announced, or the one that signs', () => {
    open();
    writeFileSync(next, 'garbage', { mode: 0o600 });
    expect(() => beginRotation(folder, register)).toThrow(BadSigningKey);
    copyFileSync(file, next);
    expect(() => beginRotation(folder, register)).toThrow(/the key that signs already/);
    beginRotation(folder, register).announce();
    rmSync(next);
    expect(open).toThrow(/replaced by another one since/);
    expect(open).toThrow(next);
  });

  it('names keys as everybody writes them', () => {
    expect(fromBase64(publicKeyText(open()))).toHaveLength(32);
  });
});
