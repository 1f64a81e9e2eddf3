import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class WithdrawObjectionBody {
  @Text({ optional: true, max: 2_000, description: 'Why it is taken back. Sealed.' })
  readonly reason?: string;
}

@Controller('v1/engagements/:engagement/objections/:objection/withdrawal')
export class WithdrawObjectionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'withdrawObjection',
    tag: 'Objections',
    summary: 'Take an objection back, for the side that raised it',
    answer: 'Receipt',
  })
  withdraw(
    @Writer() visit: WritingVisit,
    @Param('objection') objection: string,
    @Body(WithdrawObjectionBody) { reason }: WithdrawObjectionBody,
  ): Promise<Receipt> {
    const data = { objection, ...(reason !== undefined && { reason: toSeal(reason) }) };
    return this.recorder.record(visit, { type: 'WithdrawObjection', data });
  }
}
