import { Choice, Text, Texts } from '#http/checks/fields';
import { MEMBER_KINDS, type MemberKind } from '../domain/members.ts';

/** A calendar day, as a field that is a text. */
export const DAY = { regexp: /^\d{4}-\d{2}-\d{2}$/, says: 'must be a date, YYYY-MM-DD' };

/** What the contract says of itself. */
export class ContractBody {
  @Text({ optional: true, max: 200 })
  readonly reference?: string;

  @Text({ optional: true, max: 200 })
  readonly clause?: string;

  @Texts({ optional: true })
  readonly services?: readonly string[];

  @Text({ optional: true, max: 10, pattern: DAY, description: 'First day, in the contract time zone.' })
  readonly start?: string;

  @Text({ optional: true, max: 10, pattern: DAY, description: 'The day after the last, in the contract time zone.' })
  readonly end?: string;

  @Texts({ optional: true })
  readonly jurisdictions?: readonly string[];

  @Text({ optional: true, max: 200 })
  readonly industry?: string;

  @Texts({ optional: true })
  readonly frameworks?: readonly string[];
}

export class FounderBody {
  @Choice(MEMBER_KINDS)
  readonly kind!: MemberKind;

  @Text({ max: 200, description: 'Sealed: kept beside the ledger, and erasable.', example: 'Anna Meier' })
  readonly name!: string;
}
