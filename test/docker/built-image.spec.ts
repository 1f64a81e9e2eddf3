import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, textOf } from '#test/architecture/source-tree';
import { finalStages, lastStep, stagesOf, type Step } from './dockerfile.ts';

const stages = stagesOf(textOf('docker/Dockerfile'));
const BUILD = stages.find(({ name }) => name === 'build')!;

/** What a step of the build does, in a folder in the place of the working directory. Packages of the system are those of this machine. */
function perform({ keyword, words, text }: Step, folder: string): void {
  if (keyword === 'COPY') {
    const target = join(folder, words.at(-1)!);
    for (const source of words.slice(0, -1)) {
      const into = words.at(-1)!.endsWith('/') && words.length > 2 ? join(target, source) : target;
      cpSync(join(ROOT, source), into, { recursive: true, filter: (path) => !path.endsWith('/node_modules') });
    }
  }
  if (keyword === 'RUN' && !text.includes('apt-get')) {
    // What is in the cache of npm is not fetched again.
    const env = {
      ...process.env,
      NODE_ENV: '',
      npm_config_prefer_offline: 'true',
      npm_config_update_notifier: 'false',
    };
    execFileSync('/bin/sh', ['-c', text], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** The build of the image, step by step and without Docker, and what it makes. */
describe('What the Dockerfile builds', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-image-'));
    for (const step of BUILD.steps) perform(step, folder);
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is what it takes to run, without tests and without packages for development', () => {
    const has = (path: string): boolean => existsSync(join(folder, path));
    expect(['dist', 'LICENSE', 'node_modules/fastify', 'node_modules/node/bin/node'].map(has)).toEqual(
      Array(4).fill(true),
    );
    // TypeScript is there for development, and as what others may use: nobody does.
    expect(['test', 'docs', 'docker', '.git', 'node_modules/jest', 'node_modules/typescript'].map(has)).toEqual(
      Array(6).fill(false),
    );
  });

  it.each(finalStages(stages).map(({ name }) => name))(
    'starts as %s on an empty folder, says that it is well, and stops when it is told to',
    async (name) => {
      const stage = stages.find((each) => each.name === name)!;
      const data = join(folder, `data-${name}`);
      mkdirSync(data, { mode: 0o700 });
      const moved = (words: readonly string[]): string[] =>
        words.map((word) => word.replace(/^\/onus\//, `${folder}/`));
      const [program, ...args] = moved(lastStep(stages, stage, 'CMD')!.words);
      const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', ...environment(stage, data) };
      const child = spawn(program!, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
      try {
        const port = await listening(child.stdout);
        const check = lastStep(stages, stage, 'HEALTHCHECK')!.text.replace(/^CMD /, '');
        const [probe, ...asked] = moved(JSON.parse(check) as string[]);
        const healthy =
          (at: string): (() => unknown) =>
          () =>
            execFileSync(probe!, asked, { env: { ...env, ...portOf(env, at) }, stdio: 'ignore' });
        expect(healthy(port)).not.toThrow();
        // Nobody listens at port 9 of this machine.
        expect(healthy('9')).toThrow('Command failed');
      } finally {
        child.kill('SIGTERM');
      }
      expect(await exited).toBe(0);
    },
  );
});

/** What the image sets, but for the folder and the port, which are ours. */
function environment(stage: (typeof stages)[number], data: string): Record<string, string> {
  const set = Object.fromEntries(
    lastStep(stages, stage, 'ENV')!.words.map((word) => word.split('=') as [string, string]),
  );
  const own = Object.entries(set).map(([name, value]) => {
    if (name.endsWith('_DATA')) return [name, data];
    if (name.endsWith('_PORT')) return [name, '0'];
    return [name, name.endsWith('_HOST') ? '127.0.0.1' : value];
  });
  return { ...(Object.fromEntries(own) as Record<string, string>), ONUS_WITNESS_NAME: 'witness.test.example' };
}

const portOf = (env: Record<string, string>, port: string): Record<string, string> =>
  Object.fromEntries(
    Object.keys(env)
      .filter((name) => name.endsWith('_PORT'))
      .map((name) => [name, port]),
  );

/** The port that it prints. */
function listening(output: NodeJS.ReadableStream): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    output.on('data', (text: Buffer) => {
      printed += text.toString();
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
      if (port !== undefined) resolve(port);
    });
    output.once('end', () => reject(new Error(`it ended: ${printed}`)));
  });
}
