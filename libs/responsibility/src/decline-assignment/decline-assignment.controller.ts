import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { DigestText, Text, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class DeclineBody {
  @Whole({ description: 'Index of the entry that assigned: `assignment.entry` of the owner’s answer.', example: 41 })
  readonly assignment!: number;

  @DigestText({ optional: true, description: 'Digest of the text of the task that was read.' })
  readonly text?: string;

  @Text({ max: 2_000, description: 'Why. Sealed.', example: 'Nobody of us is on duty at night.' })
  readonly reason!: string;
}

@Controller('v1/engagements/:engagement/tasks/:ref/declines')
export class DeclineAssignmentController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'declineAssignment',
    tag: 'Tasks',
    summary: 'Decline a duty, as somebody whom the assignment names, and say why',
    description:
      'The assignment stays in force: who bears a duty is for both sides to agree. Every answer says that it was declined.',
    answer: 'Receipt',
    forAnother: true,
  })
  decline(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(DeclineBody) { reason, ...answered }: DeclineBody,
  ): Promise<Receipt> {
    const data = { ref, ...answered, reason: toSeal(reason) };
    return this.recorder.record(visit, { type: 'DeclineAssignment', data });
  }
}
