import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadPg } from './peers.ts';

/** A PostgreSQL of our own, for as long as something is measured. */
export interface Postgres {
  /** Connection string over its socket. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Durable as it is by default, and with room enough that it need not move its log while it is measured, as ours has. It listens
 * on a socket in its own folder only.
 */
const SETTINGS = {
  listen_addresses: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '30min',
  max_connections: '100',
  jit: 'off',
} as const;

const INSTALLED = '/usr/lib/postgresql';

/** Starts a server from installed binaries in a new folder below `parent`. Gives why not where there is none. */
export async function startPostgres(parent: string): Promise<Postgres | { readonly missing: string }> {
  const bin = newestInstallation();
  if (bin === undefined)
    return { missing: `no PostgreSQL is installed in ${INSTALLED}, and no --postgres URL was given` };
  const user = unprivilegedUser();
  if (user === undefined)
    return { missing: 'PostgreSQL does not run as root, and there is no user postgres or nobody' };
  const folder = mkdtempSync(join(parent, 'onus-bench-postgres-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  for (const name of ['data', 'socket']) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    if (user.uid !== undefined) chownSync(join(folder, name), user.uid, user.gid);
  }
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    user,
  );
  if (made.status !== 0) {
    remove();
    return { missing: `initdb failed: ${made.stderr.toString().trim()}` };
  }
  return run(bin, folder, user, remove);
}

type User = { readonly uid: number; readonly gid: number } | { readonly uid?: undefined; readonly gid?: undefined };

async function run(bin: string, folder: string, user: User, remove: () => void) {
  const socket = join(folder, 'socket');
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: socket })
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('');
  writeFileSync(join(folder, 'data', 'postgresql.auto.conf'), settings);
  const server = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data')], {
    ...user,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    // "Fast shutdown": it ends its sessions and then itself.
    server.kill('SIGINT');
    await exited;
    remove();
  };
  const url = `postgresql://bench@/postgres?host=${encodeURIComponent(socket)}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await answers(url)) return { url, stop };
    if (server.exitCode !== null) break;
    await wait(100);
  }
  await stop();
  return { missing: 'PostgreSQL was started and did not answer within ten seconds' };
}

/** A database of our own on a server that somebody else runs: nothing that is there is touched. */
export async function ownDatabase(url: string): Promise<Postgres | { readonly missing: string }> {
  const { Client } = await loadPg();
  const name = `onus_bench_${randomBytes(6).toString('hex')}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  const say = async (command: string): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(command);
    await client.end();
  };
  try {
    await say(`CREATE DATABASE ${name}`);
  } catch (error) {
    return { missing: `no database could be made on the server that was named: ${(error as Error).message}` };
  }
  return { url: own.href, stop: () => say(`DROP DATABASE ${name}`) };
}

/** Whether a server can be talked to. */
async function answers(url: string): Promise<boolean> {
  const { Client } = await loadPg();
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function newestInstallation(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined;
  return readdirSync(INSTALLED)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')) && existsSync(join(bin, 'initdb')));
}

/** Ourselves, or who root may become. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
