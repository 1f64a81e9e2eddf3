import { Command, CommanderError } from 'commander';
import type { WitnessConfig } from '../config.ts';
import { startWitness } from '../start.ts';
import { acknowledge, listAlarms, type AcknowledgeOptions } from './alarms.ts';
import type { Print } from './command-fault.ts';
import { checkCopies, printEntries } from './copies.ts';
import { printKey } from './key.ts';

/**
 * Runs what the command line asks for; without a command, the witness itself. Gives the exit code: 0 done, 1 something was found, 2 not
 * understood.
 *
 * @throws CommandFault and what `startWitness` throws
 */
export async function run(args: readonly string[], config: () => WitnessConfig, print: Print): Promise<number> {
  let code = 0;
  const program = new Command('witness')
    .description(
      'A witness of transparency logs (C2SP tlog-witness). Settings are environment variables: docs/operating.md.',
    )
    .configureOutput({ writeOut: (text) => void print(text) })
    .showHelpAfterError('--help names the commands and their options.')
    .exitOverride()
    .action(() => startWitness(config()));
  program
    .command('vkey')
    .description('who this witness is, as a line for the policy of verifiers')
    .action(() => printKey(config(), print));
  program
    .command('alarms')
    .description('what was found out and nobody has acknowledged, with the evidence')
    .option('--all', 'acknowledged ones as well')
    .action((options: { readonly all?: boolean }) => listAlarms(config(), options, print));
  program
    .command('acknowledge')
    .description('say that a person has looked at an alarm and knows what to do')
    .argument('<id>', 'number of the alarm')
    .requiredOption('--by <name>', 'who has looked')
    .option('--remark <text>', 'what was done about it', '')
    .action((id: string, options: AcknowledgeOptions) => acknowledge(config(), id, options, print));
  program
    .command('check')
    .description('hash every copied entry again, and compare with the checkpoints')
    .action(async () => {
      code = (await checkCopies(config(), print)) ? 0 : 1;
    });
  program
    .command('entries')
    .description('the copied entries of a log, one a line')
    .argument('<origin>', 'the log')
    .action((origin: string) => printEntries(config(), origin, print));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // What was wrong is printed already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
