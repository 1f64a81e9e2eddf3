import type { Command } from 'commander';
import type { ConsistencyOptions } from '../commands/proving/consistency.ts';
import type { Context } from '../context.ts';
import { aboutEngagement } from './shared-options.ts';

const EXITS = '\nEnds with 0 where it is proven, 1 where it is refuted, 2 where it cannot be read.';

/** Commands with which a receipt that was kept is held against the ledger. */
export function addReceiptCommands(program: Command, contextOf: (command: Command) => Context): void {
  program
    .command('receipt')
    .description('what a write was answered with, and what it proves')
    .command('verify')
    .description('verify a receipt: without a server, a network or a data folder')
    .argument('<file>', 'the receipt, or an answer in JSON that holds it; "-" for standard input')
    .requiredOption('--policy <file>', 'whom to trust; got another way than the receipt')
    .addHelpText('after', EXITS)
    .action(async (file: string, options: { policy: string }, command: Command) => {
      const { verifyReceiptFile } = await import('../commands/proving/receipt.ts');
      await verifyReceiptFile(contextOf(command), file, options);
    });

  aboutEngagement(program.command('consistency'))
    .description('prove that a ledger as it was is the beginning of what it became')
    .argument('<old>', 'file with a checkpoint or a receipt, or a tree size')
    .argument('<new>', 'the same of a later time')
    .option('--policy <file>', 'whose signatures to ask for (default: none is looked at)')
    .addHelpText('after', EXITS)
    .action(async (older: string, newer: string, options: ConsistencyOptions, command: Command) => {
      const { consistency } = await import('../commands/proving/consistency.ts');
      await consistency(contextOf(command), older, newer, options);
    });
}
