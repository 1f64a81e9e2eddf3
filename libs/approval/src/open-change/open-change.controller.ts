import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class OpenChangeBody {
  @Text({ max: 64, description: 'Digest of the draft.' })
  readonly digest!: string;
}

@Controller('v1/engagements/:engagement/changes/:change/openings')
export class OpenChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'openChange',
    tag: 'Changes',
    summary: 'Let everybody decide about a draft',
    description: 'The policy is frozen with it: nothing that is agreed later alters what this change needs.',
    answer: 'Receipt',
    forAnother: true,
  })
  open(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(OpenChangeBody) { digest }: OpenChangeBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'OpenChange', data: { change, digest } });
  }
}
