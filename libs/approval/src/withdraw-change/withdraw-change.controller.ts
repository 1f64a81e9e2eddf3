import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Writer, type WritingVisit } from '#http/request';

@Controller('v1/engagements/:engagement/changes/:change/withdrawal')
export class WithdrawChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({ id: 'withdrawChange', tag: 'Changes', summary: 'Take one’s own proposal back', answer: 'Receipt' })
  withdraw(@Writer() visit: WritingVisit, @Param('change') change: string): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'WithdrawChange', data: { change } });
  }
}
