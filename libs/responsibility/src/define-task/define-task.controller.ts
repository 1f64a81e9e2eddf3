import { Controller, Inject, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { TaskDefinitionBody } from '#http/bodies/task-definition.body';
import { InstantText, Nested, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { TaskDefined } from '../domain/responsibility.events.ts';

export class DefineTaskBody {
  @Text({ max: 200, example: 'LOG-03' })
  readonly ref!: string;

  @Nested(() => TaskDefinitionBody)
  readonly definition!: TaskDefinitionBody;

  @InstantText({ description: 'From when on the task is part of the matrix.' })
  readonly effectiveFrom!: string;
}

@Controller('v1/engagements/:engagement/tasks')
export class DefineTaskController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'defineTask',
    tag: 'Tasks',
    summary: 'Add a task that nobody bears yet',
    description: 'Who bears it is for both sides to agree: propose a change.',
    answer: 'TaskReceipt',
  })
  define(
    @Writer() visit: WritingVisit,
    @Body(DefineTaskBody) { ref, definition, effectiveFrom }: DefineTaskBody,
  ): Promise<Receipt> {
    const data = { ref, definition, effectiveFrom: parseInstant(effectiveFrom) };
    return this.recorder.record(visit, { type: 'DefineTask', data }, (entries) => ({
      task: dataOf<TaskDefined>(entries, 'TaskDefined').taskId,
    }));
  }
}
