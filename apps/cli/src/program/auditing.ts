import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { AuditOptions } from '../commands/auditing/audit.ts';
import { aboutEngagement } from './shared-options.ts';

type ContextOf = (command: Command) => Context;

/** Commands that hold the ledgers to what was signed of them, here and by others. */
export function addAuditingCommands(program: Command, contextOf: ContextOf): void {
  program
    .command('audit')
    .description('hold every ledger, byte for byte, to what was sealed of it; ends with 1 where something is wrong')
    .option('-e, --engagement <slug>', 'one engagement only')
    .action(async (options: AuditOptions, command: Command) => {
      const { audit } = await import('../commands/auditing/audit.ts');
      await audit(contextOf(command), options);
    });

  const witness = program.command('witness').description('the witnesses of a ledger');
  aboutEngagement(witness.command('status'))
    .description('what each witness has cosigned, when, and what is wrong')
    .action(async ({ engagement }: { engagement: string }, command: Command) => {
      const { witnessStatus } = await import('../commands/auditing/witness-status.ts');
      await witnessStatus(contextOf(command), engagement);
    });
}
