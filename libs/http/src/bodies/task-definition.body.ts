import { Choice, ListOf, Nested, Text, TextMap, Texts } from '../checks/fields.ts';

const OPTIONAL = { optional: true } as const;
const LINE = { optional: true, max: 500 } as const;
const REF = { max: 200, example: 'LOG-03' } as const;
const DATE = { regexp: /^\d{4}-\d{2}-\d{2}$/, says: 'must be a date, YYYY-MM-DD' };

/** Where the task applies, and where it does not. */
export class ScopeBody {
  @Texts(OPTIONAL)
  readonly environments?: readonly string[];

  @Texts(OPTIONAL)
  readonly systems?: readonly string[];

  @Texts(OPTIONAL)
  readonly locations?: readonly string[];

  @Texts(OPTIONAL)
  readonly dataClasses?: readonly string[];

  @Texts(OPTIONAL)
  readonly businessUnits?: readonly string[];

  @Texts(OPTIONAL)
  readonly exclusions?: readonly string[];
}

/** From whom the task is inherited, and how far. */
export class InheritanceBody {
  @Text({ max: 500 })
  readonly from!: string;

  @Choice(['full', 'partial'])
  readonly extent!: 'full' | 'partial';

  @Text(LINE)
  readonly source?: string;

  @Text({ ...OPTIONAL, max: 10, pattern: DATE })
  readonly date?: string;

  @Text(OPTIONAL)
  readonly remains?: string;
}

export class EscalationBody {
  @Text(OPTIONAL)
  readonly trigger?: string;

  @Texts({ ...OPTIONAL, description: 'Member ids, in order.' })
  readonly contacts?: readonly string[];

  @Text(LINE)
  readonly times?: string;
}

export class LineageBody {
  @Texts({ ...OPTIONAL, description: 'References of the tasks that this one was split from.' })
  readonly splitFrom?: readonly string[];

  @Text({ ...OPTIONAL, ...REF })
  readonly mergedInto?: string;
}

export class ControlBody {
  @Text({ max: 100, example: 'nist-800-53-r5' })
  readonly framework!: string;

  @Text({ max: 100, example: 'AU-6' })
  readonly id!: string;

  @Text({ ...OPTIONAL, max: 100 })
  readonly part?: string;
}

/** What evidence shows that the duty was done. */
export class EvidenceRequirementBody {
  @Text(LINE)
  readonly artefact?: string;

  @Text(LINE)
  readonly format?: string;

  @Text(LINE)
  readonly collector?: string;

  @Text(LINE)
  readonly store?: string;

  @Text(LINE)
  readonly retention?: string;

  @Text(LINE)
  readonly reviewer?: string;
}

/** The text of a duty: what both sides agree to. */
export class TaskDefinitionBody {
  @Text({ max: 500, example: 'Daily review of security event logs' })
  readonly title!: string;

  @Text(OPTIONAL)
  readonly objective?: string;

  @Text(OPTIONAL)
  readonly procedure?: string;

  @Choice(['operational', 'review', 'document'], OPTIONAL)
  readonly kind?: 'operational' | 'review' | 'document';

  @Text(LINE)
  readonly serviceLine?: string;

  @Text({ ...OPTIONAL, ...REF })
  readonly parent?: string;

  @Texts({ ...OPTIONAL, max: 2_000 })
  readonly preconditions?: readonly string[];

  @Nested(() => ScopeBody, OPTIONAL)
  readonly scope?: ScopeBody;

  @Nested(() => InheritanceBody, OPTIONAL)
  readonly inheritance?: InheritanceBody;

  @Text(LINE)
  readonly cadence?: string;

  @Text(LINE)
  readonly serviceLevel?: string;

  @Text({ ...LINE, description: 'Who approves the work, distinct from who does it: a member id, or words.' })
  readonly approver?: string;

  @Text(LINE)
  readonly tool?: string;

  @Text(LINE)
  readonly reportsDue?: string;

  @Nested(() => EscalationBody, OPTIONAL)
  readonly escalation?: EscalationBody;

  @Text({ ...OPTIONAL, description: 'What is not included.' })
  readonly boundaries?: string;

  @Nested(() => LineageBody, OPTIONAL)
  readonly lineage?: LineageBody;

  @ListOf(() => ControlBody, { ...OPTIONAL, max: 500 })
  readonly controls?: readonly ControlBody[];

  @Nested(() => EvidenceRequirementBody, OPTIONAL)
  readonly evidence?: EvidenceRequirementBody;

  @TextMap({ ...OPTIONAL, description: 'Further columns of the line, word for word.' })
  readonly attributes?: Readonly<Record<string, string>>;
}
