import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '#test/architecture/source-tree';
import { until } from '#test/until';

/** Where HAProxy is; undefined where there is none. `HAPROXY` names one that is not on the path. */
export function haproxy(): string | undefined {
  const program = process.env['HAPROXY'] ?? 'haproxy';
  return spawnSync(program, ['-v'], { encoding: 'utf8' }).status === 0 ? program : undefined;
}

/** Something that answers in the place of a replica: with its name, and as ready as it is told to be. */
export interface StandIn {
  readonly address: string;
  isReady: boolean;
  close(): Promise<void>;
}

export async function standIn(name: string): Promise<StandIn> {
  const replica = { isReady: true };
  const server: Server = createServer((request, response) => {
    response.statusCode = request.url === '/readyz' && !replica.isReady ? 503 : 200;
    response.end(name);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(replica, {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

export interface Balancer {
  /** Which replica answers a request for this path; null where none does. */
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<string | null>;
  close(): Promise<void>;
}

/** The variables of a configuration, and the one that ships where no other is named. */
export interface Configured {
  readonly env: Readonly<Record<string, string>>;
  readonly shipped?: string;
}

/** A configuration that ships, at a port that is free, in front of replicas. `folder` is for the changed copy. */
export async function balance(program: string, folder: string, configured: Configured): Promise<Balancer> {
  const port = await freePort();
  const shipped = readFileSync(join(ROOT, 'docker', configured.shipped ?? 'haproxy.cfg'), 'utf8');
  const file = join(folder, 'haproxy.cfg');
  // A test is in more of a hurry than an operator, but on a machine that has other things to do.
  writeFileSync(
    file,
    shipped.replace('bind :4180', `bind 127.0.0.1:${port}`).replace('inter 2s fall 2', 'inter 300ms fall 4'),
  );
  const env = { ...process.env, ...configured.env };
  const child = spawn(program, ['-W', '-db', '-f', file], { env, stdio: 'ignore' });
  const ask: Balancer['ask'] = async (path, headers = {}): Promise<string | null> => {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  };
  await until(async () => (await ask('/')) !== null);
  return { ask, close: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  return exited;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as AddressInfo;
      socket.close(() => resolve(port));
    });
  });
}
