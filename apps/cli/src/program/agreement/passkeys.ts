import type { Command } from 'commander';
import type { PasskeysOptions } from '../../commands/passkeys/passkeys.ts';
import type { WriteOptions } from '../../commands/writing/write-options.ts';
import type { Context } from '../../context.ts';
import { aboutEngagement, recording } from '../shared-options.ts';

/** Passkeys: what members registered in a browser to sign their approvals with. */
export function addPasskeyCommands(program: Command, contextOf: (command: Command) => Context): void {
  const passkey = program.command('passkey').description('passkeys with which members sign their approvals');
  aboutEngagement(passkey.command('list'))
    .description('every passkey that was registered, and which are revoked')
    .action(async (options: PasskeysOptions, command: Command) => {
      const { listPasskeys } = await import('../../commands/passkeys/passkeys.ts');
      await listPasskeys(contextOf(command), options);
    });
  recording(passkey.command('revoke'))
    .description('let a passkey sign nothing more: your own, or as an owner one of your party')
    .argument('<passkey>', 'id of the passkey, as the list has it; put "--" before one that begins with a dash')
    .action(async (id: string, options: WriteOptions, command: Command) => {
      const { revokePasskey } = await import('../../commands/passkeys/passkeys.ts');
      await revokePasskey(contextOf(command), id, options);
    });
}
