import { AssignmentBody } from '#http/bodies/assignment.body';
import { TaskDefinitionBody } from '#http/bodies/task-definition.body';
import { Choice, Choices, Nested, Text } from '#http/checks/fields';
import { ACCEPTABLE, type FindingCode } from '#responsibility/domain/assignment.rules';

const ACTS = ['define', 'revise', 'assign', 'retire'] as const;
const ACCEPTS = { optional: true, description: 'Findings that both sides knowingly accept with this line.' } as const;

/** What every line of a change has. A line that says none of the four acts is refused for its act. */
export class ChangeLineBody {
  @Text({ max: 200, example: 'LOG-03' })
  readonly ref!: string;

  @Choice(ACTS)
  readonly act!: (typeof ACTS)[number];
}

/** Adds a task, and says who bears it. */
export class DefineLineBody extends ChangeLineBody {
  declare readonly act: 'define';

  @Nested(() => TaskDefinitionBody)
  readonly definition!: TaskDefinitionBody;

  @Nested(() => AssignmentBody)
  readonly assignment!: AssignmentBody;

  @Choices(ACCEPTABLE, ACCEPTS)
  readonly accepts?: readonly FindingCode[];
}

/** Gives a task another text. */
export class ReviseLineBody extends ChangeLineBody {
  declare readonly act: 'revise';

  @Nested(() => TaskDefinitionBody)
  readonly definition!: TaskDefinitionBody;
}

/** Says who bears a task. */
export class AssignLineBody extends ChangeLineBody {
  declare readonly act: 'assign';

  @Nested(() => AssignmentBody)
  readonly assignment!: AssignmentBody;

  @Choices(ACCEPTABLE, ACCEPTS)
  readonly accepts?: readonly FindingCode[];
}

/** Takes a task out of the matrix. */
export class RetireLineBody extends ChangeLineBody {
  declare readonly act: 'retire';
}

/** Which act means which line. */
export const LINES = {
  define: DefineLineBody,
  revise: ReviseLineBody,
  assign: AssignLineBody,
  retire: RetireLineBody,
} as const;

export type AnyLineBody = DefineLineBody | ReviseLineBody | AssignLineBody | RetireLineBody;
