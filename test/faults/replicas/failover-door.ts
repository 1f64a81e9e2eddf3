import { setTimeout as pause } from 'node:timers/promises';
import type { Act } from '../service/writing/acts.ts';
import { HttpDoor, type Keys } from '../service/writing/http-door.ts';
import { Refused, type Answer, type Door } from '../service/writing/writer.ts';
import type { Replica } from './replica-set.ts';

/** Milliseconds after which a caller gives a command up, and between two tries. */
const PATIENCE = 180_000;
const PAUSE = 50;

/** A command was refused after a try of which nobody knows the outcome: what was sent first may still arrive. */
class RefusedAtLast extends Error {
  constructor(refused: Refused) {
    super(`${REFUSED_AT_LAST}${refused.code}`, { cause: refused });
  }
}

/** How the errors begin of which only the order of two tries is not known. */
export const REFUSED_AT_LAST = 'refused at last: ';

/** Which replica a try is sent to first; later ones go to those after it. */
export type Choice = (engagement: string, tries: number) => number;

/** The way into whichever replica answers: a command that was not answered is sent to the next one, with the same id. */
export class FailoverDoor implements Door {
  readonly #replicas: readonly Replica[];
  readonly #keys: Keys;
  readonly #choose: Choice;
  /** Commands that had to be sent more than once. */
  sentAgain = 0;

  constructor(replicas: readonly Replica[], keys: Keys, choose: Choice) {
    this.#replicas = replicas;
    this.#keys = keys;
    this.#choose = choose;
  }

  async submit(engagement: string, id: string, act: Act): Promise<Answer> {
    const until = performance.now() + PATIENCE;
    for (let tries = 0; ; tries++) {
      const { url } = this.#replicas[this.#choose(engagement, tries) % this.#replicas.length]!;
      try {
        if (url !== undefined) return await new HttpDoor(url, this.#keys).submit(engagement, id, act);
      } catch (error) {
        if (error instanceof Refused) throw tries === 0 ? error : new RefusedAtLast(error);
        if (performance.now() > until) throw error;
      }
      if (tries === 0) this.sentAgain++;
      if (performance.now() > until) throw new Error(`no replica answered command ${id}`);
      await pause(PAUSE);
    }
  }
}

/** Whichever comes. */
export const anywhere =
  (random: () => number): Choice =>
  () =>
    Math.floor(random() * 0x1_0000);
