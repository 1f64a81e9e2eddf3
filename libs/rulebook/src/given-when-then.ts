import type { Circumstances, Command, Decider, Recorded } from '#kernel/decider';
import type { Actor, DomainEvent } from '#kernel/event';
import { instantOf, laterOf, microsOf, parseInstant, type Instant } from '#kernel/instant';
import { canonicalize } from '#kernel/json';
import { Refusal } from '#kernel/refusal';
import { commit, replaceSealed, type Sealed, type Sha256, type Unsealed } from '#kernel/sealed';
import type { VerifySignature } from '#kernel/signature';

/** All texts of a scenario are sealed under this one salt and name: the same text gives the same commitment everywhere. */
export const TEST_SALT = 'AAAAAAAAAAAAAAAAAAAAAA';
export const TEST_NAME = 'text';

/** Name of the ledger that scenarios are about. */
export const LEDGER = 'onus.example/engagements/01981f2e-6a52-7c3d-9e41-0a5b7c9d1e2f';

/** When the first step of a scenario is recorded. Each further step comes a minute later, unless it says when. */
export const SCENARIO_BEGINS: Instant = '2026-01-05T09:00:00Z';
const STEP_MICROS = 60_000_000;

/** Who does it, and when it is recorded; without `at` a minute after the step before. */
export interface Doing {
  readonly by: Actor;
  readonly at?: Instant;
}

/** Somebody does something that the rules allow. */
export interface Act<C extends Command> extends Doing {
  readonly command: Unsealed<C>;
}

/** Something stands in the ledger, whatever the rules say of it. */
export interface Fact<E extends DomainEvent> extends Doing {
  readonly event: Unsealed<E>;
}

export type Step<C extends Command, E extends DomainEvent> = Act<C> | Fact<E>;

/**
 * Makes the word that specifications begin with:
 * `given(…what happened).when(command, { by }).records(…)`, or `.refuses('code')`.
 * Indices, times and salts are the same in every run.
 */
export function specificationOf<S, C extends Command, E extends DomainEvent>(
  rules: Decider<S, C, E>,
  sha256: Sha256,
  verifySignature: VerifySignature = unexpectedSignature,
): (...steps: readonly Step<C, E>[]) => Scenario<S, C, E> {
  return (...steps) => new Scenario(rules, { sha256, verifySignature }, []).and(...steps);
}

/** What the rules compute with. */
type Computing = Pick<Circumstances, 'sha256' | 'verifySignature'>;

/** Most scenarios sign nothing: one that does says with what it is verified. */
const unexpectedSignature: VerifySignature = () => {
  throw new Error('a signature is to be verified, and the scenario does not say with what');
};

/** What has happened so far. Scenarios never change: one can be the beginning of many. */
export class Scenario<S, C extends Command, E extends DomainEvent> {
  /** Everything that stands in the ledger, in order. */
  readonly history: readonly Recorded<E>[];
  private readonly rules: Decider<S, C, E>;
  private readonly computing: Computing;

  constructor(rules: Decider<S, C, E>, computing: Computing, history: readonly Recorded<E>[]) {
    this.rules = rules;
    this.computing = computing;
    this.history = history;
  }

  /** The state that the rules ask about, folded anew from the first entry. */
  get state(): S {
    const state = this.rules.initial();
    for (const recorded of this.history) this.rules.evolve(state, recorded);
    return state;
  }

  /** Further steps; each command among them must be accepted. */
  and(...steps: readonly Step<C, E>[]): Scenario<S, C, E> {
    return steps.reduce(
      (scenario: Scenario<S, C, E>, step) =>
        'command' in step ? scenario.when(step.command, step).accepted() : scenario.with(step),
      this,
    );
  }

  /** Decides a command against everything that happened so far. */
  when(command: Unsealed<C>, { by, at }: Doing): Outcome<S, C, E> {
    const recordedAt = this.time(at);
    const { state } = this;
    const before = print(state);
    const sealed = { ...command, data: this.seal(command.data) } as unknown as C;
    const seal = <T>(data: Unsealed<T>): T => this.seal(data);
    try {
      const events = this.rules.decide(sealed, state, {
        ledger: LEDGER,
        actor: by,
        recordedAt,
        nextIndex: this.history.length,
        ...this.computing,
      });
      return new Outcome(this.record(events, by, recordedAt), events, seal);
    } catch (error) {
      if (error instanceof Refusal) return new Outcome(this, error, seal);
      throw error;
    } finally {
      expectSame(print(state), before, 'deciding must not change the state');
    }
  }

