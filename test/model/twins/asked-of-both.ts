import { expect } from '@jest/globals';
import { Answers } from '#answers/answers';
import type { AskedPeriod, Effective } from '#answers/point-in-time';
import type { MatrixView, OwnerAnswer } from '#answers/views';
import type { Recorded } from '#kernel/decider';
import { canonicalize } from '#kernel/json';
import { decodeEntry } from '#ledger-store/entry-codec';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import type { OnusEvent } from '#rulebook/rulebook';
import { readModelsOf, TemporaryFolder, type HistoryWriter } from '../projection-setting.ts';

/** A question that the definition and its stored twin are to answer alike. */
export interface Asked {
  readonly ref: string;
  readonly effective: Effective | AskedPeriod;
  readonly treeSize: number;
}

/** Is shown what was answered, for example to count that there was something to say. */
export interface Watching {
  readonly owner: (answer: OwnerAnswer) => void;
  readonly matrix?: (matrix: MatrixView) => void;
}

/** Folds what was written, from its bytes. */
export async function definitionOf(writer: HistoryWriter): Promise<Answers> {
  const answers = new Answers({
    ledger: `test/${writer.engagement}`,
    open: (commitment) => writer.disclosures.get(commitment)?.value ?? null,
  });
  for (const { bytes } of await writer.store.readStream(writer.stream, 0, 100_000)) {
    const { index, recordedAt, actor, type, schema, data } = decodeEntry(bytes);
    answers.record({ index, recordedAt, actor, event: { type, schema, data } } as Recorded<OnusEvent>);
  }
  return answers;
}

/** Asks both about what was written, and expects the same to the byte. */
export async function askBoth(writer: HistoryWriter, asked: readonly Asked[], watching: Watching): Promise<void> {
  const folder = new TemporaryFolder();
  const models = await readModelsOf(folder, writer);
  try {
    const answers = await definitionOf(writer);
    for (const each of asked) expectEqual(models, answers, writer.engagement, each, watching);
  } finally {
    await models.close();
    folder.remove();
  }
}

function expectEqual(
  models: SqliteReadModels,
  answers: Answers,
  engagement: string,
  { ref, effective, treeSize }: Asked,
  watching: Watching,
): void {
  const known = { treeSize };
  const stored = models.owner(engagement, ref, { effective, known });
  const defined = answers.owner(ref, { effective, known });
  expect({ ref, effective, treeSize, answer: defined }).toEqual({ ref, effective, treeSize, answer: stored });
  expect(canonicalize(defined)).toBe(canonicalize(stored));
  watching.owner(defined);
  if ('at' in effective) {
    expect(models.line(engagement, ref, effective.at)).toEqual(answers.owner(ref, { effective }).intervals[0]);
  }
  if ('from' in effective) return;
  // Of every other question, also how much was shown of each line.
  const question = { effective, known, evidence: treeSize % 2 === 0 };
  const matrix = answers.matrix(question);
  expect(matrix).toEqual(models.matrix(engagement, question, { limit: 200 }));
  watching.matrix?.(matrix);
}

/** An instant, the day around it, or some days from it on. */
export const SHAPES = ['instant', 'day', 'period'] as const;
export type Shape = (typeof SHAPES)[number];

/** What is asked of an instant, in one of the shapes. */
export function around(at: string, shape: Shape): Effective | AskedPeriod {
  if (shape === 'instant') return { at };
  if (shape === 'day') return { day: at.slice(0, 10) };
  const to = Temporal.Instant.from(at)
    .add({ hours: 24 * 23 })
    .toString();
  return { from: at, to };
}
