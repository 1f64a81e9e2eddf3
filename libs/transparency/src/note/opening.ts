import { encodeUtf8, equalBytes } from '../bytes.ts';
import { fault, parsedOr, type Fault, type Verdict } from '../verdict.ts';
import { parseNote, type SignatureLine } from './note.ts';

/** A key that is trusted, ready to verify. */
export interface Verifier {
  readonly name: string;
  readonly keyId: string;
  /** What a signature over the text of a note says; `undefined` where it does not hold. Never throws. */
  verify(text: Uint8Array, signature: Uint8Array): Statement | undefined;
}

/** What a valid signature says beside "this text". */
export interface Statement {
  /** When a witness cosigned, in seconds since 1970; `undefined` for a signature without a time. */
  readonly timestamp: number | undefined;
}

/** A signature that holds. */
export interface VerifiedSignature extends Statement {
  readonly name: string;
  readonly keyId: string;
}

/** A note with at least one signature by a known key, and none by a known key that does not hold. */
export interface OpenedNote {
  readonly text: string;
  readonly verified: readonly VerifiedSignature[];
  /** By keys that are not known. Whoever passed the note on may have added them. */
  readonly unverified: readonly SignatureLine[];
}

export type NoteFault =
  | 'malformed-note'
  /** A signature of a known key does not hold: the note is rejected, whatever else is valid. */
  | 'invalid-signature'
  /** Two of the trusted keys have the name and the id of a signature. */
  | 'ambiguous-key'
  /** No signature is by a trusted key. */
  | 'no-known-signature';

const keyed = ({ name, keyId }: { name: string; keyId: string }): string => `${name}+${keyId}`;

/** Each signature once: repeating a line says nothing more. */
function distinct(signatures: readonly SignatureLine[]): readonly SignatureLine[] {
  const lines = new Map<string, SignatureLine[]>();
  return signatures.filter((line) => {
    const alike = lines.get(keyed(line)) ?? [];
    if (alike.some(({ signature }) => equalBytes(signature, line.signature))) return false;
    lines.set(keyed(line), [...alike, line]);
    return true;
  });
}

/**
 * Opens a note with trusted keys (C2SP signed-note v1.0.0). Signatures by unknown (name, id) pairs are left aside; a signature by
 * a known pair must hold; at least one must be there. A key that signed twice, as a witness may at two times, is listed twice.
 */
export function openNote(
  bytes: Uint8Array,
  trusted: readonly Verifier[],
): Verdict<{ readonly note: OpenedNote }, NoteFault> {
  const parsed = parsedOr(() => parseNote(bytes), 'malformed-note');
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const message = encodeUtf8(text);
  const verifiers = Map.groupBy(trusted, keyed);
  const verified: VerifiedSignature[] = [];
  const unverified: SignatureLine[] = [];
  for (const line of distinct(signatures)) {
    const [verifier, ...others] = verifiers.get(keyed(line)) ?? [];
    if (verifier === undefined) {
      unverified.push(line);
      continue;
    }
    if (others.length > 0) return keyFault('ambiguous-key', line, 'more than one trusted key is called');
    const statement = verifier.verify(message, line.signature);
    if (statement === undefined) return keyFault('invalid-signature', line, 'a signature does not hold:');
    verified.push({ name: line.name, keyId: line.keyId, timestamp: statement.timestamp });
  }
  if (verified.length === 0) return fault('no-known-signature', 'no signature is by a trusted key');
  return { ok: true, note: { text, verified, unverified } };
}

const keyFault = <C extends NoteFault>(code: C, line: SignatureLine, what: string): Fault<C> =>
  fault(code, `${what} ${keyed(line)}`);
