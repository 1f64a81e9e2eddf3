import { InvalidArgumentError, type Command } from 'commander';
import type { ExceptionOptions, ReasonOptions as EndOptions } from '../../commands/matrix/exceptions.ts';
import type { ConfirmOptions, StartOptions } from '../../commands/matrix/reviews.ts';
import type {
  ChangesOptions,
  ProposeOptions,
  ReasonOptions,
  ShowOptions,
  SignOptions,
} from '../../commands/matrix/versions.ts';
import type { WriteOptions } from '../../commands/writing/write-options.ts';
import type { Context } from '../../context.ts';
import { aboutEngagement, recording, wholeNumber } from '../shared-options.ts';

type ContextOf = (command: Command) => Context;
type About = { readonly engagement: string };

/** Commands about the matrix as a whole. */
export function addMatrixWideCommands(program: Command, contextOf: ContextOf): void {
  const version = program.command('version').description('the whole matrix, signed by both sides');
  addVersions(version, contextOf);
  addVersionQuestions(version, contextOf);
  addReviews(
    program.command('review').description('whether each line is still true, by the word of both sides'),
    contextOf,
  );
  addExceptions(
    program.command('exception').description('what is not done for a time, and who bears the risk'),
    contextOf,
  );
}

const VERSION = ['<version>', 'number of the version, like v3'] as const;
const SEALED_REASON = ['--reason <text>', 'why; it is sealed'] as const;

function addVersions(version: Command, contextOf: ContextOf): void {
  recording(version.command('propose'))
    .description('propose all lines of the matrix as they hold at an instant, for both sides to sign')
    .option('--on <time>', 'a day (its first instant in the contract zone) or an instant (default: now)')
    .option('--out <file>', 'write the document that is signed into this file')
    .action(async (options: ProposeOptions, command: Command) => {
      const { proposeVersion } = await import('../../commands/matrix/versions.ts');
      await proposeVersion(contextOf(command), options);
    });
  recording(version.command('sign'))
    .description('sign a version for your side')
    .argument(...VERSION)
    .option('--digest <digest>', 'digest of the document that was read (default: as it stands)')
    .action(async (id: string, options: SignOptions, command: Command) => {
      const { signVersion } = await import('../../commands/matrix/versions.ts');
      await signVersion(contextOf(command), id, options);
    });
  for (const [name, description] of [
    ['withdraw', 'take back what your side proposed'],
    ['decline', 'decline what the other side proposed'],
  ] as const) {
    recording(version.command(name))
      .description(description)
      .argument(...VERSION)
      .requiredOption(...SEALED_REASON)
      .action(async (id: string, options: ReasonOptions, command: Command) => {
        const { giveUpVersion } = await import('../../commands/matrix/versions.ts');
        await giveUpVersion(contextOf(command), name, id, options);
      });
  }
}

function addVersionQuestions(version: Command, contextOf: ContextOf): void {
  aboutEngagement(version.command('show'))
    .description('a version, who has signed it, and whether it verifies')
    .argument(...VERSION)
    .option('--out <file>', 'write the document that is signed into this file')
    .action(async (id: string, options: ShowOptions, command: Command) => {
      const { showVersion } = await import('../../commands/matrix/versions.ts');
      await showVersion(contextOf(command), id, options);
    });
  aboutEngagement(version.command('list'))
    .description('every version that was proposed')
    .action(async (options: About, command: Command) => {
      const { listVersions } = await import('../../commands/matrix/versions.ts');
      await listVersions(contextOf(command), options);
    });
  aboutEngagement(version.command('changes'))
    .description('what is different since both sides signed')
    .option('--since <version>', 'since this version (default: the one that was agreed last)')
    .option('--on <time>', 'up to the matrix of a day or an instant (default: now)')
    .action(async (options: ChangesOptions, command: Command) => {
      const { versionChanges } = await import('../../commands/matrix/versions.ts');
      await versionChanges(contextOf(command), options);
    });
}

