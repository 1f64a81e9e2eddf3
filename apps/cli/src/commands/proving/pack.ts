import { writeFile } from 'node:fs/promises';
import type { PeriodOfPoints } from '#answers/point-in-time';
import { count } from '#answers/words/phrases';
import type { RequestedQuestion } from '#pack/make-pack';
import type { Context } from '../../context.ts';
import { readEffective, readPoint } from '../../input/points.ts';
import { UsageError } from '../../usage-error.ts';
import { digestOfFile } from '../../input/files.ts';

export interface PackOptions {
  readonly engagement: string;
  readonly task?: string;
  readonly on?: string;
  readonly from?: string;
  readonly to?: string;
  readonly known?: string;
  readonly out: string;
}

/** Writes an evidence pack: a question, its answer, and everything that the other side needs to verify both. */
export async function pack(context: Context, options: PackOptions): Promise<void> {
  const { engagement, out } = options;
  const asked = askedIn(options);
  const bytes = await context.withClient((client) => client.pack(engagement, asked));
  await writeFile(out, bytes);
  const { digest, size } = await digestOfFile(out);
  context.answer({ file: out, digest, size }, () => `Packed: ${out}, ${count(size, 'byte')}, ${digest}.\n`);
}

function askedIn({ task, on, from, to, known }: PackOptions): RequestedQuestion {
  const { effective, ...rest } = readPoint(on, known);
  if (from === undefined && to === undefined) {
    return task === undefined ? { about: 'matrix', effective, ...rest } : { about: 'task', task, effective, ...rest };
  }
  if (on !== undefined) throw new UsageError('both --on and a period are given', 'Choose one');
  if (task === undefined)
    throw new UsageError('a period is asked of one task', 'Name it with --task, or ask with --on');
  return { about: 'task', task, effective: periodIn(from, to), ...rest };
}

function periodIn(from: string | undefined, to: string | undefined): PeriodOfPoints {
  if (from === undefined || to === undefined)
    throw new UsageError('a period has two ends', 'Give both --from and --to');
  return { from: readEffective('--from', from), to: readEffective('--to', to) };
}
