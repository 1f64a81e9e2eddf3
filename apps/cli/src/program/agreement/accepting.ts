import type { Command } from 'commander';
import type { AcknowledgeOptions } from '../../commands/accepting/acknowledge.ts';
import type { DeclineOptions } from '../../commands/accepting/decline.ts';
import type { AnswerOptions, ListOptions, RaiseOptions, WithdrawOptions } from '../../commands/accepting/object.ts';
import type { Context } from '../../context.ts';
import { aboutEngagement, choice, delegable, recording, wholeNumber } from '../shared-options.ts';

type ContextOf = (command: Command) => Context;

const ENTRY = 'entry of the assignment (default: the one that holds now)';

/** Commands with which people accept a duty, decline it, or object to a line. */
export function addAcceptingCommands(program: Command, contextOf: ContextOf): void {
  delegable(program.command('acknowledge'))
    .description('accept assignments, as somebody whom they name, with the texts as they stand')
    .argument('[ref...]', 'references of tasks')
    .option('--all-mine', 'everything that is assigned to you as a person and that you have not answered')
    .option('--entry <index>', ENTRY, wholeNumber(0, 1e15))
    .action(async (refs: readonly string[], options: AcknowledgeOptions, command: Command) => {
      const { acknowledge } = await import('../../commands/accepting/acknowledge.ts');
      await acknowledge(contextOf(command), refs, options);
    });
  delegable(program.command('decline'))
    .description('decline an assignment, as somebody whom it names; it stays in force until a change is agreed')
    .argument('<ref>', 'reference of the task')
    .requiredOption('--reason <text>', 'why; it is sealed')
    .option('--entry <index>', ENTRY, wholeNumber(0, 1e15))
    .action(async (ref: string, options: DeclineOptions, command: Command) => {
      const { decline } = await import('../../commands/accepting/decline.ts');
      await decline(contextOf(command), ref, options);
    });
  const object = program.command('object').description('object to a line of the matrix, for your side');
  addObjecting(object, contextOf);
  addObjectionQuestions(object, contextOf);
}

function addObjecting(object: Command, contextOf: ContextOf): void {
  recording(object.command('raise'))
    .description('object to the line of a task; nothing of the line changes by it')
    .argument('<ref>', 'reference of the task')
    .requiredOption('--reason <text>', 'why; it is sealed')
    .option('--on <time>', 'to what is said of this day or instant (default: the line as it stands)')
    .option('--known <size|instant>', 'to what was said as known then')
    .action(async (ref: string, options: RaiseOptions, command: Command) => {
      const { raiseObjection } = await import('../../commands/accepting/object.ts');
      await raiseObjection(contextOf(command), ref, options);
    });
  recording(object.command('answer'))
    .description('say something to an open objection')
    .argument('<objection>', 'id of the objection, like o57')
    .requiredOption('--words <text>', 'what there is to say; it is sealed')
    .action(async (id: string, options: AnswerOptions, command: Command) => {
      const { answerObjection } = await import('../../commands/accepting/object.ts');
      await answerObjection(contextOf(command), id, options);
    });
  recording(object.command('withdraw'))
    .description('take an objection of your side back')
    .argument('<objection>', 'id of the objection, like o57')
    .option('--reason <text>', 'why; it is sealed')
    .action(async (id: string, options: WithdrawOptions, command: Command) => {
      const { withdrawObjection } = await import('../../commands/accepting/object.ts');
      await withdrawObjection(contextOf(command), id, options);
    });
}

function addObjectionQuestions(object: Command, contextOf: ContextOf): void {
  aboutEngagement(object.command('list'))
    .description('what is objected to, or was')
    .option('--task <ref>', 'to the line of this task only')
    .addOption(choice('--status <status>', 'only these', ['open', 'withdrawn', 'resolved']))
    .action(async (options: ListOptions, command: Command) => {
      const { listObjections } = await import('../../commands/accepting/object.ts');
      await listObjections(contextOf(command), options);
    });
  aboutEngagement(object.command('show'))
    .description('one objection, with the words of both sides')
    .argument('<objection>', 'id of the objection, like o57')
    .action(async (id: string, options: ListOptions, command: Command) => {
      const { showObjection } = await import('../../commands/accepting/object.ts');
      await showObjection(contextOf(command), id, options);
    });
}