function addReviews(review: Command, contextOf: ContextOf): void {
  recording(review.command('start'))
    .description('ask both sides of each line whether it is still true')
    .requiredOption('--due <time>', 'by when both are to have spoken: a day (its first instant) or an instant')
    .option('--task <refs...>', 'these lines only (default: every line of the matrix)')
    .option('--version <version>', 'the agreed version that is looked at')
    .option('--every <days>', 'the next review is due this many days after this one', wholeNumber(1, 3660))
    .action(async (options: StartOptions, command: Command) => {
      const { startReview } = await import('../../commands/matrix/reviews.ts');
      await startReview(contextOf(command), options);
    });
  recording(review.command('confirm'))
    .description('say that lines are still true, for your side')
    .argument('<review>', 'id of the review, like r57')
    .argument('[refs...]', 'references of the lines')
    .option('--all', 'every line of the review')
    .option('--not-true', 'they are not true any more; needs --reason')
    .option(...SEALED_REASON)
    .action(async (id: string, refs: readonly string[], options: ConfirmOptions, command: Command) => {
      const { confirmLines } = await import('../../commands/matrix/reviews.ts');
      await confirmLines(contextOf(command), id, refs, options);
    });
  aboutEngagement(review.command('show'))
    .description('what each side said of each line, and what is to be done')
    .argument('<review>', 'id of the review, like r57')
    .action(async (id: string, options: About, command: Command) => {
      const { showReview } = await import('../../commands/matrix/reviews.ts');
      await showReview(contextOf(command), id, options);
    });
  aboutEngagement(review.command('list'))
    .description('every review, and when the next is due')
    .action(async (options: About, command: Command) => {
      const { listReviews } = await import('../../commands/matrix/reviews.ts');
      await listReviews(contextOf(command), options);
    });
}

function addExceptions(exception: Command, contextOf: ContextOf): void {
  recording(exception.command('record'))
    .description('record what is not done for a time; it covers nothing before the owner of the risk has accepted it')
    .option('--task <refs...>', 'the lines that it is about')
    .option('--control <controls...>', 'controls that it is about, like nist-800-53-r5/AU-6', readControls, [])
    .requiredOption('--owner <member>', 'who bears the risk, and accepts it in person')
    .requiredOption('--measure <text>', 'what is done instead; it is sealed')
    .requiredOption(...SEALED_REASON)
    .requiredOption('--from <time>', 'a day (its first instant in the contract zone) or an instant')
    .requiredOption('--to <time>', 'when it expires, written alike')
    .action(async (options: ExceptionOptions, command: Command) => {
      const { recordException } = await import('../../commands/matrix/exceptions.ts');
      await recordException(contextOf(command), options);
    });
  recording(exception.command('accept'))
    .description('accept a risk, as the person who bears it')
    .argument('<exception>', 'id of the exception, like x57')
    .action(async (id: string, options: WriteOptions, command: Command) => {
      const { acceptException } = await import('../../commands/matrix/exceptions.ts');
      await acceptException(contextOf(command), id, options);
    });
  recording(exception.command('end'))
    .description('end an exception before its time')
    .argument('<exception>', 'id of the exception, like x57')
    .requiredOption(...SEALED_REASON)
    .action(async (id: string, options: EndOptions, command: Command) => {
      const { endException } = await import('../../commands/matrix/exceptions.ts');
      await endException(contextOf(command), id, options);
    });
  aboutEngagement(exception.command('list'))
    .description('every exception, as it stands now')
    .action(async (options: About, command: Command) => {
      const { listExceptions } = await import('../../commands/matrix/exceptions.ts');
      await listExceptions(contextOf(command), options);
    });
}

type Control = ExceptionOptions['control'][number];

/** A control as it is written: its framework, a slash, its id, and perhaps another slash and a part. */
function readControls(text: string, before: readonly Control[]): readonly Control[] {
  const [framework, id, part, ...more] = text.split('/');
  if (framework === undefined || framework === '' || id === undefined || id === '' || part === '' || more.length > 0) {
    throw new InvalidArgumentError('Write it as framework/id, or framework/id/part.');
  }
  return [...before, { framework, id, ...(part !== undefined && { part }) }];
}
