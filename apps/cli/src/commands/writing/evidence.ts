import { basename } from 'node:path';
import { toSeal } from '#kernel/sealed';
import type { Context } from '../../context.ts';
import { digestOfFile } from '../../input/files.ts';
import { readInstant } from '../../input/points.ts';
import { Moments } from '#answers/words/moments';
import { tableText } from '#answers/words/table';
import { count, shortDigest, shortName } from '#answers/words/phrases';
import { UsageError } from '../../usage-error.ts';
import { keepReceipt } from './keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from './write-options.ts';

export interface EvidenceOptions extends WriteOptions {
  readonly task: string;
  readonly title?: string;
  readonly mediaType?: string;
  readonly coversFrom?: string;
  readonly coversTo?: string;
  readonly collectedAt?: string;
  readonly sourceTool?: string;
  readonly supersedes?: string;
}

/** Submits evidence by the digest of a file. The file stays where it is; nothing of it but digest and size is recorded. */
export async function addEvidence(context: Context, file: string, options: EvidenceOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const period = coveredPeriod(options);
  const { title, mediaType, collectedAt, sourceTool, supersedes } = options;
  const { digest, size } = await digestOfFile(file);
  const data = {
    ref: options.task,
    digest,
    size,
    title: toSeal(title ?? basename(file)),
    ...(period !== undefined && { covers: period }),
    ...(mediaType !== undefined && { mediaType }),
    ...(collectedAt !== undefined && { collectedAt: readInstant('--collected-at', collectedAt) }),
    ...(sourceTool !== undefined && { sourceTool }),
    ...(supersedes !== undefined && { supersedes }),
  };
  const recorded = await context.withClient(
    (client) => client.submit(options.engagement, { type: 'SubmitEvidence', data }, commandId),
    actingAs(options),
  );
  await keepReceipt(options, recorded);
  // Evidence is named after the entry that submits it.
  const { index } = recorded.entries[0]!;
  const evidence = `e${index}`;
  context.answer({ evidence, digest, size, ...recorded }, () => {
    const done = recorded.replayed ? 'Submitted before' : 'Submitted';
    return `${done}: ${evidence} for ${options.task}, ${count(size, 'byte')}, entry ${index}.\n${digest}\n`;
  });
}

function coveredPeriod({ coversFrom, coversTo }: EvidenceOptions) {
  if (coversFrom === undefined && coversTo === undefined) return undefined;
  if (coversFrom === undefined || coversTo === undefined)
    throw new UsageError('a covered period has two ends', 'Give both --covers-from and --covers-to, or neither');
  return { from: readInstant('--covers-from', coversFrom), to: readInstant('--covers-to', coversTo) };
}

export interface ReviewOptions extends WriteOptions {
  readonly return?: boolean;
  readonly reason?: string;
}

/** Checks evidence that somebody else submitted: accepts it, or returns it with a reason. */
export async function reviewEvidence(context: Context, evidence: string, options: ReviewOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { reason } = options;
  const outcome = options.return === true ? 'returned' : 'accepted';
  const data = { evidence, outcome, ...(reason !== undefined && { reason: toSeal(reason) }) } as const;
  const recorded = await context.withClient(
    (client) => client.submit(options.engagement, { type: 'ReviewEvidence', data }, commandId),
    actingAs(options),
  );
  await keepReceipt(options, recorded);
  context.answer({ evidence, outcome, ...recorded }, () => {
    const done = outcome === 'returned' ? 'Returned' : 'Checked and accepted';
    return `${done}: ${evidence} (entry ${recorded.entries[0]!.index}).\n`;
  });
}

export interface EvidenceListOptions {
  readonly engagement: string;
  readonly task?: string;
}

/** What evidence was submitted, of one task or all. */
export async function listEvidence(context: Context, { engagement, task }: EvidenceListOptions): Promise<void> {
  const { items, zone } = await context.withClient(async (client) => ({
    items: await client.evidence(engagement, task),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(items, () => {
    if (items.length === 0) return 'No evidence was submitted.\n';
    const moments = new Moments(zone);
    const rows = items.map(({ id, ref, title, digest, covers, submitted }) => [
      id,
      ref,
      title ?? '(erased)',
      covers === null ? '' : moments.span(covers.from, covers.to),
      `${shortName(submitted.by)}, ${moments.day(submitted.recordedAt)}`,
      shortDigest(digest),
    ]);
    return tableText(['Evidence', 'Task', 'Title', 'Covers', 'Submitted', 'Digest'], rows, context.io.columns);
  });
}
