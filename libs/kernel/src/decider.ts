import type { Actor, DomainEvent } from './event.ts';
import type { Instant } from './instant.ts';
import type { Sha256 } from './sealed.ts';
import type { VerifySignature } from './signature.ts';

/** What somebody wants to happen. `data` carries commitments where the caller gave texts to seal. */
export interface Command<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

/** Everything a rule may use beside state and command: it comes in, so that deciding is pure. */
export interface Circumstances {
  /** Name of the ledger. */
  readonly ledger: string;
  readonly actor: Actor;
  /** The time that the entries will carry. */
  readonly recordedAt: Instant;
  /** The index that the first entry will get. Things are named after the entry that introduces them. */
  readonly nextIndex: number;
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
  /** For whoever decides recorded entries again: ends were once compared as texts, which is another order within one second. */
  readonly endsAsTexts?: boolean;
}

/** An event with its place in the ledger: what state and projections are folded from. */
export interface Recorded<E extends DomainEvent = DomainEvent> {
  readonly index: number;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly event: E;
}

/**
 * The rulebook of a ledger. `decide` is pure: it returns events or throws a `Refusal`, and never changes the state.
 * `evolve` folds one recorded event into the state in place: the caller owns the state, and a ledger of a million entries
 * cannot afford a copy for each.
 */
export interface Decider<S, C extends Command, E extends DomainEvent> {
  readonly initial: () => S;
  readonly decide: (command: C, state: S, circumstances: Circumstances) => readonly E[];
  readonly evolve: (state: S, recorded: Recorded<E>) => void;
}
