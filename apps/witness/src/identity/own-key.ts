import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ed25519OfPem, generateEd25519, nodeSha256, type Ed25519KeyPair } from '#ledger-store/node-crypto';
import { formatVerifierKey, verifierKey } from '#transparency/note/key';
import { isKeyName } from '#transparency/note/note';
import type { Signer } from '#transparency/note/signing';
import type { Database } from '../storage/database.ts';

/** The witness cannot be who it was, or become somebody. The message says what to do. */
export class NoIdentity extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoIdentity';
  }
}

export interface Identity {
  readonly signer: Signer;
  /** What others verify its cosignatures with. */
  readonly vkey: string;
}

/**
 * The key that this witness cosigns with: the one in `file`, PEM, mode 0600, made at the first start. A witness is its key: who it is stands
 * in its own storage as well, so that a lost key or another name stops it rather than making it somebody else.
 *
 * @throws NoIdentity
 */
export function ownIdentity(database: Database, file: string, name: string | undefined): Identity {
  const before = knownVkey(database);
  const chosen = name ?? before?.slice(0, before.indexOf('+'));
  if (chosen === undefined) {
    throw new NoIdentity('The witness has no name yet: set ONUS_WITNESS_NAME, like witness.client.example/onus.');
  }
  if (!isKeyName(chosen)) throw new NoIdentity(`"${chosen}" can be no name of a key: leave out blanks and plus signs.`);
  if (!existsSync(file)) {
    if (before !== undefined)
      throw new NoIdentity(`${file} is missing, the key of ${before}: restore it from a backup.`);
    writePrivate(file, generateEd25519().toPem());
  }
  const { publicKey, sign } = readKey(file);
  const key = verifierKey(nodeSha256, chosen, 'cosignature', publicKey);
  const vkey = formatVerifierKey(key);
  if (before !== undefined && before !== vkey) {
    throw new NoIdentity(
      `This witness is ${before}, and name and ${file} make it ${vkey}: restore them, or take a new data folder.`,
    );
  }
  if (before === undefined) database.prepare('INSERT INTO identity (one, vkey) VALUES (1, ?)').run(vkey);
  return { signer: { key, sign }, vkey };
}

/** Who the witness of a file is; `undefined` before its first start. */
export function knownVkey(database: Database): string | undefined {
  return database.prepare('SELECT vkey FROM identity').get()?.['vkey'] as string | undefined;
}

function readKey(file: string): Ed25519KeyPair {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new NoIdentity(`${file} can be read by others: chmod 600 it, and think about whether they did.`);
  }
  try {
    return ed25519OfPem(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new NoIdentity(
      `${file} holds no Ed25519 key in PEM (${(error as Error).message}): restore it from a backup.`,
    );
  }
}

/** Written beside and renamed, each of it synced: there is never half a key. */
function writePrivate(file: string, text: string): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { flag: 'wx', mode: 0o600, flush: true });
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
