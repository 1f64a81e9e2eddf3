import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class RejectChangeBody {
  @Text({ description: 'Sealed.' })
  readonly reason!: string;
}

@Controller('v1/engagements/:engagement/changes/:change/rejections')
export class RejectChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'rejectChange',
    tag: 'Changes',
    summary: 'Reject a change: it is over',
    answer: 'Receipt',
    forAnother: true,
  })
  reject(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(RejectChangeBody) { reason }: RejectChangeBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'RejectChange', data: { change, reason: toSeal(reason) } });
  }
}
