import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import { printable } from '#answers/words/printable';
import { Context, type GlobalOptions } from '../context.ts';
import { Ended } from '../ended.ts';
import type { Environment } from '../environment.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { verdictOf } from '../verdict.ts';
import { addAuditingCommands } from './auditing.ts';
import { addOperatingCommands } from './operating.ts';
import { addProvingCommands } from './proving.ts';
import { addReceiptCommands } from './receipts.ts';
import { addReadingCommands } from './reading.ts';
import { addSnapshotCommands } from './snapshots.ts';
import { addPasskeyCommands } from './agreement/passkeys.ts';
import { addInboxCommand } from './agreement/inbox.ts';
import { addMatrixWideCommands } from './agreement/versions.ts';
import { addWritingCommands } from './writing.ts';

const EXIT_CODES = `
Exit codes:
  0   done, also where there was nothing to do or the answer is "nobody"
  1   there is no such engagement, task, change, member or data folder
  2   the command was not understood, or a file is broken; nothing was recorded
  3   a rule of the engagement says no; nothing was recorded
  4   the data folder is in use, full or damaged
  5   the server cannot be reached, does not know the key, or failed
  70  a fault of the program

onus --version prints the version. Everything is described in docs/cli.md.`;

/**
 * Runs one command and gives the code to exit with. Answers go to standard output, faults to standard error: as text, or with
 * --json as a problem document (RFC 9457) on one line.
 */
export async function run(args: readonly string[], io: Io, environment: Environment): Promise<ExitCode> {
  // Alone only: commands have a --version of their own, which names one of the matrix.
  if (args.length === 1 && args[0] === '--version') {
    io.out(`${ownVersion()}\n`);
    return EXIT.done;
  }
  try {
    const program = newProgram(io, (command) => new Context(io, environment, command.optsWithGlobals<GlobalOptions>()));
    await program.parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof Ended) return error.exit;
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    // Nothing was asked: the help was printed already.
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
    const { exit, problem } = verdictOf(error);
    // What comes after "--" is no option, but a fault told in JSON there does no harm.
    io.err(args.includes('--json') ? `${JSON.stringify(problem)}\n` : printable(`onus: ${problem.detail}\n`));
    return exit;
  }
}

function newProgram(io: Io, contextOf: (command: Command) => Context): Command {
  const program = new Command('onus')
    .description('Who bore which security duty, on any date.')
    .option('--data <folder>', 'data folder (default: ONUS_DATA, else ./data)')
    .option('--store <store>', 'where the ledgers are: sqlite or kurrentdb://… (default: ONUS_STORE, else sqlite)')
    .addOption(new Option('--server <url>', 'work with a server instead of a data folder').conflicts('data'))
    .option('--key <key>', 'API key for the server (default: ONUS_KEY)')
    .option('--json', 'answer in JSON')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES)
    // Faults are told by us, so that --json holds for them too.
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
    .exitOverride();
  addReadingCommands(program, contextOf);
  addInboxCommand(program, contextOf);
  addProvingCommands(program, contextOf);
  addReceiptCommands(program, contextOf);
  addWritingCommands(program, contextOf);
  addSnapshotCommands(program, contextOf);
  addMatrixWideCommands(program, contextOf);
  addPasskeyCommands(program, contextOf);
  addOperatingCommands(program, contextOf);
  addAuditingCommands(program, contextOf);
  return program;
}

/** The same from sources and from `dist/`: there is one package.json above both. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(findPackageJSON('..', import.meta.url)!, 'utf8')) as { version: string };
  return version;
}
