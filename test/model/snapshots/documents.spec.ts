import { SNAPSHOT_FORMATS } from '#snapshot/domain/snapshot.events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Answers } from '#answers/answers';
import { documentText, snapshotDocument, type SnapshotDocument } from '#answers/snapshot/document';
import type { Recorded } from '#kernel/decider';
import { decodeEntry } from '#ledger-store/entry-codec';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { OnusEvent } from '#rulebook/rulebook';
import { toBase64 } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { leafHash } from '#transparency/merkle/hashing';
import { tellUntil } from '#test/telling';
import { type HistoryWriter, readModelsOf, TemporaryFolder } from '../projection-setting.ts';
import { questions, randomHistory } from '../random-acts.ts';
import { dayOf, RandomLedger, sealedTexts } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { written } from '../written-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow document is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 200;

interface Point {
  readonly effective: { readonly at: string };
  readonly treeSize: number;
}

/** What follows from the first entries alone, by definition: the answers, and the root of their tree. */
async function folded(writer: HistoryWriter, size: number, open: (commitment: string) => string | null) {
  const answers = new Answers({ ledger: `test/${writer.engagement}`, open });
  const tree = new TreeFrontier(nodeSha256);
  const roots = [toBase64(tree.root())];
  if (size === 0) return { answers, roots };
  for (const { bytes } of await writer.store.readStream(writer.stream, 0, size)) {
    const { index, recordedAt, actor, type, schema, data } = decodeEntry(bytes);
    answers.record({ index, recordedAt, actor, event: { type, schema, data } } as Recorded<OnusEvent>);
    tree.append(leafHash(nodeSha256, bytes));
    roots.push(toBase64(tree.root()));
  }
  return { answers, roots };
}

/** How often the documents had something to say, so that it is seen that they were worth comparing. */
const seen = {
  agreed: 0,
  imported: 0,
  direct: 0,
  raci: 0,
  teams: 0,
  closed: 0,
  acknowledged: 0,
  bare: 0,
  declined: 0,
  objected: 0,
};

function count({ lines }: SnapshotDocument): void {
  for (const { basis, assignment, closed, acknowledged, declined = [], objections = [] } of lines) {
    if (declined.length > 0) seen.declined++;
    if (objections.length > 0) seen.objected++;
    if (basis.kind === 'change') seen.agreed++;
    if (basis.kind === 'import') seen.imported++;
    if (basis.kind === 'direct') seen.direct++;
    if (assignment === null) seen.bare++;
    if (assignment?.raci.some(({ member }) => member !== undefined) === true) seen.raci++;
    if (assignment?.group != null) seen.teams++;
    if (closed) seen.closed++;
    if (acknowledged > 0) seen.acknowledged++;
  }
}

/** Every way to make the document of a point: by definition and from tables, with everything known or with no more than it names. */
async function expectOneDocument(writer: HistoryWriter, points: readonly Point[]): Promise<void> {
  const folder = new TemporaryFolder();
  const models = await readModelsOf(folder, writer);
  try {
    const all = await folded(writer, writer.size, (text) => sealedTexts.get(text) ?? null);
    for (const { effective, treeSize } of points) {
      const asked = { effective, known: { treeSize } };
      const root = all.roots[treeSize]!;
      // Corrections, late imports and erased names that came later change nothing.
      const then = await folded(writer, treeSize, () => null);
      expect(then.roots[treeSize]).toBe(root);
      for (const format of SNAPSHOT_FORMATS) {
        const document = snapshotDocument(all.answers.snapshot(asked), root, format);
        const text = documentText(document);
        expect(documentText(snapshotDocument(models.snapshotMatter(writer.engagement, asked), root, format))).toBe(
          text,
        );
        expect(documentText(snapshotDocument(then.answers.snapshot({ effective }), root, format))).toBe(text);
        for (const opened of sealedTexts.values()) expect(text).not.toContain(opened);
        count(document);
      }
    }
  } finally {
    await models.close();
    folder.remove();
  }
}

describe('The document of a snapshot', () => {
  it(
    'is one text, by definition and from the read models, then and later, whatever was recorded or erased since',
    async () => {
      await tellUntil(
        () => Object.values(seen).every((times) => times > 0),
        fc.asyncProperty(randomHistory, questions, fc.nat({ max: 5 }), async (steps, asks, erased) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const writer = await written(ledger, (text) => text.length % 6 === erased);
          const points = asks.slice(0, 6).map(({ day, share }, i) => ({
            effective: { at: dayOf(day) },
            treeSize: ledger.sizeAt(i % 2 === 0 ? share : 1 - share / 8),
          }));
          await expectOneDocument(writer, points);
        }),
        HISTORIES,
      );
      for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
    },
    PATIENCE,
  );
});
