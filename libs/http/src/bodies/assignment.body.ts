import { MARKS, RACI, type Mark, type RaciRole } from '#responsibility/domain/assignment';
import { Choices, ListOf, Nested, Text } from '../checks/fields.ts';

const OPTIONAL = { optional: true } as const;
const PARTY = { max: 32, description: 'Id of a party.', example: 'p1' } as const;
const MEMBER = { optional: true, max: 32, description: 'Id of a member.', example: 'm3' } as const;

/** A party, or a person of a party, with its RACI roles. */
export class RaciEntryBody {
  @Text(PARTY)
  readonly party!: string;

  @Text(MEMBER)
  readonly member?: string;

  @Choices(RACI, { min: 1 })
  readonly roles!: readonly RaciRole[];
}

/** The part of each side of a shared duty. */
export class PartsBody {
  @Text(OPTIONAL)
  readonly client?: string;

  @Text(OPTIONAL)
  readonly mssp?: string;

  @Text(OPTIONAL)
  readonly other?: string;
}

/** Who bears a duty. */
export class AssignmentBody {
  @Choices(MARKS, { min: 1 })
  readonly marks!: readonly Mark[];

  @ListOf(() => RaciEntryBody, { max: 100 })
  readonly raci!: readonly RaciEntryBody[];

  @Text({ ...MEMBER, description: 'The team in charge: a member of kind `team`.' })
  readonly group?: string;

  @Text({ ...MEMBER, description: 'Stands in where the accountable person is away: a member id.' })
  readonly deputy?: string;

  @Nested(() => PartsBody, OPTIONAL)
  readonly parts?: PartsBody;

  @Text({ ...OPTIONAL, ...PARTY })
  readonly inheritedFrom?: string;

  @Text({ ...OPTIONAL, ...PARTY, description: 'Who answers to the regulator: a party id.' })
  readonly regulatory?: string;

  @Text(OPTIONAL)
  readonly rationale?: string;
}
