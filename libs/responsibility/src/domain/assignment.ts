/** Who bears a duty, in the words of a responsibilities matrix. A line may carry several, for example MSSP and Inherited. */
export const MARKS = ['client', 'mssp', 'shared', 'inherited', 'not-applicable', 'not-determined'] as const;
export type Mark = (typeof MARKS)[number];

/** How people write the marks. */
export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  client: 'Client',
  mssp: 'MSSP',
  shared: 'Shared',
  inherited: 'Inherited',
  'not-applicable': 'Not applicable',
  'not-determined': 'Not determined',
};

/** RACI: Responsible does it, Accountable answers for it, Consulted is asked before, Informed is told after. */
export const RACI = ['R', 'A', 'C', 'I'] as const;
export type RaciRole = (typeof RACI)[number];

/** A party, or a person of a party, with its RACI roles. A person stands for its party. */
export interface RaciEntry {
  readonly party: string;
  readonly member?: string;
  /** In the order R, A, C, I. */
  readonly roles: readonly RaciRole[];
}

/** The part of each side of a shared duty, as agreed. "Shared" without parts is what disputes are made of. */
export interface Parts {
  readonly client?: string;
  readonly mssp?: string;
  readonly other?: string;
}

/** Who bears a duty: the marks, the RACI, and the part of each side. */
export interface Assignment {
  readonly marks: readonly Mark[];
  readonly raci: readonly RaciEntry[];
  /** The team in charge, where a person is only named within it: a member of kind `team`. */
  readonly group?: string;
  /** Stands in where the accountable person is away: a member id. */
  readonly deputy?: string;
  readonly parts?: Parts;
  /** The third party from whom the duty is inherited: a party id. */
  readonly inheritedFrom?: string;
  /** Who answers to the regulator, kept apart from who answers for the work: a party id. */
  readonly regulatory?: string;
  readonly rationale?: string;
}
