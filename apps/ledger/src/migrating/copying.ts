import { isDeepStrictEqual } from 'node:util';
import type { Disclosure } from '#kernel/sealed';
import { MAX_APPEND_BYTES } from '#kernel/event';
import { type Appended, type EventStore, OutcomeUnknown, RevisionConflict } from '#ledger-store/event-store';
import type { StoredEntry } from '#ledger-store/event-store';
import { commitmentsIn } from '#ledger-store/write-path/sealing';

/** What source and target hold does not agree. Nothing was changed in the source. */
export class MigrationStopped extends Error {
  constructor(stream: string, reason: string) {
    super(`${stream}: ${reason}; the event store that is moved to must be used by nothing else`);
    this.name = 'MigrationStopped';
  }
}

/** Told how far it has come: what is being done, and positions of the source. */
export type MigrationProgress = (what: 'copying' | 'comparing', done: number, of: number) => void;

const READ_AT_ONCE = 2_000;
/** Streams that are worked on at once. */
const AT_ONCE = 8;
const TRIES = 5;
const LEDGERS = 'engagement-';

/** The source: the event store of a data folder. */
interface Source {
  readonly store: EventStore;
}

/** Entries of one stream, without a gap. */
type Run = readonly StoredEntry[];

/** Copies what the target does not have yet. Gives how many entries that were. @throws MigrationStopped, or the store's error */
export async function copyEntries({ store }: Source, target: EventStore, report: MigrationProgress): Promise<number> {
  const ends = new Map<string, number>();
  let copied = 0;
  for await (const runs of pagesOf(store, (done, of) => report('copying', done, of))) {
    await manyAtOnce(runs, async (run) => {
      const { stream } = run[0]!;
      const end = ends.get(stream) ?? (await target.lastRevision(stream));
      const missing = run.filter(({ revision }) => revision > end);
      for (const part of partsOf(missing)) await append(store, target, part);
      ends.set(stream, Math.max(end, run.at(-1)!.revision));
      copied += missing.length;
    });
  }
  return copied;
}

/** Reads everything from both. @throws MigrationStopped at the first thing that is different */
export async function compareEntries({ store }: Source, target: EventStore, report: MigrationProgress) {
  const ends = new Map<string, number>();
  let [entries, texts] = [0, 0];
  for await (const runs of pagesOf(store, (done, of) => report('comparing', done, of))) {
    await manyAtOnce(runs, async (run) => {
      const { stream, revision } = run[0]!;
      const there = await target.readStream(stream, revision, run.length);
      const other = run.find(({ bytes }, i) => there[i] === undefined || Buffer.compare(bytes, there[i].bytes) !== 0);
      if (other !== undefined) throw new MigrationStopped(stream, `entry ${other.revision} is not the same`);
      texts += await compareTexts(store, target, run);
      ends.set(stream, run.at(-1)!.revision);
      entries += run.length;
    });
  }
  for (const [stream, end] of ends) {
    const last = await target.lastRevision(stream);
    if (last !== end) throw new MigrationStopped(stream, `it has ${last + 1} entries there, and ${end + 1} here`);
  }
  return { entries, texts };
}

async function compareTexts(store: EventStore, target: EventStore, run: Run): Promise<number> {
  const commitments = commitmentsOf(run);
  if (commitments.length === 0) return 0;
  const { stream } = run[0]!;
  const [here, there] = await Promise.all([
    store.readDisclosures(stream, commitments),
    target.readDisclosures(stream, commitments),
  ]);
  if (isDeepStrictEqual(byCommitment(here), byCommitment(there))) return here.length;
  throw new MigrationStopped(stream, 'its texts are not the same');
}

const byCommitment = (texts: readonly Disclosure[]) => new Map(texts.map((text) => [text.commitment, { ...text }]));

async function append(store: EventStore, target: EventStore, part: Run): Promise<Appended> {
  const { stream, revision } = part[0]!;
  const texts = await store.readDisclosures(stream, commitmentsOf(part));
  const entries = part.map(({ bytes }, i) => ({ id: `${stream}/${revision + i}`, bytes }));
  for (let attempt = 1; ; attempt++) {
    try {
      return await target.append(stream, revision - 1, entries, texts);
    } catch (error) {
      if (error instanceof RevisionConflict) throw new MigrationStopped(stream, error.message);
      if (!(error instanceof OutcomeUnknown) || attempt === TRIES) throw error;
    }
  }
}

function commitmentsOf(run: Run): readonly string[] {
  // Sealed checkpoints are signed notes, and have none.
  if (!run[0]!.stream.startsWith(LEDGERS)) return [];
  return run.flatMap(({ bytes }) =>
    commitmentsIn((JSON.parse(Buffer.from(bytes).toString()) as { data: unknown }).data),
  );
}

/** Parts that go into one append. */
function* partsOf(run: Run): Generator<Run, void, undefined> {
  let [from, bytes] = [0, 0];
  for (const [i, entry] of run.entries()) {
    if (i > from && bytes + entry.bytes.length > MAX_APPEND_BYTES) {
      yield run.slice(from, i);
      [from, bytes] = [i, 0];
    }
    bytes += entry.bytes.length;
  }
  if (from < run.length) yield run.slice(from);
}

/** All entries of a store in pages, each by stream. */
async function* pagesOf(store: EventStore, report: (done: number, of: number) => void) {
  const last = await store.lastPosition();
  for (let position = 0; ;) {
    const page = await store.readAll(position, READ_AT_ONCE);
    if (page.length > 0) yield [...Map.groupBy(page, ({ stream }) => stream).values()];
    if (page.length < READ_AT_ONCE) return;
    position = page.at(-1)!.position;
    report(position, last);
  }
}

async function manyAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
}
