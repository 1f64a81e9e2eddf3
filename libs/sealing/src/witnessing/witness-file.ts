import { readFileSync } from 'node:fs';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { encodeUtf8 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { parsePolicy } from '#transparency/policy/parsing';
import type { TrustedWitness } from '#transparency/policy/policy';

/** The file that lists witnesses cannot be used. The message says which file, and why. */
export class BadWitnessFile extends Error {
  constructor(file: string, reason: string) {
    super(`${file}: ${reason}; each line is: witness <name> <verifier key> <URL>`);
    this.name = 'BadWitnessFile';
  }
}

/**
 * The witnesses that a file lists, in the language of trust policies (C2SP tlog-policy), so that a line can be handed on to whoever
 * verifies: `witness <name> <vkey> <url>`. A `quorum` may stand there, and says nothing to a log: it asks whom it can. None where
 * there is no such file.
 *
 * @throws BadWitnessFile
 */
export function readWitnessFile(file: string): readonly TrustedWitness[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new BadWitnessFile(file, `it cannot be read (${message})`);
  }
  const policy = /^quorum\s/m.test(text) ? text : `${text.replace(/\n?$/, '\n')}quorum none\n`;
  return checked(file, policy);
}

function checked(file: string, policy: string): readonly TrustedWitness[] {
  try {
    const { witnesses } = parsePolicy(nodeSha256, encodeUtf8(policy));
    const lost = witnesses.find(({ url }) => url === undefined || !URL.canParse(url) || !/^https?:/.test(url));
    if (lost !== undefined) throw new BadWitnessFile(file, `witness ${lost.name} has no http address`);
    return witnesses;
  } catch (error) {
    if (error instanceof Malformed) throw new BadWitnessFile(file, error.message);
    throw error;
  }
}
