import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class GiveUpVersionBody {
  @Text({ description: 'Sealed.', example: 'The service lines for the cloud are missing.' })
  readonly reason!: string;
}

@Controller('v1/engagements/:engagement/versions/:version')
export class GiveUpVersionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post('withdrawal')
  @Write({
    id: 'withdrawVersion',
    tag: 'Versions',
    summary: 'Take back what one’s own side proposed',
    answer: 'Receipt',
  })
  withdraw(
    @Writer() visit: WritingVisit,
    @Param('version') version: string,
    @Body(GiveUpVersionBody) { reason }: GiveUpVersionBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'WithdrawVersion', data: { version, reason: toSeal(reason) } });
  }

  @Post('declines')
  @Write({ id: 'declineVersion', tag: 'Versions', summary: 'Decline what the other side proposed', answer: 'Receipt' })
  decline(
    @Writer() visit: WritingVisit,
    @Param('version') version: string,
    @Body(GiveUpVersionBody) { reason }: GiveUpVersionBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'DeclineVersion', data: { version, reason: toSeal(reason) } });
  }
}
