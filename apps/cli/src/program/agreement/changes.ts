import type { Command } from 'commander';
import type {
  ApproveOptions,
  DescribeOptions,
  ProposeOptions,
  ReasonedOptions,
  ReviseOptions,
} from '../../commands/changes/changing.ts';
import type { CertificateOptions } from '../../commands/changes/certificate.ts';
import type { ChangesOptions } from '../../commands/reading/changes.ts';
import type { WriteOptions } from '../../commands/writing/write-options.ts';
import type { Context } from '../../context.ts';
import { aboutEngagement, choice, delegable, recording } from '../shared-options.ts';

type ContextOf = (command: Command) => Context;

const STATUSES = ['draft', 'proposed', 'agreed', 'rejected', 'withdrawn', 'expired', 'superseded', 'overridden'];
const NUMBER = 'number of the change, like C-3';
const DIGEST = ['--digest <hex>', 'digest of the text that was read (default: as it stands)'] as const;

/** Changes: how they are written, decided and read. */
export function addChangeCommands(program: Command, contextOf: ContextOf): void {
  const change = program.command('change').description('propose changes and decide on them');
  addWriting(change, contextOf);
  addDeciding(change, contextOf);
  addOverriding(change, contextOf);
  addQuestions(change, contextOf);
}

function addWriting(change: Command, contextOf: ContextOf): void {
  delegable(change.command('propose'))
    .description('propose a change that is written in a JSON file')
    .argument('<file>', 'the change; "-" for standard input')
    .option('--draft', 'keep it as a draft, about which nobody can decide yet')
    .action(async (file: string, options: ProposeOptions, command: Command) => {
      const { propose } = await import('../../commands/changes/changing.ts');
      await propose(contextOf(command), file, options);
    });
  delegable(change.command('revise'))
    .description('give a change the text of a JSON file; earlier approvals count no more')
    .argument('<change>', NUMBER)
    .argument('<file>', 'the change; "-" for standard input')
    .option('--note <text>', 'what is another than before; sealed')
    .action(async (id: string, file: string, options: ReviseOptions, command: Command) => {
      const { revise } = await import('../../commands/changes/changing.ts');
      await revise(contextOf(command), id, file, options);
    });
  recording(change.command('describe'))
    .description('put the title and the reason in other words, before anybody has approved')
    .argument('<change>', NUMBER)
    .requiredOption('--title <text>', 'the title; sealed')
    .option('--reason <text>', 'the reason; sealed')
    .action(async (id: string, options: DescribeOptions, command: Command) => {
      const { describeChange } = await import('../../commands/changes/changing.ts');
      await describeChange(contextOf(command), id, options);
    });
  delegable(change.command('open'))
    .description('let everybody decide about a draft')
    .argument('<change>', NUMBER)
    .option(...DIGEST)
    .action(async (id: string, options: ApproveOptions, command: Command) => {
      const { open } = await import('../../commands/changes/changing.ts');
      await open(contextOf(command), id, options);
    });
  recording(change.command('withdraw'))
    .description('take a change back')
    .argument('<change>', NUMBER)
    .action(async (id: string, options: WriteOptions, command: Command) => {
      const { withdraw } = await import('../../commands/changes/changing.ts');
      await withdraw(contextOf(command), id, options);
    });
}

function addDeciding(change: Command, contextOf: ContextOf): void {
  delegable(change.command('approve'))
    .description('approve a change for your party')
    .argument('<change>', NUMBER)
    .option(...DIGEST)
    .action(async (id: string, options: ApproveOptions, command: Command) => {
      const { approve } = await import('../../commands/changes/changing.ts');
      await approve(contextOf(command), id, options);
    });
  delegable(change.command('request'))
    .description('ask for another text; the change waits for it')
    .argument('<change>', NUMBER)
    .requiredOption('--reason <text>', 'what should be another; sealed')
    .option(...DIGEST)
    .action(async (id: string, options: ReasonedOptions, command: Command) => {
      const { requestChanges } = await import('../../commands/changes/changing.ts');
      await requestChanges(contextOf(command), id, options);
    });
  delegable(change.command('reject'))
    .description('reject a change: it is over')
    .argument('<change>', NUMBER)
    .requiredOption('--reason <text>', 'why; sealed')
    .action(async (id: string, options: ReasonedOptions, command: Command) => {
      const { reject } = await import('../../commands/changes/changing.ts');
      await reject(contextOf(command), id, options);
    });
}

function addOverriding(change: Command, contextOf: ContextOf): void {
  recording(change.command('override'))
    .description('ask, as an owner, to put a change in force without its approvals')
    .argument('<change>', NUMBER)
    .requiredOption('--reason <text>', 'why, in at least 20 characters; sealed')
    .option(...DIGEST)
    .action(async (id: string, options: ReasonedOptions, command: Command) => {
      const { requestOverride } = await import('../../commands/changes/changing.ts');
      await requestOverride(contextOf(command), id, options);
    });
  recording(change.command('confirm-override'))
    .description('confirm an override, as the second person')
    .argument('<change>', NUMBER)
    .option(...DIGEST)
    .action(async (id: string, options: ApproveOptions, command: Command) => {
      const { confirmOverride } = await import('../../commands/changes/changing.ts');
      await confirmOverride(contextOf(command), id, options);
    });
}

function addQuestions(change: Command, contextOf: ContextOf): void {
  aboutEngagement(change.command('list'))
    .description('the change register')
    .addOption(choice('--status <status>', 'only these', STATUSES))
    .action(async (options: ChangesOptions, command: Command) => {
      const { listChanges } = await import('../../commands/reading/changes.ts');
      await listChanges(contextOf(command), options);
    });
  aboutEngagement(change.command('show'))
    .description('one change, with its course and its digest')
    .argument('<change>', NUMBER)
    .action(async (id: string, options: ChangesOptions, command: Command) => {
      const { showChange } = await import('../../commands/reading/changes.ts');
      await showChange(contextOf(command), id, options);
    });
  aboutEngagement(change.command('certificate'))
    .description('what stands behind a change that is in force, on one page')
    .argument('<change>', NUMBER)
    .option('--out <file>', 'write it to this file: a page to print, or with --json a receipt to verify')
    .action(async (id: string, options: CertificateOptions, command: Command) => {
      const { certificate } = await import('../../commands/changes/certificate.ts');
      await certificate(contextOf(command), id, options);
    });
}
