import { AssignmentBody } from '#http/bodies/assignment.body';
import { TaskDefinitionBody } from '#http/bodies/task-definition.body';
import { Choice, Choices, Nested, Text } from '#http/checks/fields';
import { ACCEPTABLE, type FindingCode } from '#responsibility/domain/assignment.rules';

const ACTS = ['define', 'revise', 'assign', 'retire'] as const;
const REF = { max: 200, example: 'LOG-03' } as const;
const ACCEPTS = { optional: true, description: 'Findings that both sides knowingly accept with this line.' } as const;

/** A line that does not say which of the four acts it is: it is refused for that. */
export class ChangeLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(ACTS)
  readonly act!: (typeof ACTS)[number];
}

/** Adds a task, and says who bears it. */
export class DefineLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(['define'])
  readonly act!: 'define';

  @Nested(() => TaskDefinitionBody)
  readonly definition!: TaskDefinitionBody;

  @Nested(() => AssignmentBody)
  readonly assignment!: AssignmentBody;

  @Choices(ACCEPTABLE, ACCEPTS)
  readonly accepts?: readonly FindingCode[];
}

/** Gives a task another text. */
export class ReviseLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(['revise'])
  readonly act!: 'revise';

  @Nested(() => TaskDefinitionBody)
  readonly definition!: TaskDefinitionBody;
}

/** Says who bears a task. */
export class AssignLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(['assign'])
  readonly act!: 'assign';

  @Nested(() => AssignmentBody)
  readonly assignment!: AssignmentBody;

  @Choices(ACCEPTABLE, ACCEPTS)
  readonly accepts?: readonly FindingCode[];
}

/** Takes a task out of the matrix. */
export class RetireLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(['retire'])
  readonly act!: 'retire';
}

/** Which act means which line. */
export const LINES = {
  define: DefineLineBody,
  revise: ReviseLineBody,
  assign: AssignLineBody,
  retire: RetireLineBody,
} as const;

export type AnyLineBody = DefineLineBody | ReviseLineBody | AssignLineBody | RetireLineBody;
