import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { sha256 } from '#ledger-store/entry-codec';
import type { ReadModels } from '#read-models/read-models';
import { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import type { Open } from '../harness/contender.ts';
import { fillReadModels } from './fill-read-models.ts';
import { History, members, title, type Extent } from './history.ts';
import { answer, questionsOf, type Answered, type Question, type ReadJob } from './reading.ts';

interface Settings {
  readonly folder: string;
  readonly extent: Extent;
}

/** Answers of the read models, on the caller's thread as the service gives them. */
export const open: Open<Settings, ReadJob, Answered> = async ({ folder, extent }) => {
  const history = new History(extent);
  fillReadModels(folder, history);
  const disclosures = [title, ...members.map(({ disclosure }) => disclosure)];
  const read = await SqliteReadModels.open({
    folder,
    // The file is full already, and nothing follows.
    feed: { store: new MemoryEventStore() },
    disclosures: { read: (_, asked) => disclosures.filter(({ commitment }) => asked.includes(commitment)) },
  });
  const asked: Record<ReadJob['what'], (question: Question) => string> = {
    'owner-now': ({ engagement, ref, at }) => String(read.ownerAt(engagement, ref, at).owner),
    'owner-then': ({ engagement, ref, at, treeSize }) => String(read.ownerAt(engagement, ref, at, { treeSize }).owner),
    matrix: (question) => matrix(read, question),
  };
  return {
    setup: `${history.size * extent.ledgers} entries`,
    run: async (job) => answer(questionsOf(history, job), asked[job.what], digest),
    close: () => read.close(),
  };
};

const digest = (names: string): string => sha256(names, 'hex');

/** The whole matrix, page by page. */
function matrix(read: ReadModels, { engagement, at }: Question): string {
  const owners: (string | null)[] = [];
  for (let after: string | undefined; ;) {
    const { lines, next } = read.matrix(
      engagement,
      { effective: { at } },
      { limit: 200, ...(after !== undefined && { after }) },
    );
    for (const { owner } of lines) owners.push(owner);
    if (next === null) return owners.join();
    after = next;
  }
}
