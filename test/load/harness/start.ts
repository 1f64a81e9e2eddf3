import { fork, type ChildProcess } from 'node:child_process';
import { PROCESS_SETTINGS } from '#apps/ledger/src/process-settings';
import type { Ask, Contender, Told } from './contender.ts';

/** How contenders are started. */
export interface StartOptions {
  /** Folder for `.cpuprofile` files of every contender; none are written without it. */
  readonly profile?: string | undefined;
  /** Whether the process is set up as one of our service. Others have what their users have. */
  readonly asService?: boolean;
}

const PROCESS = new URL('./contender-process.ts', import.meta.url);

/** Starts a contender in a process of its own. `module` is the URL of the file that has it. @throws Error with what it said */
export async function start<Settings, Job, Result>(
  module: URL,
  settings: Settings,
  { profile, asService = false }: StartOptions = {},
): Promise<Contender<Job, Result>> {
  const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profile];
  const child = fork(PROCESS, [module.href, JSON.stringify(settings), ...(asService ? ['service'] : [])], {
    execArgv: [...process.execArgv, ...profiling, ...(asService ? PROCESS_SETTINGS.options : [])],
    env: { ...process.env, ...(asService && PROCESS_SETTINGS.environment) },
    // What a contender prints is no part of our table.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const answers = new Answers(child, module.pathname.split('/').at(-1)!);
  const { ready } = (await answers.next()) as { ready: string };
  const ask = async (what: Ask): Promise<unknown> => {
    child.send(what);
    return ((await answers.next()) as { result: unknown }).result;
  };
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    setup: ready,
    run: async (job) => (await ask({ run: job })) as Result,
    close: async () => {
      if (child.connected) await ask('close').catch(() => child.kill());
      await exited;
    },
  };
}

/** Answers of a process, in order. One that ended, or that failed, rejects whoever waits. */
class Answers {
  readonly #name: string;
  readonly #waiting: { resolve: (told: Told) => void; reject: (error: Error) => void }[] = [];
  #ended: Error | undefined;

  constructor(child: ChildProcess, name: string) {
    this.#name = name;
    child.on('message', (told: Told) => {
      const waiting = this.#waiting.shift();
      if ('failed' in told) waiting?.reject(new Error(`${name}: ${told.failed}`));
      else waiting?.resolve(told);
    });
    child.once('exit', (code) => {
      this.#ended = new Error(`${this.#name} ended with ${String(code)}`);
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
    });
  }

  next(): Promise<Told> {
    return new Promise((resolve, reject) => {
      if (this.#ended === undefined) this.#waiting.push({ resolve, reject });
      else reject(this.#ended);
    });
  }
}
