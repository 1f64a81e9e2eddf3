import { NotFound } from '#read-models/read-models';
import type { Context } from '../../context.ts';
import { readPoint } from '../../input/points.ts';
import { answerText } from '#answers/words/owner-words';
import { UsageError } from '../../usage-error.ts';

export interface WhoOptions {
  readonly engagement: string;
  readonly on?: string;
  readonly known?: string;
  readonly questions?: string;
}

/** Who owned a task, on a day or at an instant, with everything the answer rests on. */
export async function who(context: Context, ref: string | undefined, options: WhoOptions): Promise<void> {
  if (options.questions !== undefined) {
    if (ref !== undefined || options.on !== undefined)
      throw new UsageError(
        '--questions brings tasks and times itself',
        'Leave the task and --on out, or ask one question',
      );
    const { whoMany } = await import('./who-many.ts');
    return whoMany(context, options.engagement, options.questions, options.known);
  }
  if (ref === undefined) throw new UsageError('no task is named', 'Name one, or many with --questions FILE');
  const point = readPoint(options.on, options.known);
  const answer = await context.withClient((client) => client.owner(options.engagement, ref, point));
  if (answer.task === null) {
    const known = options.known === undefined ? '' : ` as known from ${answer.asOf.treeSize} entries`;
    throw new NotFound('task', `${ref} in ${answer.engagement.slug}${known}`);
  }
  context.answer(answer, () =>
    answerText(answer, { now: options.on === undefined, everything: options.known === undefined }),
  );
}
