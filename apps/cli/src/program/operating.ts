import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { CreateKeyOptions } from '../commands/operating/key.ts';
import type { ServeOptions } from '../commands/operating/serve.ts';
import { wholeNumber } from './shared-options.ts';

type ContextOf = (command: Command) => Context;

/** Commands for whoever runs the product. */
export function addOperatingCommands(program: Command, contextOf: ContextOf): void {
  program
    .command('serve')
    .description('run the service: the API and the page (the same as npm start)')
    .option('--port <number>', 'port to listen on', wholeNumber(0, 65_535))
    .option('--host <address>', 'address to listen on')
    .action(async (options: ServeOptions, command: Command) => {
      const { serve } = await import('../commands/operating/serve.ts');
      await serve(contextOf(command), options);
    });

  program
    .command('demo')
    .description('build the demonstration: a year of one engagement')
    .action(async (_options: unknown, command: Command) => {
      const { demo } = await import('../commands/operating/demo.ts');
      await demo(contextOf(command));
    });

  program
    .command('rebuild')
    .description('derive the read models anew from the ledgers')
    .action(async (_options: unknown, command: Command) => {
      const { rebuild } = await import('../commands/operating/rebuild.ts');
      await rebuild(contextOf(command));
    });

  addKeys(program, contextOf);
}

function addKeys(program: Command, contextOf: ContextOf): void {
  const key = program.command('key').description('API keys of the installation');
  key
    .command('create')
    .description('make a key and show it, this once')
    .requiredOption('--label <text>', 'what it is for')
    .option('-e, --engagement <slug>', 'the engagement in which it acts')
    .option('--member <id>', 'the member as whom it acts there')
    .option('--owner', 'an owner key: it may open engagements')
    .action(async (options: CreateKeyOptions, command: Command) => {
      const { createKey } = await import('../commands/operating/key.ts');
      await createKey(contextOf(command), options);
    });
  key
    .command('list')
    .description('every key, without its secret')
    .action(async (_options: unknown, command: Command) => {
      const { listKeys } = await import('../commands/operating/key.ts');
      await listKeys(contextOf(command));
    });
  key
    .command('revoke')
    .description('end a key for good')
    .argument('<id>', 'id of the key, from "onus key list"')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { revokeKey } = await import('../commands/operating/key.ts');
      await revokeKey(contextOf(command), id);
    });
}
