import type { Command } from 'commander';
import type { TakeOptions } from '../commands/snapshots/sealing.ts';
import type { ShowOptions } from '../commands/snapshots/showing.ts';
import type { VerifySnapshotOptions } from '../commands/snapshots/verifying.ts';
import type { Context } from '../context.ts';
import { aboutEngagement, recording } from './shared-options.ts';

/** Commands about the matrix as it was sealed. */
export function addSnapshotCommands(program: Command, contextOf: (command: Command) => Context): void {
  const snapshot = program.command('snapshot').description('seal the matrix, and verify and compare what was sealed');
  recording(snapshot.command('take'))
    .description('seal the matrix at a point on both clocks: the same question gives the same bytes, for ever')
    .option(
      '--on <time>',
      'a day (its first instant in the contract zone) or an instant with its offset (default: now)',
    )
    .option('--known <size|instant>', 'as known at a tree size, or at an instant (default: all that is recorded)')
    .option('--out <file>', 'write the sealed document into this file')
    .action(async (options: TakeOptions, command: Command) => {
      const { takeSnapshot } = await import('../commands/snapshots/sealing.ts');
      await takeSnapshot(contextOf(command), options);
    });

  aboutEngagement(snapshot.command('list'))
    .description('every snapshot that was taken')
    .action(async (options: ShowOptions, command: Command) => {
      const { listSnapshots } = await import('../commands/snapshots/showing.ts');
      await listSnapshots(contextOf(command), options);
    });

  aboutEngagement(snapshot.command('show'))
    .description('a snapshot as it was sealed, and whether it verifies')
    .argument('<id>', 'id of the snapshot, like s41')
    .option('--out <file>', 'write the sealed document into this file')
    .action(async (id: string, options: ShowOptions, command: Command) => {
      const { showSnapshot } = await import('../commands/snapshots/showing.ts');
      await showSnapshot(contextOf(command), id, options);
    });

  aboutEngagement(snapshot.command('verify'))
    .description('whether a snapshot follows from the entries, or a document that somebody holds is the sealed one')
    .argument('<id|file>', 'id of the snapshot, like s41, or the file of the document ("-" for standard input)')
    .option('--of <id>', 'compare the file with this snapshot (default: the one of its digest, or of its question)')
    .addHelpText('after', '\nEnds with 0 where it is the same, 1 where it differs, 2 where the file cannot be read.')
    .action(async (what: string, options: VerifySnapshotOptions, command: Command) => {
      const { verifySnapshot } = await import('../commands/snapshots/verifying.ts');
      await verifySnapshot(contextOf(command), what, options);
    });

  aboutEngagement(snapshot.command('compare'))
    .description('what differs between two snapshots, or two points on either clock')
    .argument(
      '<from>',
      'a snapshot (s41), a day or an instant, or one of these with @ and what was known (2026-03-14@212)',
    )
    .argument('<to>', 'the other side, written alike')
    .action(async (from: string, to: string, options: { engagement: string }, command: Command) => {
      const { compareSnapshots } = await import('../commands/snapshots/comparing.ts');
      await compareSnapshots(contextOf(command), [from, to], options);
    });
}
