import type { Command } from 'commander';
import type { InboxOptions } from '../../commands/reading/inbox.ts';
import type { Context } from '../../context.ts';

/** What waits for whoever asks. */
export function addInboxCommand(program: Command, contextOf: (command: Command) => Context): void {
  program
    .command('inbox')
    .description('what waits for you, what you asked of others, and what you bear')
    .option('-e, --engagement <slug>', 'in this engagement (default: in every one)')
    .option('--as <member>', 'as this member, on a data folder (default: m3, who opened the engagement)')
    .action(async (options: InboxOptions, command: Command) => {
      const { inbox } = await import('../../commands/reading/inbox.ts');
      await inbox(contextOf(command), options);
    });
}
