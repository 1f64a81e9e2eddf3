import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class ApproveChangeBody {
  @Text({ max: 64, description: 'Digest of the change that was read: what is approved is that text, and no other.' })
  readonly digest!: string;
}

@Controller('v1/engagements/:engagement/changes/:change/approvals')
export class ApproveChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'approveChange',
    tag: 'Changes',
    summary: 'Approve a change, for one’s own party',
    description: 'The last approval that is needed puts the change in force, in the same append.',
    answer: 'ApprovalReceipt',
  })
  approve(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(ApproveChangeBody) { digest }: ApproveChangeBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'ApproveChange', data: { change, digest } }, (entries) => ({
      change,
      agreed: entries.some(({ type }) => type === 'ChangeAgreed'),
    }));
  }
}
