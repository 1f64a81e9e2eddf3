import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Writer, type WritingVisit } from '#http/request';

@Controller('v1/engagements/:engagement/exceptions/:exception/acceptances')
export class AcceptExceptionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'acceptException',
    tag: 'Exceptions',
    summary: 'Accept a risk, as the person who bears it',
    answer: 'Receipt',
  })
  accept(@Writer() visit: WritingVisit, @Param('exception') exception: string): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AcceptException', data: { exception } });
  }
}
