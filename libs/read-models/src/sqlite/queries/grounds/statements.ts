import type { Micros } from '#kernel/instant';
import { ownersOf } from '#responsibility/domain/assignment.rules';
import { MARK_WORDS, type Assignment, type Mark } from '#responsibility/domain/assignment';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { Basis, Named, OwnerInterval } from '#answers/views';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import { entryKey } from '../../storage/schema.ts';
import { entriesIn, lastDecision } from '../../projections/ownership/grounds.ts';
import type { EntryRow } from '../entries.ts';
import { instantText } from '../instants.ts';
import type { LedgerRow } from '../ledgers.ts';
import { calledName } from '../people/people.ts';
import { GroundQueries, type GroundSources } from './grounds.ts';

export type StatementType = StatementEvent['type'];

/** Whom an assignment names, by name. */
export interface Bearers {
  readonly mark: string | null;
  readonly owner: string | null;
  readonly owners: readonly Named[];
  readonly group: string | null;
}

/** What an assignment says of who bears the duty, as an answer shows it. */
export type Duties = Bearers & Pick<OwnerInterval, 'marks' | 'deputy' | 'raci' | 'parts' | 'findings' | 'assignment'>;

/** What the row of a period says of the assignment in an entry, and when that was recorded. */
export interface ShortlyBorne {
  /** The first entry that says the same of the bearers. */
  readonly alike: number;
  readonly grounds: number | null;
  readonly recorded: Micros;
}

/** All that an answer shows of an assignment. */
export interface Borne {
  readonly duties: Omit<Duties, 'assignment'>;
  readonly entry: Duties['assignment'];
  readonly basis: Basis;
  readonly entries: readonly number[];
  readonly assignment: Assignment;
}

/** A statement; what was worked out about it once is kept with it. */
interface Told<E extends EntryRow<StatementType>> {
  readonly ledger: LedgerRow;
  readonly entry: E;
  entries?: readonly number[];
  basis?: Basis;
  bearers?: Bearers;
  /** Whether everybody it names was known by name at once: then they are the same for whatever assigns alike later. */
  lasting?: boolean;
  duties?: Duties;
}

export type Stated<T extends StatementType = StatementType> = Told<EntryRow<T>>;
export type Assigned = Stated<'ResponsibilityAssigned'>;

/**
 * Reads statements. Everything here is told as it was known when the statement began to count: nothing that was recorded
 * later shines through, so it need not be worked out again for another tree size.
 */
export class StatementQueries {
  readonly #from: GroundSources;
  readonly #grounds: GroundQueries;
  readonly #read = new BoundedCache<number, Stated>(2_000);

  constructor(sources: GroundSources, grounds: GroundQueries) {
    this.#from = sources;
    this.#grounds = grounds;
  }

  /** The statement in an entry; `T` names the types that it can have where it is referred to from. */
  statement<T extends StatementType>(ledger: LedgerRow, index: number): Stated<T> {
    const key = entryKey(ledger.id, index);
    const known = this.#read.get(key);
    // The caller knows by which facet it is referred to.
    if (known !== undefined) return known as unknown as Stated<T>;
    const stated = this.once<T>(ledger, index);
    this.#read.set(key, stated);
    return stated;
  }

