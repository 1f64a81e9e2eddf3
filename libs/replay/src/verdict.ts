import type { OnusState } from '#rulebook/rulebook';

/**
 * What can be wrong with a range of entries. Closed: a code is never renamed and never reused, for it stands in reports.
 * `unknown-event` alone does not speak against the ledger: a newer version wrote it, and a newer verifier can read it.
 */
export const FINDING_CODES = [
  // An entry by itself.
  'not-an-entry',
  'not-canonical',
  'too-large',
  'unknown-event',
  'not-an-event',
  // An entry among the others.
  'wrong-ledger',
  'wrong-index',
  'time-goes-back',
  'wrong-id',
  'command-torn',
  'command-mixed',
  'command-too-large',
  'unfinished-command',
  // What the entries of a command say.
  'wrong-actor',
  'not-a-command',
  'refused',
  'other-events',
  'other-command',
  'not-decidable',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** The first thing that is wrong. */
export interface Finding {
  /** The first entry that cannot stand as it does; where one is missing, the index that it would have. */
  readonly index: number;
  readonly code: FindingCode;
  /** A sentence for people. */
  readonly why: string;
  /** The code of the rule that refuses, where one does. */
  readonly refusal?: string;
}

/** Every entry was recorded by a command that the rules allowed, and says exactly what they made of it. */
export interface Consistent {
  readonly verdict: 'consistent';
  readonly state: OnusState;
  /** How many entries that holds for. */
  readonly entries: number;
  /** Entries of a command that was cut off at the end of the range, where a prefix was wanted. */
  readonly unfinished: number;
}

export type Verdict = Consistent | ({ readonly verdict: 'contradicted' } & Finding);

/** Leads out of a check to its finding, and never out of this library. `at` counts from the first entry of the command. */
export class Contradiction extends Error {
  readonly code: FindingCode;
  readonly at: number;
  readonly refusal: string | undefined;

  constructor(code: FindingCode, why: string, at = 0, refusal?: string) {
    super(why);
    this.name = 'Contradiction';
    this.code = code;
    this.at = at;
    this.refusal = refusal;
  }
}
