import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfig, chosenShare, sharedStore } from '#apps/ledger/src/config';
import { printable } from '#answers/words/printable';
import { NotFound } from '#read-models/read-models';
import type { Environment } from './environment.ts';
import type { Io } from './io.ts';
import type { OnusClient } from './client/onus-client.ts';
import type { DataFolder, Where } from './client/where.ts';
import { UsageError } from './usage-error.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly data?: string;
  readonly store?: string;
  readonly server?: string;
  readonly key?: string;
  readonly json?: boolean;
}

interface Opening {
  /** The member in whose name commands are given, for a data folder only. */
  readonly actAs?: string | undefined;
  /** The member in whose right they are given. */
  readonly onBehalfOf?: string | undefined;
  /** Whether a data folder that is not there is begun. */
  readonly begins?: boolean;
}

/** What a command works with: where the product is, and how to answer. */
export class Context {
  readonly io: Io;
  readonly json: boolean;
  readonly #options: GlobalOptions;
  readonly #environment: Environment;

  constructor(io: Io, environment: Environment, options: GlobalOptions) {
    this.io = io;
    this.json = options.json === true;
    this.#options = options;
    this.#environment = environment;
  }

  /** @throws UsageError for a server without a key */
  get where(): Where {
    const { server, data } = this.#options;
    const { dataFolder, origin, signingKeyFile } = this.#environment;
    if (server === undefined) {
      const shared = this.#store();
      const share = asUsage(() => chosenShare('ONUS_SHARE', this.#environment.share));
      return {
        kind: 'folder',
        folder: data ?? dataFolder,
        origin,
        ...(shared !== undefined && { shared }),
        ...(share !== undefined && { share }),
        ...(signingKeyFile !== undefined && { signingKeyFile }),
      };
    }
    const key = this.#options.key ?? this.#environment.key;
    if (key === undefined) throw new UsageError('--server needs an API key', 'Give it with --key or in ONUS_KEY');
    return { kind: 'server', url: server, key };
  }

  /** The data folder, for what only whoever holds it can do. @throws UsageError where a server is named */
  folder(what: string): DataFolder {
    const { where } = this;
    if (where.kind === 'folder') return where;
    throw new UsageError(`${what} works on a data folder only`, 'Run it on the machine of the server, with --data');
  }

  /** The connection string that an option gives. @throws UsageError for another store */
  sharedStore(option: string, value: string): string {
    const shared = chosenStore(option, value);
    if (shared === undefined) throw new UsageError(`${option} names no store that others share`, 'Write kurrentdb://…');
    return shared;
  }

  /** As `folder`, where it must be there. @throws NotFound */
  existingFolder(what: string): DataFolder {
    const where = this.folder(what);
    checkFolder(where);
    return where;
  }

  /** Works with the product, and lets go of it whatever happens. */
  async withClient<T>(work: (client: OnusClient) => Promise<T>, opening: Opening = {}): Promise<T> {
    const client = await this.#open(opening);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  /** Prints one JSON document on one line, or the text for people. */
  answer(value: unknown, asText: () => string): void {
    if (this.json) this.io.out(`${JSON.stringify(value)}\n`);
    else this.io.out(printable(asText()));
  }

  #store(): string | undefined {
    const { store } = this.#options;
    return store === undefined ? chosenStore('ONUS_STORE', this.#environment.store) : chosenStore('--store', store);
  }

  async #open({ actAs, onBehalfOf, begins }: Opening): Promise<OnusClient> {
    const { where } = this;
    if (where.kind === 'server') {
      if (actAs !== undefined)
        throw new UsageError('--as is for a data folder', 'On a server the key says who acts: use that member’s key');
      const { HttpClient } = await import('./client/http-client.ts');
      return new HttpClient(where.url, where.key, onBehalfOf);
    }
    if (begins !== true) checkFolder(where);
    const { openFolder } = await import('./client/open-folder.ts');
    const { LocalClient } = await import('./client/local-client.ts');
    return new LocalClient(await openFolder(this.io, where), { actAs, onBehalfOf });
  }
}

/** The connection string of the store that a value chooses; undefined for the embedded one. @throws UsageError */
const chosenStore = (from: string, value: string | undefined): string | undefined =>
  asUsage(() => sharedStore(from, value));

/** What is said of the service's settings, as this program says it. @throws UsageError */
function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadConfig) throw new UsageError(error.message.replace(/\.$/, ''), 'See docs/operating.md');
    throw error;
  }
}

/**
 * A question to the wrong folder must not leave an empty one behind and answer "there is no such engagement". Where ledgers are in a
 * store that others share, the folder is what this process keeps for itself, and may be new.
 */
function checkFolder({ folder, shared }: DataFolder): void {
  if (shared === undefined && !existsSync(join(folder, 'onus.json')))
    throw new NotFound('data folder', `${folder}; name one with --data or ONUS_DATA, or begin it with an import`);
}
