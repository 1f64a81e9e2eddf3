import type { Command } from 'commander';
import type { PackOptions } from '../commands/proving/pack.ts';
import type { VerifyOptions } from '../commands/proving/verify.ts';
import type { Context } from '../context.ts';
import { aboutEngagement } from './shared-options.ts';

/** Commands that prove something to somebody who need not trust us, and that verify it. */
export function addProvingCommands(program: Command, contextOf: (command: Command) => Context): void {
  aboutEngagement(program.command('pack'))
    .description('write an evidence pack: a question, its answer, and what it takes to verify both')
    .requiredOption('--out <file>', 'the file to write')
    .option('--task <ref>', 'reference of the task (default: the whole matrix)')
    .option('--on <time>', 'a day (YYYY-MM-DD, in the contract zone) or an instant with its offset (default: now)')
    .option('--from <time>', 'a period of a task: from this instant, or the first of this day, …')
    .option('--to <time>', '… up to, and not with, this instant, or this day')
    .option('--known <size|instant>', 'as known at a tree size, or at an instant (default: all that is recorded)')
    .action(async (options: PackOptions, command: Command) => {
      const { pack } = await import('../commands/proving/pack.ts');
      await pack(contextOf(command), options);
    });

  program
    .command('verify')
    .description('verify an evidence pack: without a server, a network or a data folder')
    .argument('<pack>', 'the pack, "-" for standard input')
    .requiredOption('--policy <file>', 'whom to trust; got another way than the pack')
    .addHelpText('after', '\nEnds with 0 where the pack is proven, 1 where it is refuted, 2 where it cannot be read.')
    .action(async (file: string, options: VerifyOptions, command: Command) => {
      const { verify } = await import('../commands/proving/verify.ts');
      await verify(contextOf(command), file, options);
    });

  program
    .command('verifier-page')
    .description('print the verifier as one HTML file that needs nothing but a browser')
    .action(async (_options: unknown, command: Command) => {
      const { verifierPage } = await import('../commands/proving/verifier-page.ts');
      verifierPage(contextOf(command));
    });
}
