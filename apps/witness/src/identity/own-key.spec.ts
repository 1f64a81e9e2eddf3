import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateEd25519, nodeSha256 } from '#ledger-store/node-crypto';
import { parseVerifierKey } from '#transparency/note/key';
import { openDatabase, type Database } from '../storage/database.ts';
import { WITNESS_FILE } from '../storage/witness-file.ts';
import { NoIdentity, ownIdentity, type Identity } from './own-key.ts';

const NAME = 'witness.client.example';

describe('Who a witness is', () => {
  let folder: string;
  let file: string;
  let database: Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-witness-key-'));
    file = join(folder, 'key.pem');
    database = openDatabase(join(folder, 'witness.sqlite'), WITNESS_FILE);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  const identity = (name?: string): Identity => ownIdentity(database, file, name);

  it('is decided at the first start, by a key that nobody else can read', () => {
    const { vkey, signer } = identity(NAME);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(parseVerifierKey(nodeSha256, vkey)).toEqual(signer.key);
    expect(signer.key).toMatchObject({ name: NAME, type: 'cosignature' });
  });

  it('stays the same, with its name given again or not', () => {
    const { vkey } = identity(NAME);
    expect(identity(NAME).vkey).toBe(vkey);
    expect(identity().vkey).toBe(vkey);
  });

  it('is that of a key that was there before', () => {
    const { toPem, publicKey } = generateEd25519();
    writeFileSync(file, toPem(), { mode: 0o600 });
    expect(identity(NAME).signer.key.publicKey).toEqual(publicKey);
  });

  it('needs a name once, which can stand in a note', () => {
    expect(() => identity()).toThrow('set ONUS_WITNESS_NAME');
    expect(() => identity('the witness')).toThrow(NoIdentity);
    expect(() => identity('a+b')).toThrow(NoIdentity);
    expect(existsSync(file)).toBe(false);
  });

  it('is never somebody else: not by another name, another key, or none', () => {
    identity(NAME);
    expect(() => identity('other.example')).toThrow(`This witness is ${NAME}+`);
    const own = readFileSync(file);
    writeFileSync(file, generateEd25519().toPem());
    expect(() => identity()).toThrow('restore them');
    rmSync(file);
    expect(() => identity()).toThrow('is missing');
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, own, { mode: 0o600 });
    expect(identity().signer.key.name).toBe(NAME);
  });

  it('is not taken from a file that others can read, or that holds no key', () => {
    identity(NAME);
    chmodSync(file, 0o644);
    expect(() => identity()).toThrow('chmod 600');
    chmodSync(file, 0o600);
    writeFileSync(file, 'no key');
    expect(() => identity()).toThrow('holds no Ed25519 key');
  });
});