  /** The same for one question alone: nothing is looked for, and nothing is kept. */
  once<T extends StatementType>(ledger: LedgerRow, index: number): Stated<T> {
    return { ledger, entry: this.#from.entries.read<T>(ledger, index) };
  }

  /** Indices of a statement's entry and of those behind it, ascending. */
  entriesOf(stated: Stated): readonly number[] {
    const { ledger, entry } = stated;
    stated.entries ??= this.#grounds.entriesOf(ledger, entry, entry.data);
    return stated.entries;
  }

  basisOf(stated: Stated): Basis {
    stated.basis ??= this.#grounds.basisOf(stated.ledger, stated.entry, stated.entry.data);
    return stated.basis;
  }

  bearersOf(stated: Assigned): Bearers {
    stated.bearers ??= this.#bearers(stated);
    return stated.bearers;
  }

  /** Whom an assignment names, by name: from one that names the same, if that one can speak for it. */
  bearersAlike(ledger: LedgerRow, index: number, alike: number): Bearers {
    const first = this.statement<'ResponsibilityAssigned'>(ledger, alike);
    return this.bearersOf(this.#lasts(first) ? first : this.once<'ResponsibilityAssigned'>(ledger, index));
  }

  /** All that an answer shows of the assignment in an entry; the entry is not read where the row of its period tells. */
  borneBy(ledger: LedgerRow, index: number, shortly: ShortlyBorne | undefined): Borne {
    const decision = shortly === undefined ? undefined : lastDecision(index, shortly.grounds);
    if (shortly !== undefined && decision !== undefined) {
      const first = this.statement<'ResponsibilityAssigned'>(ledger, shortly.alike);
      if (this.#lasts(first)) return this.#borneAlike(first, index, shortly, decision);
    }
    const stated = this.statement<'ResponsibilityAssigned'>(ledger, index);
    const duties = this.dutiesOf(stated);
    return {
      duties,
      entry: duties.assignment,
      basis: this.basisOf(stated),
      entries: this.entriesOf(stated),
      assignment: stated.entry.data.assignment,
    };
  }

  #borneAlike(first: Assigned, index: number, { grounds, recorded }: ShortlyBorne, decision: number): Borne {
    const { ledger, entry } = first;
    const { digest, assignment } = entry.data;
    return {
      duties: this.dutiesOf(first),
      // What a change brought about is known with its own entry.
      entry: { entry: index, digest, knownSince: instantText(recorded), knownFrom: index + 1 },
      basis: this.#grounds.basisDecided(ledger, decision, index),
      entries: entriesIn(index, grounds),
      assignment,
    };
  }

  dutiesOf(stated: Assigned): Duties {
    stated.duties ??= this.#duties(stated);
    return stated.duties;
  }

  /** After something was erased: what was opened is forgotten. */
  forget(): void {
    this.#from.people.forget();
    this.#read.clear();
    this.#grounds.forget();
  }

  #bearers(stated: Assigned): Bearers {
    const { people } = this.#from;
    const { ledger, entry } = stated;
    const { assignment } = entry.data;
    const known = this.#knownFrom(stated);
    const owners = ownersOf(assignment).map((bearer) => people.named(ledger, known, bearer));
    const group = people.member(ledger, known, assignment.group);
    return {
      mark: markWords(assignment.marks),
      // Where nobody is accountable, a shared duty has both sides for owners: one owner alone is accountable.
      owner: owners.length === 1 ? calledName(owners[0]!) : null,
      owners,
      group: group === null ? null : calledName(group),
    };
  }

  #duties(stated: Assigned): Duties {
    const { people, entries } = this.#from;
    const { ledger, entry } = stated;
    const { assignment, digest, findings = [] } = entry.data;
    const knownFrom = this.#knownFrom(stated);
    return {
      ...this.bearersOf(stated),
      marks: assignment.marks,
      deputy: people.member(ledger, knownFrom, assignment.deputy),
      raci: assignment.raci.map(({ roles, ...bearer }) => ({ ...people.named(ledger, knownFrom, bearer), roles })),
      parts: assignment.parts ?? null,
      findings,
      assignment: {
        entry: entry.index,
        digest,
        knownSince: instantText(
          knownFrom === entry.index + 1 ? entry.recorded : entries.entry(ledger, knownFrom - 1).recorded,
        ),
        knownFrom,
      },
    };
  }

  #lasts(first: Assigned): boolean {
    first.lasting ??= this.#areKnown(first);
    return first.lasting;
  }

  #areKnown({ ledger, entry: { index, data } }: Assigned): boolean {
    const { people } = this.#from;
    const { raci, group, deputy } = data.assignment;
    return (
      [...ownersOf(data.assignment), ...raci].every((bearer) => people.knows(ledger, index + 1, bearer)) &&
      [group, deputy].every((member) => people.knowsMember(ledger, index + 1, member))
    );
  }

  /** From which tree size on a statement counts. Nobody is shown one of an import whose last part is missing. */
  #knownFrom({ ledger, entry }: Assigned): number {
    return this.#from.imports.knownFrom(ledger, entry.index, entry.data) ?? entry.index + 1;
  }
}

/** Marks in words: "MSSP + Inherited"; null for none. */
const markWords = (marks: readonly Mark[]): string | null =>
  marks.length === 0 ? null : marks.map((mark) => MARK_WORDS[mark]).join(' + ');

/** The text of a task; null where the statement gives none. */
export function definitionIn(stated: Stated | undefined): TaskDefinition | null {
  const entry = stated?.entry;
  return entry?.type === 'TaskDefined' || entry?.type === 'TaskRevised' ? entry.data.definition : null;
}
