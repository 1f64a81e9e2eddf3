import { setTimeout as sleep } from 'node:timers/promises';
import { dirname } from 'node:path';
import type { WatchedLog } from '#witness/logs-file';
import { LogClient } from './log-client.ts';
import { Mirror, type MirrorParts } from './mirror.ts';

export interface MirrorsOptions extends MirrorParts {
  readonly logs: readonly WatchedLog[];
  /** The file that names them: names of token files are relative to its folder. */
  readonly logsFile: string;
  /** Milliseconds from one look at a log to the next. */
  readonly pauseMs: number;
  /** Told when a log cannot be read, once for each reason, and when it can again. */
  readonly tell: (what: string) => void;
}

/** Keeps the copies of all logs that have an address up to date, each on its own. */
export class Mirrors {
  readonly #closing = new AbortController();
  readonly #followers: ReadonlyMap<string, Follower>;
  readonly #running: readonly Promise<void>[];

  constructor(options: MirrorsOptions) {
    const followers = options.logs.flatMap((log): readonly (readonly [string, Follower])[] => {
      const { origin, url } = log;
      if (url === undefined) return [];
      const client = new LogClient({ ...log, url }, dirname(options.logsFile), this.#closing.signal);
      return [[origin, new Follower(new Mirror(log, client, options), origin, options, this.#closing.signal)]];
    });
    this.#followers = new Map(followers);
    this.#running = followers.map(([, follower]) => follower.run());
  }

  /** Looks at a log now, rather than at the next turn. Gives what went wrong; `undefined` for nothing, or where it is not mirrored. */
  async look(origin: string): Promise<string | undefined> {
    return this.#followers.get(origin)?.look();
  }

  /** Breaks off what is under way; the next start goes on there. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }
}

/** Looks at one log again and again, never twice at once. */
class Follower {
  readonly #mirror: Mirror;
  readonly #origin: string;
  readonly #options: MirrorsOptions;
  readonly #closing: AbortSignal;
  #asked: PromiseWithResolvers<string | undefined>[] = [];
  #wake = new AbortController();

  constructor(mirror: Mirror, origin: string, options: MirrorsOptions, closing: AbortSignal) {
    this.#mirror = mirror;
    this.#origin = origin;
    this.#options = options;
    this.#closing = closing;
  }

  /** Resolves with the outcome of a look that begins after this was called: one for all who ask meanwhile. */
  async look(): Promise<string | undefined> {
    if (this.#closing.aborted) return undefined;
    const asked = Promise.withResolvers<string | undefined>();
    this.#asked.push(asked);
    this.#wake.abort();
    return asked.promise;
  }

  async run(): Promise<void> {
    let before: string | undefined;
    while (!this.#closing.aborted) {
      const asked = this.#asked.splice(0);
      this.#wake = new AbortController();
      const trouble = await this.#lookOnce();
      if (!this.#closing.aborted && trouble !== before) this.#tell(trouble);
      before = trouble;
      for (const each of asked) each.resolve(trouble);
      const signal = AbortSignal.any([this.#closing, this.#wake.signal]);
      await sleep(this.#options.pauseMs, undefined, { signal }).catch(() => {});
    }
    for (const each of this.#asked.splice(0)) each.resolve(undefined);
  }

  async #lookOnce(): Promise<string | undefined> {
    try {
      await this.#mirror.look();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #tell(trouble: string | undefined): void {
    const what = trouble === undefined ? 'is copied again.' : `cannot be copied: ${trouble}`;
    this.#options.tell(`${this.#origin} ${what}`);
  }
}
