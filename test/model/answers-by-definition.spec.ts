import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Answers } from '#answers/answers';
import type { AskedPeriod, Effective } from '#answers/point-in-time';
import type { Recorded } from '#kernel/decider';
import { instantOf } from '#kernel/instant';
import type { OwnerAnswer } from '#answers/views';
import { canonicalize } from '#kernel/json';
import { decodeEntry } from '#ledger-store/entry-codec';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import type { OnusEvent } from '#rulebook/rulebook';
import { dayMicros, histories, writeHistory } from './projection-histories.ts';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';
import { questions, randomHistory } from './random-acts.ts';
import { dayOf, RandomLedger } from './random-ledger.ts';
import { RandomPeople, REFS } from './random-people.ts';
import { written } from './written-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 400;

interface Asked {
  readonly ref: string;
  readonly effective: Effective | AskedPeriod;
  readonly treeSize: number;
}

/** Folds what was written, from its bytes. */
async function definitionOf(writer: HistoryWriter): Promise<Answers> {
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

/** How often the answers had something to say, so that it is seen that the questions were worth asking. */
const seen = {
  several: 0,
  acknowledged: 0,
  declined: 0,
  earlier: 0,
  objected: 0,
  shown: 0,
  checked: 0,
  pending: 0,
  later: 0,
  nameless: 0,
  agreed: 0,
  imported: 0,
};

function count({ intervals, pending, later, objections, evidence }: OwnerAnswer): void {
  if (evidence.submitted > 0) seen.shown++;
  if (evidence.returned > 0) seen.checked++;
  if (objections.some(({ answers }) => answers.length > 0)) seen.objected++;
  if (intervals.length > 1) seen.several++;
  if (pending.length > 0) seen.pending++;
  if (later.length > 0) seen.later++;
  for (const { acknowledgements, acceptance, basis, owners } of intervals) {
    if (acceptance.some(({ state }) => state === 'declined')) seen.declined++;
    if (acceptance.some(({ text }) => text === 'another')) seen.earlier++;
    if (acknowledgements.length > 0) seen.acknowledged++;
    if (basis?.kind === 'change') seen.agreed++;
    if (basis?.kind === 'import') seen.imported++;
    if (owners.some(({ name }) => name === null)) seen.nameless++;
  }
}

/** Asks both, and expects the same to the byte. */
function expectEqual(models: SqliteReadModels, answers: Answers, writer: HistoryWriter, asked: readonly Asked[]): void {
  for (const { ref, effective, treeSize } of asked) {
    const known = { treeSize };
    const stored = models.owner(writer.engagement, ref, { effective, known });
    const defined = answers.owner(ref, { effective, known });
    expect({ ref, effective, treeSize, answer: defined }).toEqual({ ref, effective, treeSize, answer: stored });
    expect(canonicalize(defined)).toBe(canonicalize(stored));
    count(defined);
    if ('from' in effective) continue;
    const matrix = answers.matrix({ effective, known });
    expect(matrix).toEqual(models.matrix(writer.engagement, { effective, known }, { limit: 200 }));
  }
}

async function compared(writer: HistoryWriter, asked: readonly Asked[]): Promise<void> {
  const folder = new TemporaryFolder();
  const models = await readModelsOf(folder, writer);
  try {
    expectEqual(models, await definitionOf(writer), writer, asked);
  } finally {
    await models.close();
    folder.remove();
  }
}

/** An instant, the day around it, or some days from it on. */
type Shape = 'instant' | 'day' | 'period';
const shapes = fc.noBias(fc.array(fc.constantFrom<Shape>('instant', 'day', 'period'), { minLength: 7, maxLength: 7 }));

function around(at: string, shape: Shape): Effective | AskedPeriod {
  if (shape === 'instant') return { at };
  if (shape === 'day') return { day: at.slice(0, 10) };
  return {
    from: at,
    to: Temporal.Instant.from(at)
      .add({ hours: 24 * 23 })
      .toString(),
  };
}

describe('Answers by definition', () => {
  it(
    'are those of the stored read models, field by field, for any ledger that the rules allow',
    async () => {
      await fc.assert(
        fc.asyncProperty(randomHistory, questions, shapes, fc.nat({ max: 5 }), async (steps, asks, kinds, erased) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const writer = await written(ledger, (text) => text.length % 6 === erased);
          await compared(
            writer,
            asks.map(({ task, day, share }, i) => ({
              ref: REFS[task]!,
              effective: around(dayOf(day), kinds[i % kinds.length]!),
              treeSize: ledger.sizeAt(share),
            })),
          );
        }),
        { numRuns: HISTORIES },
      );
      for (const times of Object.values(seen)) expect(times).toBeGreaterThan(HISTORIES / 80);
    },
    PATIENCE,
  );

  it(
    'are those of the stored read models whatever is said of a task, imports that run through one another included',
    async () => {
      const moments = fc.array(
        fc.tuple(fc.integer({ min: -2, max: 26 }), fc.nat({ max: 100 }), fc.constantFrom(0, 1, 2)),
        { minLength: 8, maxLength: 8 },
      );
      await fc.assert(
        fc.asyncProperty(histories(), moments, shapes, async (history, asked, kinds) => {
          const writer = new HistoryWriter();
          await writeHistory(writer, history);
          await compared(
            writer,
            asked.map(([half, percent, task], i) => ({
              ref: `R-${task}`,
              effective: around(instantOf(dayMicros(0) + half * 43_200_000_000), kinds[i % kinds.length]!),
              treeSize: Math.round((percent / 100) * writer.size),
            })),
          );
        }),
        { numRuns: 200 },
      );
    },
    PATIENCE,
  );
});
