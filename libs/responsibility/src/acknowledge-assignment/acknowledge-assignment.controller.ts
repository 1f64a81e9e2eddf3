import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class AcknowledgeBody {
  @Whole({ description: 'Index of the entry that assigned: `assignment.entry` of the owner’s answer.', example: 41 })
  readonly assignment!: number;
}

@Controller('v1/engagements/:engagement/tasks/:ref/acknowledgements')
export class AcknowledgeAssignmentController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'acknowledgeAssignment',
    tag: 'Tasks',
    summary: 'Accept a duty, as somebody whom the assignment names',
    answer: 'Receipt',
  })
  acknowledge(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(AcknowledgeBody) { assignment }: AcknowledgeBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AcknowledgeAssignment', data: { ref, assignment } });
  }
}
