import { setFlagsFromString } from 'node:v8';

/**
 * How a process of the service is set up, so that it stays small for as long as it runs: said here once, for the service, the
 * image, `onus serve` and the measurements.
 */
export interface ProcessSettings {
  /**
   * Options of Node.js. Young objects have 16 MiB instead of 64, and what is kept is cleaned up when it has grown by 15 %: more of
   * either is resident memory that makes nothing faster. And V8 shall not learn where objects live long. It learns it when a thousand
   * ledgers are opened at once, then makes every command among the old objects, where it keeps alive all that it refers to until old
   * objects are collected: recording took a third longer.
   */
  readonly options: readonly string[];
  /**
   * Options of Node.js for the threads that write, derive and sign. They work in batches of which little is kept: with a quarter of the
   * main thread's room for young objects they are 20 MiB smaller together, and deriving everything anew takes a tenth longer.
   */
  readonly threads: readonly string[];
  /**
   * Environment, for the C library. It keeps two pools of memory for all threads, where each thread would hoard one of its own.
   * Pieces of 64 KiB and more (snapshots, lists of evidence) come from the system and go back to it; in a pool they would leave
   * gaps.
   */
  readonly environment: Readonly<Record<string, string>>;
}

export const PROCESS_SETTINGS: ProcessSettings = {
  options: ['--max-semi-space-size=8', '--heap-growing-percent=15', '--no-allocation-site-pretenuring'],
  threads: ['--max-semi-space-size=2'],
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '131072' },
};

/**
 * Makes this process one that is set up so; `own` is the environment that it has. Both are read only when a program begins, so the program
 * begins again in the same process: its id, its parent, its terminal and what its exit code is told to stay as they are. Call it before
 * anything is open, and before any thread is started. What whoever started it has set stays as it was set. Where a process cannot begin
 * again (Windows, a thread, a child that talks to its parent) only its threads are set up: the service works all the same and takes more
 * memory.
 */
export function setUpProcess(own: NodeJS.ProcessEnv): void {
  const { options, environment } = PROCESS_SETTINGS;
  const given = [...process.execArgv, ...(own['NODE_OPTIONS'] ?? '').split(' ')];
  const missing = options.filter((option) => !isGiven(option, given));
  const unset = Object.keys(environment).some((name) => own[name] === undefined);
  if ((missing.length > 0 || unset) && process.execve !== undefined && !process.connected) {
    const args = [process.execPath, ...missing, ...process.execArgv, ...process.argv.slice(1)];
    try {
      process.execve(process.execPath, args, { ...environment, ...own });
    } catch {
      // It could not begin again, and goes on as it is.
    }
  }
  setUpThreads(given.filter((option) => !options.includes(option)));
}

/** V8 reads these when a thread begins, and prefers them to the limits that a thread can be started with. `others` were set by somebody else. */
function setUpThreads(others: readonly string[]): void {
  for (const option of PROCESS_SETTINGS.threads) if (!isGiven(option, others)) setFlagsFromString(option);
}

const isGiven = (option: string, given: readonly string[]): boolean =>
  given.some((each) => nameOf(each) === nameOf(option));

/** `--max-semi-space-size=8` and `--max_semi_space_size=16` are one option, as are `--no-x` and `--x`. */
const nameOf = (option: string): string =>
  option
    .split('=')[0]!
    .replaceAll('_', '-')
    .replace(/^--no-/, '--');
