import { NotFound } from '#read-models/read-models';
import type { MatrixLine } from '#answers/views';
import { count } from '#answers/words/phrases';
import type { OnusClient, Recorded } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { now } from '../../input/points.ts';
import { UsageError } from '../../usage-error.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';
import { holdingNow, type Read } from './holding.ts';

export interface AcknowledgeOptions extends WriteOptions {
  /** Entry of the assignment that is accepted. */
  readonly entry?: number;
  /** Whether everything is accepted that is assigned to the member as a person and not yet answered. */
  readonly allMine?: boolean;
}

/** So many assignments are accepted by one command: as many as the rules allow. */
const MOST = 500;

/** Accepts assignments, with the texts as they stand: of one task, of several, or all that are the member's own. */
export async function acknowledge(
  context: Context,
  refs: readonly string[],
  options: AcknowledgeOptions,
): Promise<void> {
  const { entry, allMine = false } = options;
  if (allMine === refs.length > 0) {
    throw new UsageError('name what is accepted', 'Give the references of tasks, or --all-mine and no reference');
  }
  if (entry !== undefined && refs.length !== 1)
    throw new UsageError('--entry is about one task', 'Give one reference, or leave the option out');
  if (refs.length > MOST)
    throw new UsageError(`${refs.length} tasks are too many for one command`, `Give ${MOST} references at most`);
  if (refs.length === 1) return one(context, refs[0]!, options);
  return many(context, [...new Set(refs)], options);
}

async function one(context: Context, ref: string, options: AcknowledgeOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { recorded, assignment } = await context.withClient(async (client) => {
    const data = await holdingNow(client, options.engagement, ref, options.entry);
    const command = { type: 'AcknowledgeAssignment', data } as const;
    return { assignment: data.assignment, recorded: await client.submit(options.engagement, command, commandId) };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  context.answer({ ref, assignment, ...recorded }, () => {
    const done = recorded.replayed ? 'Acknowledged before' : 'Acknowledged';
    return `${done}: ${ref}, as assigned in entry ${assignment} (entry ${recorded.entries[0]!.index}).\n`;
  });
}

interface Accepted {
  readonly assignments: readonly Read[];
  /** How many of the member's own are left for another command. */
  readonly left: number;
  readonly recorded: Recorded | null;
}

async function many(context: Context, refs: readonly string[], options: AcknowledgeOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { engagement } = options;
  const { assignments, left, recorded } = await context.withClient(async (client): Promise<Accepted> => {
    const all = options.allMine === true ? await mine(client, options) : await several(client, engagement, refs);
    const assignments = all.slice(0, MOST);
    const left = all.length - assignments.length;
    if (assignments.length === 0) return { assignments, left, recorded: null };
    const command = { type: 'AcknowledgeAssignments', data: { assignments } } as const;
    return { assignments, left, recorded: await client.submit(engagement, command, commandId) };
  }, actingAs(options));
  if (recorded !== null) await keepReceipt(options, recorded);
  context.answer({ assignments, left, ...recorded }, () => {
    if (recorded === null) return 'Nothing is left to acknowledge.\n';
    const done = recorded.replayed ? 'Acknowledged before' : 'Acknowledged';
    const lines = assignments.map(({ ref, assignment }) => `  ${ref}, as assigned in entry ${assignment}\n`);
    const more = left === 0 ? '' : `${count(left, 'task')} more: give the command again.\n`;
    return `${done}: ${count(assignments.length, 'task')} (entries from ${recorded.entries[0]!.index} on).\n${lines.join('')}${more}`;
  });
}

async function several(client: OnusClient, engagement: string, refs: readonly string[]): Promise<readonly Read[]> {
  const read: Read[] = [];
  for (const ref of refs) {
    const { text, ...of } = await holdingNow(client, engagement, ref);
    read.push({ ...of, text: text ?? noText(ref) });
  }
  return read;
}

/** What names the member, or the one in whose right it acts, as a person, and waits for an answer. What is assigned to a party is for somebody to name. */
async function mine(client: OnusClient, { engagement, onBehalfOf }: WriteOptions): Promise<readonly Read[]> {
  const me = onBehalfOf ?? (await client.people.me(engagement)).id;
  const { lines } = await client.matrix(engagement, { effective: { at: now() } });
  return lines.filter(({ unanswered }) => unanswered.some(({ member }) => member === me)).flatMap(readIn);
}

const readIn = ({ ref, assignment, text }: MatrixLine): readonly Read[] =>
  assignment === null || text === null ? [] : [{ ref, assignment: assignment.entry, text: text.digest }];

const noText = (ref: string): never => {
  throw new NotFound('text', `of ${ref} that holds now`);
};
