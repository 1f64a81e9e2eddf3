import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sealer } from './sealer.ts';

/** Calls something again and again; gives how to stop that. */
export type Every = (milliseconds: number, work: () => void) => () => void;

/** What becomes of a ledger that could not be sealed: it has its turn in the next round, or when something new comes or all are looked at. */
export type AfterFailure = 'in-next-round' | 'with-news';

interface SealingRoundsParts {
  readonly sealer: Sealer;
  /** Every engagement that there is. */
  readonly engagements: () => Iterable<string> | AsyncIterable<string>;
  readonly every?: Every;
  /** Told of a ledger that could not be sealed; says when to try again. */
  readonly onFailure: (engagement: string, error: Error) => AfterFailure;
}

const NEWS = 60_000;
const SWEEP = 3_600_000;
/** Ledgers that are sealed at once: most of the time is spent waiting for witnesses. */
const AT_ONCE = 8;

const everyUnref: Every = (milliseconds, work) => {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
};

/**
 * When ledgers are sealed: every minute those that have something new; every hour all are looked at, for what another process left
 * unsealed, and for those that were silent for a day; at the end whatever is left.
 */
export class SealingRounds {
  readonly #parts: SealingRoundsParts;
  readonly #news = new Set<string>();
  #stops: (() => void)[] = [];
  #round: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(parts: SealingRoundsParts) {
    this.#parts = parts;
  }

  /** Something may have been recorded in a ledger. */
  note(engagement: string): void {
    this.#news.add(engagement);
  }

  /** Begins; the first look at all ledgers is at once. */
  begin(): void {
    const { every = everyUnref } = this.#parts;
    this.#stops = [every(NEWS, () => void this.sealNews()), every(SWEEP, () => void this.sweep())];
    void this.sweep();
  }

  /** Seals what has something new. Never rejects. */
  sealNews(): Promise<void> {
    return this.#after(async () => {
      const news = [...this.#news];
      this.#news.clear();
      await this.#sealAll(news);
    });
  }

  /** Looks at every ledger. Never rejects. */
  sweep(): Promise<void> {
    return this.#after(async () => {
      let some: string[] = [];
      for await (const engagement of this.#parts.engagements()) {
        if (this.#ended) return;
        some.push(engagement);
        if (some.length < AT_ONCE) continue;
        await this.#sealAll(some);
        // Most have nothing new, and are looked at without waiting for anything: others want their turn.
        await nextTurn();
        some = [];
      }
      await this.#sealAll(some);
    }).catch((error: unknown) => void this.#parts.onFailure('', error as Error));
  }

  /** Seals what is left, and no more after that. Never rejects. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const stop of this.#stops) stop();
    await this.sealNews();
  }

  /** Rounds do not overlap. */
  #after(work: () => Promise<void>): Promise<void> {
    const round = this.#round.then(work);
    this.#round = round.catch(() => undefined);
    return round;
  }

  async #sealAll(engagements: readonly string[]): Promise<void> {
    for (let at = 0; at < engagements.length; at += AT_ONCE) {
      const some = engagements.slice(at, at + AT_ONCE);
      await Promise.all(some.map((engagement) => this.#seal(engagement)));
    }
  }

  async #seal(engagement: string): Promise<void> {
    try {
      await this.#parts.sealer.seal(engagement);
    } catch (error) {
      if (this.#parts.onFailure(engagement, error as Error) === 'in-next-round') this.#news.add(engagement);
    }
  }
}
