import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lines } from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { hashesOfEntries } from '#ledger-store/receipts/stored-tree';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { acknowledge, defineTask } from '#responsibility/domain/responsibility.examples';
import { makeSnapshot, sealedDocument, type SnapshotSources } from '#snapshot/making/made-snapshot';
import { snapshotState } from '#snapshot/sealed-snapshots/snapshot-state';
import { toBase64 } from '#transparency/bytes';
import { rootAt } from '#transparency/merkle/proof';
import { type HistoryWriter, readModelsOf, TemporaryFolder } from '../projection-setting.ts';
import { Story } from '../projection-story.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

/** A ledger in which something of every sort stands in the matrix. */
async function agreedLedger(): Promise<HistoryWriter> {
  const story = new Story();
  for (const ref of ['LOG-03', 'BKP-04', 'PAT-01']) story.does(cast.ruiz, defineTask(ref, JANUARY));
  const [, , agreed] = story.agrees('C-1', { effectiveFrom: FEBRUARY }, lines.assign('LOG-03'), lines.assign('BKP-04'));
  story.does(cast.meier, acknowledge('LOG-03', agreed + 2));
  return story.written();
}

const sourcesOf = (read: SqliteReadModels, { store, stream }: HistoryWriter): SnapshotSources => ({
  read,
  rootAt: async (_id, size) => toBase64(rootAt(nodeSha256, await hashesOfEntries({ stream, store }, size), size)),
});

/** Seals the matrix of March as it is known, as a command would. Gives the text of the document. */
async function sealed(read: SqliteReadModels, writer: HistoryWriter) {
  const made = await makeSnapshot(sourcesOf(read, writer), writer.engagement, { effective: { at: MARCH } });
  const { format, effective, treeSize, root, lines: tasks } = made.document;
  const id = `s${writer.size}`;
  const data = { snapshotId: id, format, effective, treeSize, root, digest: made.digest, lines: tasks.length };
  await read.reach(await writer.record([{ type: 'SnapshotTaken', schema: 1, data }]), 120_000);
  return { id, text: made.text };
}

async function verifies(read: SqliteReadModels, writer: HistoryWriter, { id, text }: { id: string; text: string }) {
  const sources = sourcesOf(read, writer);
  const state = await snapshotState(sources, writer.engagement, id);
  expect(state).toMatchObject({ id, verifies: true, made: state.digest });
  expect((await sealedDocument(sources, writer.engagement, state)).text).toBe(text);
}

describe('A snapshot that was taken before its read models are derived anew', () => {
  it('verifies after it: in a new version, beside the old one, and over whatever was recorded since', async () => {
    const writer = await agreedLedger();
    const old = await readModelsOf(folder, writer, { versions: { current: 1, readableSince: 1 } });
    const snapshot = await sealed(old, writer);
    await verifies(old, writer, snapshot);
    await old.close();

    const beside = await readModelsOf(folder, writer, { versions: { current: 2, readableSince: 1 } });
    await verifies(beside, writer, snapshot);
    await beside.rebuild();
    await verifies(beside, writer, snapshot);
    await beside.close();

    // A correction of what the document says, recorded later.
    const index = writer.size;
    const definition = { title: 'Something else' };
    const statement = { taskId: 't15', effectiveFrom: JANUARY, definition, digest: 'f'.repeat(64) };
    await writer.record([{ type: 'TaskRevised', schema: 1, data: statement }]);
    const alone = await readModelsOf(folder, writer, { versions: { current: 3, readableSince: 3 } });
    await verifies(alone, writer, snapshot);
    const now = await makeSnapshot(sourcesOf(alone, writer), writer.engagement, { effective: { at: MARCH } });
    expect(now.document.lines.find(({ ref }) => ref === 'LOG-03')!.definition.entry).toBe(index);
    expect(now.text).not.toBe(snapshot.text);
    await alone.close();
  });

  it('verifies whatever names were erased: there are none in it', async () => {
    const writer = await agreedLedger();
    const read = await readModelsOf(folder, writer);
    const snapshot = await sealed(read, writer);
    const erased = [...writer.disclosures.keys()];
    writer.disclosures.clear();
    read.forget(erased);
    expect(read.matrix(writer.engagement, { effective: { at: MARCH } }, { limit: 10 }).lines[0]!.basis).toMatchObject({
      title: null,
    });
    await verifies(read, writer, snapshot);
    await read.close();
  });
});
