import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class EndExceptionBody {
  @Text({ description: 'Sealed.', example: 'The collector was replaced.' })
  readonly reason!: string;
}

@Controller('v1/engagements/:engagement/exceptions/:exception/endings')
export class EndExceptionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({ id: 'endException', tag: 'Exceptions', summary: 'End an exception before its time', answer: 'Receipt' })
  end(
    @Writer() visit: WritingVisit,
    @Param('exception') exception: string,
    @Body(EndExceptionBody) { reason }: EndExceptionBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'EndException', data: { exception, reason: toSeal(reason) } });
  }
}
