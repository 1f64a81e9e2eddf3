import type { EventStore } from './event-store.ts';

/** Asks for the last revision of a stream, for many at once: whoever comes while a question is under way shares the one after it. */
export class LastRevision {
  readonly #of: { readonly store: EventStore; readonly stream: string };
  #asked: Promise<unknown> | null = null;
  #next: Promise<number> | null = null;

  constructor(of: { readonly store: EventStore; readonly stream: string }) {
    this.#of = of;
  }

  /** The last revision at a time after this was called; -1 where there is none. @throws the store's error */
  ask(): Promise<number> {
    if (this.#asked === null) return this.#ask();
    this.#next ??= this.#asked.then(() => {
      this.#next = null;
      return this.#ask();
    });
    return this.#next;
  }

  #ask(): Promise<number> {
    const { store, stream } = this.#of;
    const answer = store.lastRevision(stream);
    // Whether it was answered or not: the next one asks anew.
    this.#asked = answer.then(
      () => (this.#asked = null),
      () => (this.#asked = null),
    );
    return answer;
  }
}
