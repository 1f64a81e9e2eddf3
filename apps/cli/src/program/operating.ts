import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { DueOptions } from '../commands/operating/due.ts';
import type { CreateKeyOptions } from '../commands/operating/key.ts';
import type { SigningKeyOptions } from '../commands/operating/signing-key.ts';
import type { ServeOptions } from '../commands/operating/serve.ts';
import type { MigrateOptions } from '../commands/operating/migrate.ts';
import { choice, receipted, wholeNumber } from './shared-options.ts';

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

  receipted(program.command('demo'))
    .description('build the demonstration: a year of one engagement')
    .action(async (options: { receipt?: string }, command: Command) => {
      const { demo } = await import('../commands/operating/demo.ts');
      await demo(contextOf(command), options);
    });

  program
    .command('rebuild')
    .description('derive the read models anew from the ledgers')
    .action(async (_options: unknown, command: Command) => {
      const { rebuild } = await import('../commands/operating/rebuild.ts');
      await rebuild(contextOf(command));
    });

  program
    .command('due')
    .description('what has come due by itself about changes, in all engagements; a running service records it')
    .option('--record', 'record it')
    .action(async (options: DueOptions, command: Command) => {
      const { due } = await import('../commands/operating/due.ts');
      await due(contextOf(command), options);
    });

  program
    .command('migrate')
    .description('move the ledgers of the data folder into an event store that replicas share')
    .addOption(choice('--from <engine>', 'where they are now', ['sqlite']).default('sqlite'))
    .requiredOption('--to <store>', 'connection string, kurrentdb://…')
    .action(async (options: MigrateOptions, command: Command) => {
      const { migrateFolder } = await import('../commands/operating/migrate.ts');
      await migrateFolder(contextOf(command), options);
    });

  const key = program
    .command('key')
    .description('API keys of callers (create, list, revoke); the key that signs (show, policy, rotate)');
  addApiKeys(key, contextOf);
  addSigningKey(key, contextOf);
}

const ofEngagement = (command: Command): Command =>
  command.option('-e, --engagement <slug>', 'the engagement whose ledger is meant');

function addSigningKey(key: Command, contextOf: ContextOf): void {
  ofEngagement(key.command('show'))
    .description('the keys with which ledgers are signed, as others verify with them')
    .action(async (options: SigningKeyOptions, command: Command) => {
      const { showSigningKey } = await import('../commands/operating/signing-key.ts');
      await showSigningKey(contextOf(command), options);
    });
  ofEngagement(key.command('policy'))
    .description('the policy that trusts a ledger, for whoever verifies')
    .action(async (options: SigningKeyOptions, command: Command) => {
      const { showPolicy } = await import('../commands/operating/signing-key.ts');
      await showPolicy(contextOf(command), options);
    });
  key
    .command('rotate')
    .description('sign with a new key, for which the old one vouches in every ledger; not while the service runs')
    .action(async (_options: unknown, command: Command) => {
      const { rotateKey } = await import('../commands/operating/signing-key.ts');
      await rotateKey(contextOf(command));
    });
}

function addApiKeys(key: Command, contextOf: ContextOf): void {
  key
    .command('create')
    .description('make an API key and show it, this once')
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
    .description('every API key, without its secret')
    .action(async (_options: unknown, command: Command) => {
      const { listKeys } = await import('../commands/operating/key.ts');
      await listKeys(contextOf(command));
    });
  key
    .command('revoke')
    .description('end an API key for good')
    .argument('<id>', 'id of the key, from "onus key list"')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { revokeKey } = await import('../commands/operating/key.ts');
      await revokeKey(contextOf(command), id);
    });
}
