import type { Recorded } from '#kernel/decider';
import type { Entry } from '#kernel/event';
import type { Sha256 } from '#kernel/sealed';
import type { VerifySignature } from '#kernel/signature';
import { rulebook, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { decideAgain, type Ending } from './decide-again.ts';
import type { Sha1 } from './envelope/entry-ids.ts';
import { readEntry, type ReadEntry } from './envelope/read-entry.ts';
import { Sequence } from './envelope/sequence.ts';
import { Contradiction, type Finding, type Verdict } from './verdict.ts';

export interface ReplayOptions {
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
  /** With it, the id of each entry is worked out again. */
  readonly sha1?: Sha1;
  /** Name that the ledger must have. Without it: one name throughout. */
  readonly ledger?: string;
  /** Told of each entry, in order, once its whole command is known to have been allowed: what answers may be folded from. */
  readonly onAllowed?: (recorded: Recorded<OnusEvent>, entry: Entry<OnusEvent>) => void;
}

/** So many ends of commands are remembered. */
const MOST_SIZES = 1_000;

/**
 * Executes the rules again, entry by entry: every command is found again from what it recorded, decided on the state before it,
 * and must record exactly the same. It shows not only that an approval stands in the log but that it was allowed.
 *
 * Entries are fed from index 0 on. Nothing is believed of them, and nothing is thrown whatever they are; the first thing that is
 * wrong ends it. What it holds is the state of the rules and one command, so a range may be of any length.
 */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #sequence: Sequence;
  readonly #state: OnusState = rulebook.initial();
  /** The entries of the command that may go on. */
  #pending: Entry<OnusEvent>[] = [];
  #allowed = 0;
  /** Tree sizes at the ends of commands since something was last said of a task: what an import may have been computed against. */
  #sizes: number[] = [];
  #finding: Finding | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#sequence = new Sequence(options);
  }

  /** Takes the exact bytes of the next entry, or their text. False once something is wrong: then no further entry matters. */
  add(exact: Uint8Array | string): boolean {
    if (this.#finding !== undefined) return false;
    const read = this.#checked(() => this.#read(exact));
    if (read === undefined) return false;
    const [first] = this.#pending;
    const isNew = first !== undefined && first.command.id !== read.entry.command.id;
    if (isNew && this.#settle(false) !== 'whole') return false;
    return this.#checked(() => this.#accept(read)) ?? false;
  }

  /**
   * What is to be said of everything that was added. A range that ends inside a command is a finding, unless a prefix is wanted:
   * then nothing is said of the command that was cut off, but how many entries of it there are.
   */
  finish({ prefix = false }: { readonly prefix?: boolean } = {}): Verdict {
    if (this.#finding === undefined && this.#pending.length > 0 && this.#settle(true) === 'cut' && !prefix) {
      this.#find(this.#allowed, new Contradiction('unfinished-command', 'the entries end inside of a command'));
    }
    return this.#finding === undefined
      ? { verdict: 'consistent', state: this.#state, entries: this.#allowed, unfinished: this.#pending.length }
      : { verdict: 'contradicted', ...this.#finding };
  }

  #read(exact: Uint8Array | string): ReadEntry {
    const read = readEntry(exact);
    this.#sequence.checkPlace(read.entry);
    return read;
  }

  #accept(read: ReadEntry): boolean {
    this.#sequence.accept(read);
    this.#pending.push(read.entry);
    return true;
  }

  /** Runs a check of the next entry; undefined where it finds something. */
  #checked<T>(check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      const index = this.#allowed + this.#pending.length;
      // What is wrong earlier counts first. Whether more of the command before would have come, nobody can tell.
      if (this.#pending.length > 0) this.#settle(true);
      this.#find(index, error);
      return undefined;
    }
  }

  /** Decides the pending command again, and folds it. `last`: nothing is known to follow. Undefined where something is wrong. */
  #settle(last: boolean): Ending | undefined {
    const entries = this.#pending;
    const { index } = entries[0]!;
    const recorded = entries.map(recordedIn);
    try {
      const ending = this.#decide(entries[0]!, recorded, last);
      if (ending === 'cut' && last) return ending;
      if (ending === 'cut') {
        throw new Contradiction('other-events', 'more of the command before should stand here', entries.length);
      }
    } catch (error) {
      this.#find(index, error);
      return undefined;
    }
    this.#pending = [];
    this.#allowed += entries.length;
    for (const [i, entry] of entries.entries()) this.#options.onAllowed?.(recorded[i]!, entry);
    return 'whole';
  }

  #decide(first: Entry<OnusEvent>, recorded: readonly Recorded<OnusEvent>[], last: boolean): Ending {
    const { ledger, index, recordedAt, actor, command } = first;
    const events = recorded.map(({ event }) => event);
    const { sha256, verifySignature } = this.#options;
    const before = { state: this.#state, sizes: this.#sizes, sha256, verifySignature };
    const ending = decideAgain({ ledger, index, recordedAt, actor, body: command.body, events }, before, last);
    if (ending === 'cut') return ending;
    const { lastStatement } = this.#state.responsibility;
    for (const each of recorded) rulebook.evolve(this.#state, each);
    if (this.#state.responsibility.lastStatement !== lastStatement) this.#sizes = [];
    this.#sizes.push(index + recorded.length);
    if (this.#sizes.length > 2 * MOST_SIZES) this.#sizes = this.#sizes.slice(-MOST_SIZES);
    return ending;
  }

  /** The first finding stands. Whatever the rules choke on, they would not have recorded. */
  #find(index: number, error: unknown): void {
    if (this.#finding !== undefined) return;
    if (error instanceof Contradiction) {
      const { code, at, message, refusal } = error;
      this.#finding = { index: index + at, code, why: message, ...(refusal !== undefined && { refusal }) };
      return;
    }
    const why = `the rules cannot be applied to it: ${error instanceof Error ? error.message : String(error)}`;
    this.#finding = { index, code: 'not-decidable', why };
  }
}

const recordedIn = ({ index, recordedAt, actor, type, schema, data }: Entry<OnusEvent>): Recorded<OnusEvent> => ({
  index,
  recordedAt,
  actor,
  event: { type, schema, data } as OnusEvent,
});
