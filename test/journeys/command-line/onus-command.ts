import { Buffer } from 'node:buffer';
import type { ExitCode } from '#apps/cli/src/exit-codes';
import { run } from '#apps/cli/src/program/program';

export interface Finished {
  readonly exit: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line from its arguments to its exit code, in this process: for tests that ask hundreds of questions. */
export async function onus(args: readonly string[], input = ''): Promise<Finished> {
  const printed = { stdout: '', stderr: '' };
  const exit = await run(
    args,
    {
      out: (text) => void (printed.stdout += text),
      err: (text) => void (printed.stderr += text),
      stdin: () => Promise.resolve(Buffer.from(input)),
      watched: false,
      columns: undefined,
    },
    { dataFolder: './data', key: undefined, origin: undefined },
  );
  return { exit, ...printed };
}

/** As `onus`, where it must succeed: its answer. */
export async function onusAnswers(args: readonly string[], input?: string): Promise<string> {
  const { exit, stdout, stderr } = await onus(args, input);
  if (exit !== 0) throw new Error(`onus ${args.join(' ')} ended with ${exit}: ${stderr}`);
  return stdout;
}

/** As `onusAnswers`, with `--json`. */
export const onusJson = async (...args: readonly string[]): Promise<unknown> =>
  JSON.parse(await onusAnswers([...args, '--json']));
