import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class SignVersionBody {
  @Text({ max: 71, description: 'Of the document that was read: `sha256:` and 64 lower-case hexadecimal digits.' })
  readonly digest!: string;
}

@Controller('v1/engagements/:engagement/versions/:version/signatures')
export class SignVersionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'signVersion',
    tag: 'Versions',
    summary: 'Sign a version for one’s own side',
    description: 'With the signature of the second side the version is agreed.',
    answer: 'SignatureReceipt',
  })
  sign(
    @Writer() visit: WritingVisit,
    @Param('version') version: string,
    @Body(SignVersionBody) { digest }: SignVersionBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'SignVersion', data: { version, digest } }, (entries) => ({
      version,
      agreed: entries.some(({ type }) => type === 'VersionAgreed'),
    }));
  }
}
