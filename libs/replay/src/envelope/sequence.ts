import { MAX_APPEND_BYTES, type Entry } from '#kernel/event';
import { microsOf, type Instant } from '#kernel/instant';
import { sameJson } from '../same-json.ts';
import { Contradiction } from '../verdict.ts';
import { entryIds, type EntryIds, type Sha1 } from './entry-ids.ts';
import type { ReadEntry } from './read-entry.ts';

interface SequenceOptions {
  readonly sha1?: Sha1;
  readonly ledger?: string;
}

/** What the entries of a ledger must be to one another, whatever they say. */
export class Sequence {
  readonly #sha1: Sha1 | undefined;
  #ledger: string | undefined;
  #ids: EntryIds | undefined;
  #next = 0;
  /** The first entry of the command that may go on, how many entries it has so far, and how many bytes. */
  #first: Entry | undefined;
  #count = 0;
  #bytes = 0;
  readonly #commands = new Set<string>();

  constructor({ sha1, ledger }: SequenceOptions) {
    this.#sha1 = sha1;
    this.#ledger = ledger;
  }

  /** Takes the next entry, whose place was checked. @throws Contradiction where it cannot follow; then nothing is taken */
  accept({ entry, bytes }: ReadEntry): void {
    const first = this.#first?.command.id === entry.command.id ? this.#first : undefined;
    if (first === undefined) this.#checkNew(entry);
    else checkSame(first, entry);
    const ordinal = first === undefined ? 0 : this.#count;
    this.#checkId(entry, ordinal);
    const total = first === undefined ? bytes : this.#bytes + bytes;
    if (total > MAX_APPEND_BYTES) {
      throw new Contradiction('command-too-large', `the command has ${total} bytes, ${MAX_APPEND_BYTES} at most`);
    }
    this.#commands.add(entry.command.id);
    this.#first = first ?? entry;
    this.#count = ordinal + 1;
    this.#bytes = total;
    this.#next++;
  }

  /** Whether an entry is the next of this ledger: before anything else can be said of it. @throws Contradiction */
  checkPlace({ ledger, index }: Entry): void {
    this.#ledger ??= ledger;
    if (ledger !== this.#ledger) {
      throw new Contradiction('wrong-ledger', `the entry is of the ledger ${ledger}, not of ${this.#ledger}`);
    }
    if (index !== this.#next) {
      throw new Contradiction('wrong-index', `entry ${this.#next} comes next, not entry ${index}`);
    }
  }

  #checkNew({ command, recordedAt }: Entry): void {
    if (this.#commands.has(command.id)) {
      throw new Contradiction('command-torn', `command ${command.id} goes on behind another one`);
    }
    const before = this.#first?.recordedAt;
    if (before !== undefined && isBefore(recordedAt, before)) {
      throw new Contradiction('time-goes-back', `it is recorded at ${recordedAt}, before ${before}`);
    }
  }

  #checkId({ id, ledger, command }: Entry, ordinal: number): void {
    if (this.#sha1 === undefined) return;
    this.#ids ??= entryIds(this.#sha1, ledger);
    const expected = this.#ids(command.id, ordinal);
    if (id !== expected) throw new Contradiction('wrong-id', `the entry has the id ${id}, not ${expected}`);
  }
}

/** Canonical instants of one length come in the order of their characters. */
const isBefore = (instant: Instant, other: Instant): boolean =>
  instant.length === other.length ? instant < other : microsOf(instant) < microsOf(other);

/** The entries of one command are recorded at once, by one actor. */
function checkSame(first: Entry, { actor, command, recordedAt }: Entry): void {
  if (recordedAt === first.recordedAt && sameJson(actor, first.actor) && sameJson(command, first.command)) return;
  throw new Contradiction(
    'command-mixed',
    `it says otherwise than entry ${first.index} who gave command ${command.id}`,
  );
}
