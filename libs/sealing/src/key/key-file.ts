import { readFileSync, statSync } from 'node:fs';
import { ed25519OfPem, generateEd25519, type Ed25519KeyPair } from '#ledger-store/node-crypto';
import { writeDurably } from './durable-file.ts';

/** A signing key that cannot be used as it lies there. The message says which file, why, and what to do. */
export class BadSigningKey extends Error {
  constructor(file: string, reason: string, mend: string) {
    super(`${file}: ${reason}; ${mend}`);
    this.name = 'BadSigningKey';
  }
}

/** Whoever else can read the key can sign as the log. On Windows files have no such mode. */
const OF_OTHERS = 0o077;

/**
 * The key pair in a file: PKCS #8 in PEM, as OpenSSL writes it. Undefined where there is no such file.
 *
 * @throws BadSigningKey where others may read it, this process may not, or it holds no Ed25519 key.
 */
export function readKeyFile(file: string): Ed25519KeyPair | undefined {
  let pem: string;
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw new BadSigningKey(file, 'it is a folder', 'name the file that has the key, in PEM');
    const { mode } = stat;
    if (process.platform !== 'win32' && (mode & OF_OTHERS) !== 0) {
      throw new BadSigningKey(
        file,
        `others may read or write the signing key (mode ${(mode & 0o777).toString(8)})`,
        `if nobody has, run: chmod 600 ${file}; if somebody may have, change the key after that: onus key rotate`,
      );
    }
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof BadSigningKey) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new BadSigningKey(
      file,
      `it cannot be read (${message})`,
      'give it to the user of the service, and to nobody else',
    );
  }
  try {
    return ed25519OfPem(pem);
  } catch {
    // What the runtime says of a damaged key is about its encoding, and no help to anybody.
    throw new BadSigningKey(file, 'no Ed25519 key in PEM (PKCS #8)', 'restore the file from where it is kept safely');
  }
}

/** Makes a key pair and keeps it in a file, for this user alone. Durable when it returns. */
export function makeKeyFile(file: string): Ed25519KeyPair {
  const pair = generateEd25519();
  writeDurably(file, pair.toPem());
  return pair;
}
