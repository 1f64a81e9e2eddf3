import { hash, randomUUID } from 'node:crypto';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import type { ChangeLine } from '#approval/domain/change';
import { sha256 } from '#ledger-store/entry-codec';
import type { Assignment } from '#responsibility/domain/assignment';
import { digestOf } from '#responsibility/domain/statements';
import type { Random } from '../../random.ts';
import { PEOPLE, type Act } from './acts.ts';
import type { Note } from './journal.ts';

/** What a writer is told when a command was recorded. */
export interface Answer {
  readonly entries: readonly { readonly index: number; readonly leafHash: string; readonly type: string }[];
  /** Of the receipt. */
  readonly treeSize: number;
  readonly rootHash: string;
  /** Of a proposal. */
  readonly change?: string;
  readonly digest?: string;
}

/** The ledger's rules said no. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'Refused';
    this.code = code;
  }
}

/** A way into the product: in the same process, or over HTTP. */
export interface Door {
  /** @throws Refused; anything else means that it is not known what became of it */
  submit(engagement: string, id: string, act: Act): Promise<Answer>;
}

const TASKS = 24;
const FIRST_DAY = microsOf('2026-01-01T00:00:00Z');
const DAY = 86_400_000_000;
/** Days of the little world's calendar in which something may come in force. */
export const DAYS = 400;

export const dayInstant = (day: number): Instant => instantOf(FIRST_DAY + day * DAY);

/** The product as a writer's own way is lost when it is not known what became of a command. */
class Lost extends Error {}

/** One of many who write at the same time: does one thing after the other, and says what it sent and what it was told. */
export class Writer {
  readonly #door: Door;
  readonly #engagements: readonly string[];
  readonly #random: Random;
  readonly #say: (note: Note) => void;

  constructor(door: Door, engagements: readonly string[], random: Random, say: (note: Note) => void) {
    this.#door = door;
    this.#engagements = engagements;
    this.#random = random;
    this.#say = say;
  }

  /** Writes until the product cannot be reached any more, or `ended` says so. */
  async writeOn(ended: () => boolean): Promise<void> {
    while (!ended()) {
      try {
        await this.#doSomething();
      } catch (error) {
        if (error instanceof Lost) return;
        if (!(error instanceof Refused)) throw error;
      }
    }
  }

  async #doSomething(): Promise<void> {
    const engagement = this.#engagements[this.#random.between(0, this.#engagements.length - 1)]!;
    const ref = this.#ref();
    const from = this.#day();
    switch (this.#random.between(0, 9)) {
      case 0:
      case 1:
        return void (await this.#send(engagement, { kind: 'define', ref, title: `Duty ${ref}`, from }));
      case 2:
        return void (await this.#send(engagement, { kind: 'close', ref, from }));
      case 3:
        return void (await this.#send(engagement, { kind: 'reopen', ref, from }));
      case 4: {
        const names = Array.from({ length: this.#random.between(1, 3) }, () => `Person ${this.#random.next()}`);
        return void (await this.#send(engagement, { kind: 'members', names }));
      }
      case 5: {
        const digest = `sha256:${hash('sha256', String(this.#random.next()), 'hex')}`;
        return void (await this.#send(engagement, { kind: 'evidence', ref, digest, title: `Log of ${from}` }));
      }
      default:
        return this.#agree(engagement, from);
    }
  }

  /** A change from its proposal until it is in force and accepted, if nobody comes in between. */
  async #agree(engagement: string, from: Instant): Promise<void> {
    const lines = this.#lines();
    const days = this.#random.between(1, 60);
    const until = this.#random.between(0, 2) === 0 ? { to: instantOf(microsOf(from) + days * DAY) } : {};
    const title = `Change ${this.#random.between(1, 1_000)}`;
    const proposed = await this.#send(engagement, { kind: 'propose', title, lines, from, ...until });
    const approval = { kind: 'approve', change: proposed.change!, digest: proposed.digest! } as const;
    await this.#send(engagement, { ...approval, by: 'anna' });
    const agreed = await this.#send(engagement, { ...approval, by: 'ben' });
    // The lines that assign are recorded in their order.
    const assigning = lines.filter((line) => 'assignment' in line);
    const hers = assigning.findIndex(({ assignment }) => assignment.raci[0]?.member === PEOPLE.anna);
    if (hers < 0) return;
    const { index } = agreed.entries.filter(({ type }) => type === 'ResponsibilityAssigned')[hers]!;
    const line = assigning[hers]!;
    // As somebody reads it who knows no other text than the line's, or the one that all tasks are defined with.
    const read = 'definition' in line ? line.definition : { title: `Duty ${line.ref}` };
    const text = digestOf(sha256, read);
    await this.#send(engagement, { kind: 'acknowledge', ref: line.ref, assignment: index, text });
  }

  async #send(engagement: string, act: Act): Promise<Answer> {
    const id = randomUUID();
    this.#say({ is: 'sent', id, engagement, act });
    try {
      const answer = await this.#door.submit(engagement, id, act);
      const { treeSize, rootHash } = answer;
      const entries = answer.entries.map(({ index, leafHash }) => [index, leafHash] as const);
      this.#say({ is: 'acknowledged', id, entries, receipt: [treeSize, rootHash] });
      return answer;
    } catch (error) {
      if (error instanceof Refused) {
        this.#say({ is: 'refused', id, code: error.code });
        throw error;
      }
      this.#say({ is: 'failed', id, error: (error as Error).message });
      throw new Lost('not known', { cause: error });
    }
  }

  #lines(): ChangeLine[] {
    const refs = new Set(Array.from({ length: this.#random.between(1, 3) }, () => this.#ref()));
    return [...refs].map((ref): ChangeLine => {
      switch (this.#random.between(0, 5)) {
        case 0:
          return { ref, act: 'define', definition: { title: `Duty ${ref}` }, assignment: this.#assignment() };
        case 1:
          return { ref, act: 'revise', definition: { title: `Duty ${ref}, anew ${this.#random.between(1, 99)}` } };
        case 2:
          return this.#random.between(0, 3) === 0
            ? { ref, act: 'retire' }
            : { ref, act: 'assign', assignment: this.#assignment() };
        default:
          return { ref, act: 'assign', assignment: this.#assignment() };
      }
    });
  }

  #assignment(): Assignment {
    const person = (party: string, member: string) => ({ party, member, roles: ['R', 'A'] as const });
    switch (this.#random.between(0, 3)) {
      case 0:
        return { marks: ['client'], raci: [person('p2', PEOPLE.ben)] };
      case 1:
        return { marks: ['shared'], raci: [person('p1', PEOPLE.anna)], parts: { client: 'reads', mssp: 'writes' } };
      case 2:
        return { marks: ['mssp'], raci: [person('p1', PEOPLE.carl)] };
      default:
        return { marks: ['mssp'], raci: [person('p1', PEOPLE.anna)] };
    }
  }

  readonly #ref = (): string => `DUTY-${this.#random.between(1, TASKS)}`;
  readonly #day = (): Instant => dayInstant(this.#random.between(0, DAYS));
}
