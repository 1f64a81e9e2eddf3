import { randomFillSync } from 'node:crypto';
import type { Command } from '#kernel/decider';
import { NotCanonical } from '#kernel/json';
import { bodyDigest, commit, replaceSealed, type Disclosure, type Sealed, type Unsealed } from '#kernel/sealed';
import { sha256 } from '../entry-codec.ts';
import { refuse } from './ledger.refusals.ts';

/** A text of a command, sealed: everything but whom it is about, which is known once the command is decided. */
export type SealedText = Omit<Disclosure, 'subject'>;

/** A command with commitments in place of its texts, and what opens them. */
export interface SealedCommand<C extends Command> {
  readonly command: C;
  readonly texts: readonly SealedText[];
  /** SHA-256 (hex) over the canonical command without its texts, which are compared with their disclosures instead. */
  readonly body: string;
}

/**
 * Seals the texts of a command under fresh salts. `salt` gives base64url of at least 128 random bits.
 * @throws Refusal for what is no canonical JSON
 */
export function sealCommand<C extends Command>(
  command: { readonly type: C['type']; readonly data: Unsealed<C['data']> },
  salt: () => string,
): SealedCommand<C> {
  try {
    return sealed<C>(command, salt);
  } catch (error) {
    if (error instanceof NotCanonical) return refuse.notJson(error.message);
    throw error;
  }
}

function sealed<C extends Command>(
  { type, data }: { readonly type: C['type']; readonly data: Unsealed<C['data']> },
  salt: () => string,
): SealedCommand<C> {
  const texts: SealedText[] = [];
  const written = replaceSealed<C['data']>(data, (value, name): Sealed => {
    const disclosure = { salt: salt(), name, value };
    const commitment = commit(sha256, disclosure.salt, name, value);
    texts.push({ commitment, ...disclosure });
    return { sealed: commitment };
  });
  return { command: { type, data: written } as C, texts, body: bodyDigest(sha256, type, data) };
}

/** Whether the texts of a repeated command are those that were recorded. What was erased cannot be compared and passes. */
export function sameTexts(repeated: readonly SealedText[], recorded: readonly Disclosure[]): boolean {
  const values = new Map(recorded.map(({ name, value }) => [name, value]));
  return repeated.every(({ name, value }) => (values.get(name) ?? value) === value);
}

/** Every commitment that stands in an event's data. */
export function commitmentsIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const { sealed } = data as { sealed?: unknown };
  if (typeof sealed === 'string') return [sealed];
  return Object.values(data).flatMap(commitmentsIn);
}

/** 128 bits of a salt, as RFC 4648 base64url without padding. */
const SALT_BYTES = 16;
const pool = Buffer.alloc(SALT_BYTES * 256);
let used = pool.length;

/** A salt that was never used before. Random bytes are drawn in lots: a draw costs more than everything else in sealing. */
export function freshSalt(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const salt = pool.toString('base64url', used, used + SALT_BYTES);
  pool.fill(0, used, (used += SALT_BYTES));
  return salt;
}