  private with({ event, by, at }: Fact<E>): Scenario<S, C, E> {
    return this.record([this.seal<E>(event)], by, this.time(at));
  }

  private record(events: readonly E[], actor: Actor, recordedAt: Instant): Scenario<S, C, E> {
    const recorded = events.map((event, i) => ({ index: this.history.length + i, recordedAt, actor, event }));
    return new Scenario(this.rules, this.computing, [...this.history, ...recorded]);
  }

  private seal<T>(data: Unsealed<T>): T {
    return replaceSealed<T>(data, (text) => sealedInTests(this.computing.sha256, text));
  }

  /** Recorded time never goes back, whatever the step says. */
  private time(at: Instant | undefined): Instant {
    const last = this.history.at(-1)?.recordedAt;
    if (at !== undefined) return last === undefined ? parseInstant(at) : laterOf(parseInstant(at), last);
    return last === undefined ? SCENARIO_BEGINS : instantOf(microsOf(last) + STEP_MICROS);
  }
}

/** What the rules made of a command: events, or a refusal. */
export class Outcome<S, C extends Command, E extends DomainEvent> {
  private readonly after: Scenario<S, C, E>;
  private readonly result: readonly E[] | Refusal;
  private readonly seal: (data: Unsealed<E>) => E;

  constructor(after: Scenario<S, C, E>, result: readonly E[] | Refusal, seal: (data: Unsealed<E>) => E) {
    this.after = after;
    this.result = result;
    this.seal = seal;
  }

  /** What was recorded. Fails where the rules refused. */
  get events(): readonly E[] {
    if (this.result instanceof Refusal) throw new Error(`refused with ${this.result.code}: ${this.result.message}`);
    return this.result;
  }

  /** Exactly these events were recorded, in this order. */
  records(...expected: readonly Unsealed<E>[]): Scenario<S, C, E> {
    expectSame(print(this.events), print(expected.map(this.seal)), 'other events were recorded');
    return this.accepted();
  }

  /** Events of these types were recorded, in this order; for acts whose every field another sentence holds. */
  recordsTypes(...expected: readonly E['type'][]): Scenario<S, C, E> {
    expectSame(print(this.events.map(({ type }) => type)), print(expected), 'events of other types were recorded');
    return this.accepted();
  }

  /** The command was refused with this code, and nothing was recorded. */
  refuses(code: string): Scenario<S, C, E> {
    if (!(this.result instanceof Refusal)) {
      throw new Error(`expected ${code}, but recorded ${this.result.map(({ type }) => type).join(', ')}`);
    }
    expectSame(this.result.code, code, `refused for another reason: ${this.result.message}`);
    return this.after;
  }

  /** The command was accepted, whatever it recorded. */
  accepted(): Scenario<S, C, E> {
    if (this.events.length === 0) throw new Error('an accepted command records at least one event');
    return this.after;
  }
}

/** The commitment that every scenario makes of a text. */
export const sealedInTests = (sha256: Sha256, text: string): Sealed => ({
  sealed: commit(sha256, TEST_SALT, TEST_NAME, text),
});

/** Canonical JSON, one property or item a line, so that two of them can be compared by eye. Maps are printed as pairs. */
function print(value: unknown): string {
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (item instanceof Map ? [...item] : item)),
  );
  return JSON.stringify(JSON.parse(canonicalize(plain)), null, 2);
}

function expectSame(actual: string, expected: string, fault: string): void {
  if (actual === expected) return;
  const [have, want] = [actual.split('\n'), expected.split('\n')];
  const at = have.findIndex((line, i) => line !== want[i]);
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 6), at + 6).join('\n');
  throw new Error(`${fault}, from line ${at + 1} on\n--- expected\n${around(want)}\n--- got\n${around(have)}`);
}
