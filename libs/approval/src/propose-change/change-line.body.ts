import { AssignmentBody } from '#http/bodies/assignment.body';
import { TaskDefinitionBody } from '#http/bodies/task-definition.body';
import { Choice, Choices, ListOf, Nested, Text, Texts } from '#http/checks/fields';
import { ACCEPTABLE, type FindingCode } from '#responsibility/domain/assignment.rules';

const ACTS = ['define', 'revise', 'assign', 'retire', 'split', 'merge'] as const;
const REF = { max: 200, example: 'LOG-03' } as const;
const ACCEPTS = { optional: true, description: 'Findings that both sides knowingly accept with this line.' } as const;

/** A line that does not say which act it is: it is refused for that. */
export class ChangeLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(ACTS)
  readonly act!: (typeof ACTS)[number];
}

/** A task as a change would add it, and who bears it. */
export class NewTaskBody {
  @Text(REF)
  readonly ref!: string;

  @Nested(() => TaskDefinitionBody)
  readonly definition!: TaskDefinitionBody;

  @Nested(() => AssignmentBody)
  readonly assignment!: AssignmentBody;

  @Choices(ACCEPTABLE, ACCEPTS)
  readonly accepts?: readonly FindingCode[];
}

/** Adds a task, and says who bears it. */
export class DefineLineBody extends NewTaskBody {
  @Choice(['define'])
  readonly act!: 'define';
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

  @Nested(() => AssignmentBody, {
    optional: true,
    description: 'In an emergency: who bears the task without it, word for word as it holds.',
  })
  readonly before?: AssignmentBody;
}

/** Takes a task out of the matrix. */
export class RetireLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(['retire'])
  readonly act!: 'retire';
}

/** Retires a task, and adds those into which it is split. */
export class SplitLineBody {
  @Text(REF)
  readonly ref!: string;

  @Choice(['split'])
  readonly act!: 'split';

  @ListOf(() => NewTaskBody, { min: 1, max: 50 })
  readonly into!: readonly NewTaskBody[];
}

/** Adds a task, and retires those that are merged into it. */
export class MergeLineBody extends NewTaskBody {
  @Choice(['merge'])
  readonly act!: 'merge';

  @Texts({ max: 200, items: 50 })
  readonly from!: readonly string[];
}

/** Which act means which line. */
export const LINES = {
  define: DefineLineBody,
  revise: ReviseLineBody,
  assign: AssignLineBody,
  retire: RetireLineBody,
  split: SplitLineBody,
  merge: MergeLineBody,
} as const;

export type AnyLineBody =
  DefineLineBody | ReviseLineBody | AssignLineBody | RetireLineBody | SplitLineBody | MergeLineBody;
