import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The folder that the packages we compare with are installed in, and nowhere else. */
export const PEERS = new URL('../peers/', import.meta.url);

const requirePeer = createRequire(new URL('package.json', PEERS));

/** Loads one of the packages to compare with. `T` is what we use of it. @throws where it is not installed */
export const peer = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(requirePeer.resolve(name)).href)) as T;

/** Why the packages are not there; undefined where they are. */
export function peersMissing(): string | undefined {
  try {
    for (const name of ['pg', 'sqlite3', '@event-driven-io/emmett-sqlite', '@event-driven-io/emmett-postgresql']) {
      requirePeer.resolve(name);
    }
    return undefined;
  } catch {
    return 'the packages to compare with are not installed; run npm ci --prefix test/load/peers';
  }
}

/** What we use of the client `pg`. */
export interface Pg {
  readonly Pool: new (options: { connectionString: string; max: number }) => PgPool;
  readonly Client: new (options: { connectionString: string }) => PgClient;
}

/** A statement with a name is prepared once on each connection. */
export interface PgQuery {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: 'array';
}

export interface PgRows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface PgPool {
  query(query: PgQuery | string): Promise<PgRows>;
  end(): Promise<void>;
}

export interface PgClient extends PgPool {
  connect(): Promise<void>;
}

/** The client, from whichever way the package is made. */
export async function loadPg(): Promise<Pg> {
  const module = await peer<Pg & { default?: Pg }>('pg');
  return module.default ?? module;
}
