import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import type { Entry } from '#kernel/event';
import type { StoredEntry } from '#ledger-store/event-store';
import { parseCanonical } from './canonical.ts';
import type { Finding } from './findings.ts';

type Found = Omit<Finding, 'engagement'>;

/** As the ledger writes it: UTC, with up to nine digits of a fraction. */
const RECORDED_AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const DIGITS = 'yyyymmddhhmmss123456789'.length;

const isEntry = (value: unknown): value is Entry => {
  const { v, index, ledger, id, recordedAt, command, data } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  const texts = [ledger, id, recordedAt, (command as { id?: unknown } | null | undefined)?.id];
  return (
    v === 1 &&
    RECORDED_AT.test(String(recordedAt)) &&
    typeof index === 'number' &&
    typeof data === 'object' &&
    texts.every((each) => typeof each === 'string')
  );
};

/** What every entry of a ledger must be, whatever it says. Looks at them one after the other. */
export class EntryChecks {
  readonly #name: string;
  readonly #namespace: Uint8Array;
  #next = 0;
  #recordedAt = '';
  #command = '';
  #ordinal = 0;

  /** `name` is that of the ledger. */
  constructor(name: string) {
    this.#name = name;
    this.#namespace = ledgerNamespace(name);
  }

  /** What is wrong with the next entry. */
  look({ revision, bytes }: StoredEntry): readonly Found[] {
    const found: Found[] = [];
    if (revision !== this.#next) {
      const [index, detail] = [this.#next, `entry ${this.#next} should come next, and ${revision} does`];
      found.push({ code: 'missing', index, detail });
    }
    this.#next = revision + 1;
    const entry = parseCanonical(bytes);
    if (!isEntry(entry)) {
      const detail = `entry ${revision} is not the canonical JSON of an entry`;
      return [...found, { code: 'not-an-entry', index: revision, detail }];
    }
    this.#compare(entry, revision, found);
    return found;
  }

  #compare({ index, ledger, recordedAt, id, command }: Entry, revision: number, found: Found[]): void {
    if (index !== revision || ledger !== this.#name) {
      const detail = `what stands as entry ${revision} says that it is entry ${index} of ${ledger}`;
      found.push({ code: 'not-an-entry', index: revision, detail });
    }
    if (isBefore(recordedAt, this.#recordedAt)) {
      const detail = `entry ${revision} was recorded at ${recordedAt}, and the one before at ${this.#recordedAt}`;
      found.push({ code: 'goes-back', index: revision, detail });
    }
    this.#recordedAt = recordedAt;
    this.#ordinal = command.id === this.#command ? this.#ordinal + 1 : 0;
    this.#command = command.id;
    if (id !== uuid5(this.#namespace, `${command.id}/${this.#ordinal}`)) {
      const detail = `entry ${revision} has an id that does not follow from its command`;
      found.push({ code: 'wrong-id', index: revision, detail });
    }
  }
}

/** Times of one length compare as they are written; others once they have as many digits. */
function isBefore(time: string, last: string): boolean {
  return time.length === last.length ? time < last : digitsOf(time) < digitsOf(last);
}

const digitsOf = (time: string): string => time.replaceAll(/\D/g, '').padEnd(DIGITS, '0');
