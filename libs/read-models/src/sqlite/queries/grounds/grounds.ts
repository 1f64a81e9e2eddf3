import type { Statement } from '#responsibility/domain/responsibility.events';
import { PROVIDER } from '#engagement/domain/members';
import type { Basis, Mention } from '#answers/views';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import { entryKey } from '../../storage/schema.ts';
import { mentionOf, type EntryQueries, type EntryRow } from '../entries.ts';
import type { LedgerRow } from '../ledgers.ts';
import type { PeopleQueries } from '../people/people.ts';
import type { SealedTexts } from '../people/texts.ts';
import type { ChangeQueries } from './changes.ts';
import type { ImportQueries } from './imports.ts';

/** An approval, with the side that gave it. */
export type Approval = Mention & { readonly side: 'provider' | 'client' };

type ChangeBasis = Extract<Basis, { kind: 'change' }>;
type ImportBasis = Extract<Basis, { kind: 'import' }>;

export interface GroundSources {
  readonly entries: EntryQueries;
  readonly changes: ChangeQueries;
  readonly imports: ImportQueries;
  readonly people: PeopleQueries;
  readonly texts: SealedTexts;
}

/**
 * What statements rest on: an agreed change, an import, or one side alone. By the time that a statement counts, its grounds
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
    const { changeId } = this.#from.entries.entry<'ApprovalGranted' | 'ChangeAgreed'>(ledger, decision).data;
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

  /** Who approved a change, in order, as far as a tree size knows. */
  approvals(ledger: LedgerRow, number: number, treeSize: number): readonly Approval[] {
    const { changes, entries, people } = this.#from;
    return changes.approvals(ledger, number, treeSize).map((index) => {
      const approval = entries.entry<'ApprovalGranted'>(ledger, index);
      return {
        ...mentionOf(people, ledger, index + 1, approval),
        side: 'side' in approval.data ? approval.data.side : approval.data.party === PROVIDER ? 'provider' : 'client',
      };
    });
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

  #changeBasis(ledger: LedgerRow, change: string, known: number): ChangeBasis {
    const { changes, entries, texts } = this.#from;
    const { number, proposed } = changes.change(ledger, change, known)!;
    const { title, backdatedDays } = entries.entry<'ChangeProposed'>(ledger, proposed).data;
    return {
      kind: 'change',
      agreed: true,
      change,
      title: texts.open(ledger.stream, title),
      ...(backdatedDays !== undefined && { backdatedDays }),
      approvals: this.approvals(ledger, number, known),
    };
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
