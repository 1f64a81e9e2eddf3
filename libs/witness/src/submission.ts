import { formatCheckpoint, openCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { Malformed } from '#transparency/malformed';
import type { VerifierKey } from '#transparency/note/key';
import { formatNote, formatSignatureLine, parseNote } from '#transparency/note/note';
import { noteVerifier } from '#transparency/note/signing';
import type { VerifyEd25519 } from '#transparency/sha256';
import { fault, type Fault, type Verdict } from '#transparency/verdict';
import { parseAddCheckpoint } from './add-checkpoint.ts';

/** A log that a witness follows. */
export interface FollowedLog {
  /** Also the name of its keys. Compared as it is, never normalised. */
  readonly origin: string;
  /** More than one while a key is rotated. */
  readonly keys: readonly VerifierKey[];
}

/** A checkpoint that a log which is followed has signed. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Its text, with the signatures of trusted keys and no others: what may be kept, and shown to somebody else. */
  readonly note: Uint8Array;
}

/** A request whose checkpoint a log that is followed has signed. Whether it fits to what is stored is `judge`'s question. */
export interface Submission extends SignedCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
}

export type SubmissionFault =
  /** The bytes are no request, or what was signed is no checkpoint. */
  | 'malformed'
  | 'unknown-origin'
  /** No signature by a trusted key of the origin, or one of such a key that does not hold. */
  | 'untrusted';

/** The origin that a note claims: its first line. Reads no more, so that a log that is not followed is told so first. */
const originOf = (text: string): string => text.slice(0, text.indexOf('\n'));

/**
 * Opens a signed checkpoint with the keys of the log whose origin it names.
 *
 * @param logs by origin
 */
export function openSigned(
  logs: ReadonlyMap<string, FollowedLog>,
  bytes: Uint8Array,
  verifyEd25519: VerifyEd25519,
): Verdict<SignedCheckpoint, SubmissionFault> {
  return refusingMalformed(() => {
    const { text, signatures } = parseNote(bytes);
    const log = logs.get(originOf(text));
    if (log === undefined) return fault('unknown-origin', 'this witness does not follow that log');
    const opened = openCheckpoint(
      bytes,
      log.keys.map((key) => noteVerifier(key, verifyEd25519)),
    );
    if (!opened.ok) {
      const malformed = opened.code === 'malformed-note' || opened.code === 'malformed-checkpoint';
      return fault(malformed ? 'malformed' : 'untrusted', opened.detail);
    }
    const { checkpoint, note } = opened;
    const trusted = signatures.filter(({ name, keyId }) =>
      note.verified.some((known) => known.name === name && known.keyId === keyId),
    );
    // A line that stands there twice says nothing more.
    const distinct = new Map(trusted.map((line) => [formatSignatureLine(line), line])).values();
    return {
      ok: true,
      checkpoint,
      note: formatNote({ text: formatCheckpoint(checkpoint), signatures: [...distinct] }),
    };
  });
}

/** Reads a request and opens its checkpoint: all that can be said about it without what is stored. */
export function openSubmission(
  logs: ReadonlyMap<string, FollowedLog>,
  body: Uint8Array,
  verifyEd25519: VerifyEd25519,
): Verdict<Submission, SubmissionFault> {
  return refusingMalformed(() => {
    const { oldSize, proof, note } = parseAddCheckpoint(body);
    const opened = openSigned(logs, note, verifyEd25519);
    return opened.ok ? { ...opened, oldSize, proof } : opened;
  });
}

function refusingMalformed<T extends object>(read: () => Verdict<T, SubmissionFault>): Verdict<T, SubmissionFault> {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return malformed(error);
    throw error;
  }
}

const malformed = ({ message }: Malformed): Fault<'malformed'> => fault('malformed', message);
