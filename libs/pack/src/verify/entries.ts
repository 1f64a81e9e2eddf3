import { Answers } from '#answers/answers';
import { Replay } from '#replay/replay';
import type { Verdict as RulesVerdict } from '#replay/verdict';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { sha256OfText, type PackCrypto } from '../cryptography.ts';
import { isOfFirstFormat } from '../format/first-events.ts';
import { linesOf } from '../format/lines.ts';
import { ENTRIES } from '../format/names.ts';
import type { StatedSnapshot } from './snapshots.ts';
import { unreadable } from './verdict.ts';

/** What the entries of a pack turn out to be. */
export interface ReadEntries {
  readonly count: number;
  /** Root of their tree. */
  readonly root: Uint8Array;
  /** Hashes of the entries that were asked for, by index. */
  readonly leaves: ReadonlyMap<number, Uint8Array>;
  /** What the rules say of them. */
  readonly rules: RulesVerdict;
  readonly answers: Answers;
  /** Index of the first entry that an answer of the first format could not tell of; undefined where there is none. */
  readonly newer: number | undefined;
  /** Every commitment that stands in one of them. */
  readonly commitments: ReadonlySet<string>;
  /** The bytes of each entry. */
  readonly lines: readonly Uint8Array[];
  /** What entries state of the matrix and of the tree before them. */
  readonly snapshots: readonly StatedSnapshot[];
  /** By public keys (base64) of the ledger, the entry that put another one in the place of each. */
  readonly replaced: ReadonlyMap<string, number>;
}

interface Options {
  readonly ledger: string;
  /** Entries of which the hash is wanted. */
  readonly keep: ReadonlySet<number>;
  /** The commitments that are looked for. */
  readonly sought: ReadonlySet<string>;
  readonly open: (commitment: string) => string | null;
  readonly onProgress?: ((entries: number, of: number) => void) | undefined;
}

const PROGRESS_EVERY = 1_000;

/** Hashes every entry, executes the rules again, and folds the answers, in one pass. @throws Ended where there are no lines */
export function readEntries(primitives: PackCrypto, bytes: Uint8Array, options: Options): ReadEntries {
  const { ledger, keep, sought, open, onProgress } = options;
  const lines = linesOf(bytes) ?? unreadable('not-lines', ENTRIES, 'the last line is not ended by a newline');
  const answers = new Answers({ ledger, open });
  const tree = new TreeFrontier(primitives.sha256);
  const leaves = new Map<number, Uint8Array>();
  const commitments = new Set<string>();
  let newer: number | undefined;
  const snapshots: StatedSnapshot[] = [];
  const replaced = new Map<string, number>();
  const replay = new Replay({
    sha256: sha256OfText(primitives),
    verifySignature: primitives.verifySignature,
    sha1: primitives.sha1,
    ledger,
    onAllowed: (recorded) => {
      answers.record(recorded);
      const { index, event } = recorded;
      if (newer === undefined && !isOfFirstFormat(event)) newer = index;
      if (event.type === 'SnapshotTaken' || event.type === 'VersionProposed')
        snapshots.push({ index, stated: event.data });
      if (event.type === 'SigningKeyRotated') replaced.set(event.data.previous, index);
      if (sought.size > 0) gather(recorded.event.data, sought, commitments);
    },
  });
  for (const [index, line] of lines.entries()) {
    tree.appendEntry(line);
    if (keep.has(index)) leaves.set(index, tree.completed(0));
    replay.add(line);
    if (index % PROGRESS_EVERY === 0) onProgress?.(index, lines.length);
  }
  const rules = replay.finish();
  const root = tree.root();
  return { count: lines.length, root, leaves, rules, answers, newer, commitments, lines, snapshots, replaced };
}

/** Finds the commitments of an event that are looked for, wherever in it a text was sealed. */
function gather(value: unknown, sought: ReadonlySet<string>, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const each of Object.values(value as Readonly<Record<string, unknown>>)) {
    if (typeof each !== 'object' || each === null) continue;
    const { sealed } = each as { readonly sealed?: unknown };
    if (typeof sealed === 'string' && sought.has(sealed)) found.add(sealed);
    else gather(each, sought, found);
  }
}
