import { Controller, Inject, Param, Post } from '@nestjs/common';
import { DigestText, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

/** Which assignment somebody answers, and which text of the task he has read. */
export class AcknowledgeBody {
  @Whole({ description: 'Index of the entry that assigned: `assignment.entry` of the owner’s answer.', example: 41 })
  readonly assignment!: number;

  @DigestText({
    description:
      'Digest of the text of the task that was read: `text.digest` of the owner’s answer. An acceptance that names no text shows nobody ' +
      'later what was accepted, so none is taken.',
  })
  readonly text!: string;
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
    description: 'A reassignment, and another text of the task, ask again.',
    answer: 'Receipt',
    forAnother: true,
  })
  acknowledge(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(AcknowledgeBody) { assignment, text }: AcknowledgeBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AcknowledgeAssignment', data: { ref, assignment, text } });
  }
}
