import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { DiffOptions } from '../commands/reading/diff.ts';
import type { MatrixOptions } from '../commands/reading/matrix.ts';
import type { TimelineOptions } from '../commands/reading/timeline.ts';
import type { WhoOptions } from '../commands/reading/who.ts';
import { aboutEngagement, wholeNumber } from './shared-options.ts';

const ON = 'a day (YYYY-MM-DD, in the contract zone) or an instant with its offset (default: now)';
const KNOWN = 'as known at a tree size, or at an instant with its offset (default: all that is recorded)';

/** Commands that ask. Each loads its own code when it runs, so that a question is answered fast. */
export function addReadingCommands(program: Command, contextOf: (command: Command) => Context): void {
  aboutEngagement(program.command('who'))
    .description('who owned a task, on a day or at an instant')
    .argument('[ref]', 'reference of the task')
    .option('--on <time>', ON)
    .option('--known <size|instant>', KNOWN)
    .option('--questions <file>', 'many at once: lines "id TAB item TAB instant", "-" for standard input')
    .action(async (ref: string | undefined, options: WhoOptions, command: Command) => {
      const { who } = await import('../commands/reading/who.ts');
      await who(contextOf(command), ref, options);
    });

  aboutEngagement(program.command('matrix'))
    .description('the whole matrix at an instant')
    .option('--on <time>', `${ON}; a day means its first instant`)
    .option('--known <size|instant>', KNOWN)
    .option('--csv', 'as CSV for a spreadsheet')
    .action(async (options: MatrixOptions, command: Command) => {
      const { matrix } = await import('../commands/reading/matrix.ts');
      await matrix(contextOf(command), options);
    });

  aboutEngagement(program.command('diff'))
    .description('what differs between two points on the two clocks')
    .requiredOption('--from <time>', 'the earlier point: a day or an instant with its offset')
    .requiredOption('--to <time>', 'the later point')
    .option('--known-from <size|instant>', 'what was known at the earlier point (default: all that is recorded)')
    .option('--known-to <size|instant>', 'what was known at the later point (default: all that is recorded)')
    .action(async (options: DiffOptions, command: Command) => {
      const { diff } = await import('../commands/reading/diff.ts');
      await diff(contextOf(command), options);
    });

  aboutEngagement(program.command('timeline'))
    .description('what was recorded, in the order of the ledger')
    .argument('[ref]', 'reference of a task (default: everything)')
    .option('--known <size|instant>', KNOWN)
    .option('--after <cursor>', 'go on where the last page ended')
    .option('--limit <number>', 'entries in a page, 1 to 200', wholeNumber(1, 200), 200)
    .action(async (ref: string | undefined, options: TimelineOptions, command: Command) => {
      const { timeline } = await import('../commands/reading/timeline.ts');
      await timeline(contextOf(command), ref, options);
    });

  program
    .command('engagements')
    .description('every engagement')
    .action(async (_options: unknown, command: Command) => {
      const { engagements } = await import('../commands/writing/engagement.ts');
      await engagements(contextOf(command));
    });
}
