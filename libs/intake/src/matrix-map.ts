import type { Mark } from '#responsibility/domain/assignment';

/** Whose column it is. The words "client" and "provider" stand for the two parties of every engagement. */
export type Side = 'client' | 'provider' | 'third';

/** Fields of a task that take the text of one column. A dot leads into a group of fields. */
export const TEXT_FIELDS = [
  'title',
  'objective',
  'procedure',
  'serviceLine',
  'parent',
  'cadence',
  'serviceLevel',
  'approver',
  'tool',
  'reportsDue',
  'boundaries',
  'escalation.trigger',
  'escalation.times',
  'evidence.artefact',
  'evidence.format',
  'evidence.collector',
  'evidence.store',
  'evidence.retention',
  'evidence.reviewer',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Fields of a task that take several values out of one column. */
export const LIST_FIELDS = [
  'preconditions',
  'scope.environments',
  'scope.systems',
  'scope.locations',
  'scope.dataClasses',
  'scope.businessUnits',
  'scope.exclusions',
] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** A column whose cells hold several values, for example `AU-2;AU-12`. */
export interface ListColumn {
  readonly column: string;
  readonly separator: string;
}

/** A column that says who bears the duty. */
export interface MarkColumn {
  readonly column: string;
  /** Where a cell may hold several words, for example `|` in `sp-hybrid|inherited`. */
  readonly separator?: string;
  /** What each word means, without regard to case. The word `""` is the empty cell. */
  readonly words: Readonly<Record<string, Mark | readonly Mark[]>>;
  /** Words that are not listed: a finding on the line and the mark "Not determined" (the default), or nothing at all. */
  readonly otherwise?: 'finding' | 'ignore';
  /** When a cell's marks contain all of `all`, they are `give` instead. The first that fits counts. */
  readonly combinations?: readonly MarkCombination[];
}

export interface MarkCombination {
  readonly all: readonly Mark[];
  readonly give: readonly Mark[];
}

/** A column that describes the part of a side, perhaps only on lines that carry one of some marks. */
export interface PartColumn {
  readonly column: string;
  readonly when?: readonly Mark[];
}

/**
 * What the columns of a matrix file mean. Every column it names must be there; columns it does not name are kept as
 * attributes, as are those it does name. Described in `libs/intake/README.md`.
 */
export interface MatrixMap {
  readonly name?: string;
  /** The map is chosen by itself for a file that has all these columns. */
  readonly recognises?: readonly string[];
  /** The column that names the line. Without it: the first of `ref`, `id`, `control`, `task_id`. */
  readonly ref?: string;
  readonly texts?: Readonly<Partial<Record<TextField, string>>>;
  readonly lists?: Readonly<Partial<Record<ListField, ListColumn>>>;
  /** One column or several; their marks are put together. A line without any is "Not determined". */
  readonly marks?: readonly MarkColumn[];
  /** Columns with RACI letters such as `A/R`. */
  readonly raci?: Readonly<Partial<Record<Side, string>>>;
  readonly parts?: Readonly<Partial<Record<'client' | 'mssp' | 'other', PartColumn>>>;
  readonly controls?: readonly (ListColumn & { readonly framework: string })[];
}
