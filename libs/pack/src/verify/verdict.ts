import type { Introduction } from '#answers/views';
import type { Instant } from '#kernel/instant';
import type { PackAnswer, PackFormat } from '../format/manifest.ts';
import type { PackQuestion } from '../format/question.ts';

/** Why a pack is refuted. Closed: a code is never renamed and never reused. Described in docs/proofs.md. */
export const REFUTED_CODES = [
  // The files and their list.
  'wrong-file',
  'missing-file',
  'extra-file',
  // The checkpoint, and what it says of the entries.
  'checkpoint-not-trusted',
  'wrong-ledger',
  'wrong-size',
  'wrong-root',
  // The entries, by the rules.
  'wrong-entry',
  'wrong-snapshot',
  // What is said because of them.
  'wrong-disclosure',
  'needless-disclosure',
  'wrong-answer',
  'wrong-proof',
  'missing-proof',
  'needless-proof',
  'wrong-report',
  'wrong-instructions',
] as const;
export type RefutedCode = (typeof REFUTED_CODES)[number];

/** Why nothing can be said of a pack. Closed, like those above. */
export const UNREADABLE_CODES = [
  'bad-policy',
  'not-an-archive',
  'not-a-pack',
  'unknown-format',
  'not-text',
  'not-json',
  'not-canonical',
  'not-lines',
  'not-a-disclosure',
  'unknown-event',
  'verifier-fault',
] as const;
export type UnreadableCode = (typeof UNREADABLE_CODES)[number];

/** A witness that the policy names, and when it cosigned the checkpoint. */
export interface Cosigned {
  /** Its name in the policy. */
  readonly witness: string;
  /** Name of its key. */
  readonly key: string;
  readonly at: Instant;
}

/** An entry that says it was recorded after a witness had seen it. */
export interface RecordedAhead {
  /** The first of them: so do all that follow. */
  readonly entry: number;
  /** The name in the policy of whoever cosigned first. */
  readonly witness: string;
}

/** The pack is what it says it is, and says what follows from the ledger that the policy trusts. */
export interface Proven {
  readonly verdict: 'proven';
  readonly format: PackFormat;
  readonly ledger: string;
  readonly treeSize: number;
  /** Hexadecimal. */
  readonly rootHash: string;
  /** The key that signed, as `name+id`. */
  readonly signedBy: string;
  /**
   * The entry by which the ledger put another key in the place of that one, where it did. Signed with the old key is the checkpoint that
   * brings this entry, and what was signed before; whoever still has that key could sign more.
   */
  readonly keyReplacedBy?: number;
  /** In the order of the policy. Empty where it asks for none and none was there. */
  readonly cosigned: readonly Cosigned[];
  /** Where an entry says that it was recorded later than a witness of the policy cosigned it, by more than clocks differ. */
  readonly recordedAhead?: RecordedAhead;
  readonly question: PackQuestion;
  readonly answer: PackAnswer;
  /** Who brought in those who approved what the answer rests on, where somebody of another party did. Worked out, not read in the pack. */
  readonly introductions: readonly Introduction[];
  /** The answer as the command line says it. */
  readonly words: string;
}

/** Something in the pack contradicts the rest of it, the rules, or the policy. */
export interface Refuted {
  readonly verdict: 'refuted';
  readonly code: RefutedCode;
  /** The first entry that is wrong, where there is one. */
  readonly index?: number;
  /** The file that is at fault, where there is one. */
  readonly file?: string;
  /** A code of what found it: of a proof, a policy, or the rules executed again. */
  readonly cause?: string;
  /** The code of the rule that refuses, where one does. */
  readonly refusal?: string;
  /** A sentence for people. */
  readonly why: string;
}

/** It is no pack, is of another format, or the policy is none: nothing is said for it or against it. */
export interface Unreadable {
  readonly verdict: 'unreadable';
  readonly code: UnreadableCode;
  /** The file or the part that cannot be read. */
  readonly where: string;
  readonly why: string;
}

export type PackVerdict = Proven | Refuted | Unreadable;

/** Leads out of a check to its verdict, and never out of this library. */
export class Ended extends Error {
  readonly verdict: Refuted | Unreadable;

  constructor(verdict: Refuted | Unreadable) {
    super(verdict.why);
    this.name = 'Ended';
    this.verdict = verdict;
  }
}

export function refute(
  code: RefutedCode,
  why: string,
  more: Partial<Omit<Refuted, 'verdict' | 'code' | 'why'>> = {},
): never {
  throw new Ended({ verdict: 'refuted', code, ...more, why });
}

export function unreadable(code: UnreadableCode, where: string, why: string): never {
  throw new Ended({ verdict: 'unreadable', code, where, why });
}
