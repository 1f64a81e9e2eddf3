import type { Entry } from '#kernel/event';
import { microsOf } from '#kernel/instant';
import { decodeEntry, leafHash } from '#ledger-store/entry-codec';
import type { StoredEntry } from '#ledger-store/event-store';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { PeriodBook } from '#responsibility/domain/two-clocks/periods';
import type { ResponsibilityEvent } from '#responsibility/domain/responsibility.events';
import { rulebook, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { fromHex, toHex } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';

/** What a ledger's entries say, read one by one and folded by the definitions alone: no snapshot, no read model. */
export class AuditedLedger {
  readonly stream: string;
  readonly findings: string[] = [];
  readonly entries: Entry<OnusEvent>[] = [];
  readonly leaves: string[] = [];
  /** Root of the tree after each entry, hexadecimal. */
  readonly roots: string[] = [];
  readonly commands = new Map<string, { readonly first: number; count: number }>();
  /** Ids of tasks by reference. */
  readonly tasks = new Map<string, string>();
  readonly state: OnusState = rulebook.initial();
  /** Entries seen in this reading. */
  seen = 0;
  readonly #tree = new TreeFrontier(nodeSha256);
  readonly #ids = new Set<string>();
  readonly #books = new Map<string, PeriodBook>();

  constructor(stream: string) {
    this.stream = stream;
  }

  get engagement(): string {
    return this.stream.slice('engagement-'.length);
  }

  /** Takes the next entry of a reading: one that is known must be what it was, a new one what may follow. */
  take({ revision, bytes }: StoredEntry): void {
    const place = `${this.stream}@${revision}`;
    const leaf = leafHash(bytes);
    if (revision !== this.seen) this.findings.push(`${place} comes where index ${this.seen} was due`);
    const known = this.leaves[this.seen];
    this.seen++;
    if (known === undefined) this.#takeNew(place, leaf, decodeEntry(bytes) as Entry<OnusEvent>);
    else if (known !== leaf) this.findings.push(`${place} was changed`);
  }

  /** The entries that hold for a task at an instant, as known at a tree size. */
  said(ref: string, at: number, treeSize: number) {
    const task = this.tasks.get(ref)!;
    const book = this.#books.get(task)!;
    const entry = (facet: 'definition' | 'assignment' | 'closed'): Entry<OnusEvent> | undefined =>
      this.entries[book.at(task, facet, at, treeSize)?.said ?? -1];
    return { definition: entry('definition'), assignment: entry('assignment'), closed: entry('closed') };
  }

  #takeNew(place: string, leaf: string, entry: Entry<OnusEvent>): void {
    const { id, index, recordedAt, command, actor, type, schema, data } = entry;
    const before = this.entries.at(-1);
    if (index !== this.leaves.length) this.findings.push(`${place} says that it is entry ${index}`);
    if (before !== undefined && microsOf(recordedAt) < microsOf(before.recordedAt))
      this.findings.push(`${place} was recorded before what stands before it`);
    if (this.#ids.has(id)) this.findings.push(`${place} has the id of another entry, ${id}`);
    const recorded = this.commands.get(command.id);
    if (recorded === undefined) this.commands.set(command.id, { first: index, count: 1 });
    else if (before?.command.id === command.id) recorded.count++;
    else this.findings.push(`${place} records command ${command.id} once more`);
    this.#ids.add(id);
    this.leaves.push(leaf);
    this.#tree.append(fromHex(leaf));
    this.roots.push(toHex(this.#tree.root()));
    this.entries.push(entry);
    const event = { type, schema, data } as OnusEvent;
    rulebook.evolve(this.state, { index, recordedAt, actor, event });
    this.#foldPeriods(index, event as ResponsibilityEvent);
  }

  /** Periods of one task rest on what was said of that task, and on the ends of imports: each task has a book of its own. */
  #foldPeriods(index: number, event: ResponsibilityEvent): void {
    if (event.type === 'ImportCompleted') {
      for (const book of this.#books.values()) book.record({ index, event });
      return;
    }
    if (!('taskId' in event.data) || !('effectiveFrom' in event.data)) return;
    const { taskId } = event.data;
    if (event.type === 'TaskDefined') this.tasks.set(event.data.ref, taskId);
    const book = this.#books.get(taskId) ?? new PeriodBook();
    this.#books.set(taskId, book);
    book.record({ index, event });
  }
}
