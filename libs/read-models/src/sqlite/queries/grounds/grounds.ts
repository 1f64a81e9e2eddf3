import type { ApprovalEvent } from '#approval/domain/approval.events';
import { instantOf } from '#kernel/instant';
import type { Statement } from '#responsibility/domain/responsibility.events';
import { changeBasis, type ChangeBasis, type Telling } from '#answers/changes/change-basis';
import type { Happening } from '#answers/changes/course';
import { actorNamed } from '#answers/people/actor-named';
import type { Basis } from '#answers/views';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import { entryKey } from '../../storage/schema.ts';
import { mentionOf, type EntryQueries, type EntryRow } from '../entries.ts';
import type { LedgerRow } from '../ledgers.ts';
import type { PeopleQueries } from '../people/people.ts';
import type { SealedTexts } from '../people/texts.ts';
import type { ChangeQueries } from './changes.ts';
import type { ImportQueries } from './imports.ts';

type ImportBasis = Extract<Basis, { kind: 'import' }>;

export interface GroundSources {
  readonly entries: EntryQueries;
  readonly changes: ChangeQueries;
  readonly imports: ImportQueries;
  readonly people: PeopleQueries;
  readonly texts: SealedTexts;
}

/**
 * What statements rest on: a change, an import, or one side alone. By the time that a statement counts, its grounds
 * are complete; so they are the same for everybody who knows it, however much more is known.
 */
export class GroundQueries {
  readonly #from: GroundSources;
  readonly #changes = new BoundedCache<string, ChangeBasis>(2_000);
  readonly #imports = new BoundedCache<string, ImportBasis>(2_000);
  /** The same as in `#changes`, by the key of a decision about the change. */
  readonly #decided = new BoundedCache<number, ChangeBasis>(2_000);

  constructor(sources: GroundSources) {
    this.#from = sources;
  }

  basisOf(ledger: LedgerRow, entry: EntryRow, { change, import: importId, line }: Statement): Basis {
    if (change !== undefined) return this.#agreed(ledger, change, entry.index);
    if (importId !== undefined) {
      const key = `${ledger.id} ${importId}`;
      const basis = this.#imports.get(key) ?? this.#imports.set(key, this.#importBasis(ledger, importId));
      return line === undefined ? basis : { ...basis, line };
    }
    return { kind: 'direct', agreed: false, by: mentionOf(this.#from.people, ledger, entry.index + 1, entry) };
  }

  /** The basis of the statement at an index, which a change brought about, by one of the decisions behind it. */
  basisDecided(ledger: LedgerRow, decision: number, index: number): ChangeBasis {
    const key = entryKey(ledger.id, decision);
    const known = this.#decided.get(key);
    if (known !== undefined) return known;
    const { changeId } = this.#from.entries.entry<'ChangeAgreed' | 'ChangeOverridden' | 'EmergencyTookEffect'>(
      ledger,
      decision,
    ).data;
    return this.#decided.set(key, this.#agreed(ledger, changeId, index));
  }

  /**
   * Indices of a statement's entry and of those behind it, ascending: the approvals and the agreement stand before it, an
   * import's first entry before and its last after it.
   */
  entriesOf(ledger: LedgerRow, { index, behind }: EntryRow, { import: importId }: Statement): readonly number[] {
    if (behind !== null && behind !== '') return [...behind.split(',').map(Number), index];
    if (importId === undefined) return [index];
    const { started, completed } = this.#from.imports.import(ledger, importId);
    return completed === null ? [started, index] : [started, index, completed];
  }

  /** Everything that happened to a change, as far as a tree size knows. */
  courseOf(ledger: LedgerRow, number: number, treeSize: number): readonly Happening[] {
    const { changes, entries } = this.#from;
    return changes
      .course(ledger, number, treeSize)
      .map((index) => happeningIn(entries.entry<ApprovalEvent['type']>(ledger, index)));
  }

  /** How people and texts of a ledger are told; a mention by the names that were known with its entry, or with a tree size. */
  telling(ledger: LedgerRow, treeSize?: number): Telling {
    const { people, texts } = this.#from;
    return {
      open: (text) => texts.open(ledger.stream, text),
      mention: ({ index, recordedAt, actor }) => ({
        entry: index,
        recordedAt,
        ...actorNamed(actor, (bearer) => people.named(ledger, treeSize ?? index + 1, bearer)),
      }),
      algorithmOf: (credential, before) => people.algorithmOf(ledger, credential, before),
    };
  }

  /** After something was erased: what was opened is forgotten. */
  forget(): void {
    this.#changes.clear();
    this.#imports.clear();
    this.#decided.clear();
  }

  #agreed(ledger: LedgerRow, change: string, index: number): ChangeBasis {
    const key = `${ledger.id} ${change}`;
    return this.#changes.get(key) ?? this.#changes.set(key, this.#changeBasis(ledger, change, index));
  }

  #changeBasis(ledger: LedgerRow, change: string, index: number): ChangeBasis {
    const number = this.#from.changes.change(ledger, change, index)!;
    const basis = changeBasis(this.courseOf(ledger, number, index), this.telling(ledger));
    if (basis === undefined)
      throw new Error(`entry ${index} of ${ledger.stream} rests on a change that nobody decided`);
    return basis;
  }

  #importBasis(ledger: LedgerRow, importId: string): ImportBasis {
    const { entries, imports, people } = this.#from;
    const started = entries.entry<'ImportStarted'>(ledger, imports.import(ledger, importId).started);
    return {
      kind: 'import',
      agreed: false,
      import: importId,
      format: started.data.format,
      digest: started.data.source.digest,
      importer: mentionOf(people, ledger, started.index + 1, started),
      note: 'imported; not agreed in Onus',
    };
  }
}

/** An entry about a change: its type and version name what the data is. */
const happeningIn = ({ index, recorded, type, schema, party, member, onBehalfOf, data }: EntryRow): Happening => ({
  index,
  recordedAt: instantOf(recorded),
  actor: { party, member, onBehalfOf },
  event: { type, schema, data } as ApprovalEvent,
});
