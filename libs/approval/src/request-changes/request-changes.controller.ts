import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class RequestChangesBody {
  @Text({ max: 64, description: 'Digest of the text that was read.' })
  readonly digest!: string;

  @Text({ description: 'What should be another. Sealed.' })
  readonly reason!: string;
}

@Controller('v1/engagements/:engagement/changes/:change/requests')
export class RequestChangesController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'requestChanges',
    tag: 'Changes',
    summary: 'Ask for another text',
    description: 'The change waits until it is revised, or until whoever asked approves it.',
    answer: 'Receipt',
    forAnother: true,
  })
  request(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(RequestChangesBody) { digest, reason }: RequestChangesBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'RequestChanges', data: { change, digest, reason: toSeal(reason) } });
  }
}
