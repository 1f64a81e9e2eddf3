import { microsOf, type Instant, type Micros } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import type { DueMatter } from '#read-models/due-matter';
import type { ReadModels } from '#read-models/read-models';
import { AuditFault } from '#sealing/audit/audit-fault';
import type { Every } from '#sealing/seals/sealing-rounds';
import { Resting } from './resting.ts';

interface ClockworkParts {
  readonly read: Pick<ReadModels, 'due'>;
  /** Records something that is due. @throws Refusal, or the store's error */
  readonly record: (matter: DueMatter) => Promise<unknown>;
  readonly now: () => Instant;
  readonly every?: Every;
  /** Told, in words for whoever runs it, of what could not be recorded: once, until it goes again. */
  readonly onTrouble: (what: string) => void;
}

/** What one look at the clock led to. */
export interface Tick {
  readonly recorded: readonly DueMatter[];
  /** What the rules would not have recorded now. */
  readonly refused: readonly { readonly matter: DueMatter; readonly refusal: Refusal }[];
  /** Ledgers in which nothing could be recorded. */
  readonly failed: number;
  /** Whether there was more that is due than one look takes. */
  readonly more: boolean;
}

/** Milliseconds between two looks, and how much one of them takes at most. What is due is told in hours and days. */
const LOOK = 10_000;
const MOST = 1_000;
/** Ledgers in which something is recorded at once. */
const AT_ONCE = 8;
/** When so many ledgers in a row of one look cannot be written, it is not about them. */
const MOST_FAILURES = 5;
const ALL = 'all ledgers';

/** An end makes everything else about the change void; whoever is reminded should know of an escalation. */
const ORDER: readonly DueMatter['command'][] = ['ExpireChange', 'DeemAccepted', 'EscalateChange', 'RemindApprovers'];
const ENDS: ReadonlySet<DueMatter['command']> = new Set(['ExpireChange', 'DeemAccepted']);

const everyUnref: Every = (milliseconds, work) => {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
};

/**
 * Records what comes due by itself: that a change has expired, that a party is taken to have accepted, that others may approve, that
 * approvers are reminded. It finds what is due in the read models, a bounded part at a time, and goes round: what is refused or fails
 * holds up nothing else, and is tried again with growing pauses. After a time in which nothing ran it catches up.
 */
export class Clockwork {
  readonly #parts: ClockworkParts;
  readonly #resting = new Resting();
  #after: DueMatter | undefined;
  #stop = (): void => {};
  #running: Promise<Tick> | undefined;
  #ended = false;

  constructor(parts: ClockworkParts) {
    this.#parts = parts;
  }

  /** Begins to look; the first time at once. */
  begin(): void {
    const { every = everyUnref } = this.#parts;
    this.#stop = every(LOOK, () => void this.tick());
    void this.tick();
  }

  /** Looks no more. What is being recorded is recorded when it resolves. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#stop();
    await this.#running;
  }

  /** Looks at the clock once, and records what is due. Looks do not overlap: who asks meanwhile gets the one that runs. Never rejects. */
  tick(): Promise<Tick> {
    this.#running ??= this.#look().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #look(): Promise<Tick> {
    const at = microsOf(this.#parts.now());
    const look = new Look();
    if (this.#ended || this.#resting.has(ALL, at)) return look;
    const queues = this.#due(at, look).map((matters) => () => this.#recordAll(matters, at, look));
    const take = async (): Promise<void> => {
      for (let next = queues.shift(); next !== undefined; next = queues.shift()) {
        if (this.#ended || look.inARow >= MOST_FAILURES) return;
        await next();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, take));
    if (look.inARow < MOST_FAILURES) this.#resting.end(ALL);
    else if (this.#resting.begin(ALL, at) === 1 && look.unreadable !== null) {
      this.#parts.onTrouble(`It cannot be told what is due: ${look.unreadable.message}`);
    }
    return look;
  }

  /** The next part of what is due, by ledger, without what is left alone. */
  #due(at: Micros, look: Look): readonly (readonly DueMatter[])[] {
    let matters: readonly DueMatter[];
    try {
      const after = this.#after;
      matters = this.#parts.read.due(this.#parts.now(), { limit: MOST, ...(after !== undefined && { after }) });
    } catch (error) {
      look.unreadable = error as Error;
      look.inARow = MOST_FAILURES;
      return [];
    }
    look.more = matters.length === MOST;
    this.#after = look.more ? matters.at(-1) : undefined;
    const awake = matters.filter(
      (matter) => !this.#resting.has(matter.engagement, at) && !this.#resting.has(nameOf(matter), at),
    );
    return [...Map.groupBy(awake, ({ engagement }) => engagement).values()];
  }

  /** Records what is due in one ledger, in a row. */
  async #recordAll(matters: readonly DueMatter[], at: Micros, look: Look): Promise<void> {
    const over = new Set<string>();
    for (const matter of matters.toSorted((a, b) => ORDER.indexOf(a.command) - ORDER.indexOf(b.command))) {
      if (this.#ended) return;
      if (over.has(matter.change)) continue;
      try {
        await this.#parts.record(matter);
      } catch (error) {
        if (!(error instanceof Refusal)) {
          this.#fail(matter, error as Error, at, look);
          return;
        }
        look.inARow = 0;
        this.#resting.begin(nameOf(matter), at);
        look.refused.push({ matter, refusal: error });
        continue;
      }
      look.recorded.push(matter);
      look.inARow = 0;
      this.#resting.end(matter.engagement);
      this.#resting.end(nameOf(matter));
      if (ENDS.has(matter.command)) over.add(matter.change);
    }
  }

  /** A ledger that was stopped was told of by whoever stopped it. */
  #fail({ engagement, slug }: DueMatter, error: Error, at: Micros, look: Look): void {
    const times = this.#resting.begin(engagement, at);
    look.failed++;
    if (error instanceof AuditFault) return;
    look.inARow++;
    if (times === 1) this.#parts.onTrouble(`What is due in engagement ${slug} could not be recorded: ${error.message}`);
  }
}

class Look implements Tick {
  readonly recorded: DueMatter[] = [];
  readonly refused: { readonly matter: DueMatter; readonly refusal: Refusal }[] = [];
  failed = 0;
  more = false;
  /** Ledgers that could not be written, one after the other. */
  inARow = 0;
  /** Why it could not even be asked what is due. */
  unreadable: Error | null = null;
}

const nameOf = ({ engagement, change, command, at }: DueMatter): string => `${engagement} ${change} ${command} ${at}`;
