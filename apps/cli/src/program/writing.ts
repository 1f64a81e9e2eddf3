import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { EvidenceListOptions, EvidenceOptions, ReviewOptions } from '../commands/writing/evidence.ts';
import type { ImportOptions } from '../commands/writing/import.ts';
import type { OpeningOptions } from '../commands/writing/opening.ts';
import type { WriteOptions } from '../commands/writing/write-options.ts';
import { addAcceptingCommands } from './agreement/accepting.ts';
import { addChangeCommands } from './agreement/changes.ts';
import { addPeopleCommands } from './agreement/people.ts';
import { aboutEngagement, choice, opening, receipted, recording } from './shared-options.ts';

type ContextOf = (command: Command) => Context;

/** Commands that record. */
export function addWritingCommands(program: Command, contextOf: ContextOf): void {
  addImport(program, contextOf);
  addEngagement(program, contextOf);
  addPeopleCommands(program, contextOf);
  addChangeCommands(program, contextOf);
  addEvidence(program, contextOf);
  addAcceptingCommands(program, contextOf);
}

function addImport(program: Command, contextOf: ContextOf): void {
  const command = receipted(aboutEngagement(program.command('import')))
    .description('record a dated version of a matrix, or an assignment feed, as the file says it')
    .argument('<file>', 'the file; "-" for standard input')
    .addOption(choice('--format <format>', 'what the file is', ['matrix-csv', 'assignments']).makeOptionMandatory())
    .option('--effective <instant>', 'matrix: from when it holds, with the offset')
    .option('--map <file|name>', 'matrix: what the columns mean; "cloud-gov" and "mssp-baseline" are ready')
    .addOption(
      choice('--mode <mode>', 'feed: each event replaces the owner, or adds and removes one (default: replace)', [
        'replace',
        'set',
      ]),
    )
    .addOption(choice('--on-close <what>', 'feed: whether closing frees the owner (default: keep)', ['keep', 'clear']))
    .option('--as <member>', 'import as this member, on a data folder (default: m3, who opened the engagement)')
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const { importCommand } = await import('../commands/writing/import.ts');
      await importCommand(contextOf(command), file, options);
    });
  opening(command).addHelpText('after', '\nAn engagement that is not there yet is opened, if the file is sound.');
}

function addEngagement(program: Command, contextOf: ContextOf): void {
  const engagement = program.command('engagement').description('open an engagement');
  receipted(opening(engagement.command('open')))
    .description('begin the ledger of an engagement')
    .argument('<slug>', 'its short name: lower-case letters, digits and hyphens')
    .option('--command-id <uuid>', 'id of the command; the same id never records twice')
    .action(
      async (slug: string, options: OpeningOptions & Pick<WriteOptions, 'commandId' | 'receipt'>, command: Command) => {
        const { openEngagement } = await import('../commands/writing/engagement.ts');
        await openEngagement(contextOf(command), slug, options);
      },
    );
}

function addEvidence(program: Command, contextOf: ContextOf): void {
  const evidence = program.command('evidence').description('show that a duty was done');
  recording(evidence.command('add'))
    .description('submit evidence by the SHA-256 of a file, which stays where it is')
    .argument('<file>', 'the artefact')
    .requiredOption('--task <ref>', 'the task that it is about')
    .option('--title <text>', 'what it shows; sealed (default: the name of the file)')
    .option('--media-type <type>', 'for example application/pdf')
    .option('--covers-from <instant>', 'begin of the period that it covers')
    .option('--covers-to <instant>', 'end of the period, itself not covered')
    .option('--collected-at <instant>', 'when it was collected')
    .option('--source-tool <name>', 'what produced it')
    .option('--supersedes <evidence>', 'id of the evidence that it takes the place of')
    .action(async (file: string, options: EvidenceOptions, command: Command) => {
      const { addEvidence: add } = await import('../commands/writing/evidence.ts');
      await add(contextOf(command), file, options);
    });
  recording(evidence.command('review'))
    .description('check evidence that somebody else submitted: it shows what it says, or it is returned')
    .argument('<evidence>', 'id of the evidence, like e77')
    .option('--return', 'return it; needs --reason')
    .option('--reason <text>', 'why; it is sealed')
    .action(async (id: string, options: ReviewOptions, command: Command) => {
      const { reviewEvidence } = await import('../commands/writing/evidence.ts');
      await reviewEvidence(contextOf(command), id, options);
    });
  aboutEngagement(evidence.command('list'))
    .description('what was submitted')
    .option('--task <ref>', 'of this task only')
    .action(async (options: EvidenceListOptions, command: Command) => {
      const { listEvidence } = await import('../commands/writing/evidence.ts');
      await listEvidence(contextOf(command), options);
    });
}
