import { fromBase64, isSize, parseDecimal, toBase64 } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import { isHash } from '../merkle/hashing.ts';
import { openNote, type NoteFault, type OpenedNote, type Verifier } from '../note/opening.ts';
import { parsedOr, type Verdict } from '../verdict.ts';

/** What a log commits to (C2SP tlog-checkpoint v1.0.0): this many entries, with this root. */
export interface Checkpoint {
  /** Who the log is: its URL without a scheme. Compared as it is, never normalised. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** Root of the tree of that size, 32 bytes. */
  readonly root: Uint8Array;
}

export type CheckpointFault = NoteFault | 'malformed-checkpoint';

/**
 * Reads the text of a checkpoint: origin, size, root, each ended by a newline. Extension lines are refused: nothing that a log
 * or a witness says about them could be held against it.
 *
 * @throws Malformed `checkpoint`, `decimal` or `base64`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', end, ...more] = text.split('\n');
  if (origin === '' || end !== '' || more.length > 0) {
    throw new Malformed('checkpoint', 'a checkpoint is an origin, a size and a root, each on a line');
  }
  const checkpoint = { origin, size: parseDecimal(size), root: fromBase64(root) };
  if (!isHash(checkpoint.root)) throw new Malformed('checkpoint', 'the root does not have 32 bytes');
  return checkpoint;
}

/**
 * The text of a checkpoint, to be signed as a note.
 *
 * @throws Malformed `checkpoint`
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n') || !isSize(size) || !isHash(root)) {
    throw new Malformed('checkpoint', 'no origin, no size, or a root of other than 32 bytes');
  }
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Opens a signed checkpoint with trusted keys. Who must have signed it is another question: `satisfies` answers it by a policy,
 * where a log key also has to have the name of the origin.
 */
export function openCheckpoint(
  bytes: Uint8Array,
  trusted: readonly Verifier[],
): Verdict<{ readonly checkpoint: Checkpoint; readonly note: OpenedNote }, CheckpointFault> {
  const opened = openNote(bytes, trusted);
  if (!opened.ok) return opened;
  const parsed = parsedOr(() => parseCheckpoint(opened.note.text), 'malformed-checkpoint');
  return parsed.ok ? { ok: true, checkpoint: parsed.value, note: opened.note } : parsed;
}
