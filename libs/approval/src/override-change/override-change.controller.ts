import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { LEAST_REASON } from '../domain/deciding/override.ts';

const DIGEST = { max: 64, description: 'Digest of the text that was read.' } as const;

export class RequestOverrideBody {
  @Text(DIGEST)
  readonly digest!: string;

  @Text({ min: LEAST_REASON, description: 'Why the approvals are gone without. Sealed.' })
  readonly reason!: string;
}

export class ConfirmOverrideBody {
  @Text(DIGEST)
  readonly digest!: string;
}

@Controller('v1/engagements/:engagement/changes/:change/overrides')
export class OverrideChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'requestOverride',
    tag: 'Changes',
    summary: 'Ask to put a change in force without the approvals that it needs',
    description: 'Nothing is in force before a second person confirms. It is never shown as agreed.',
    answer: 'Receipt',
  })
  request(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(RequestOverrideBody) { digest, reason }: RequestOverrideBody,
  ): Promise<Receipt> {
    const data = { change, digest, reason: toSeal(reason), characters: Array.from(reason).length };
    return this.recorder.record(visit, { type: 'RequestOverride', data });
  }

  @Post('confirmations')
  @Write({
    id: 'confirmOverride',
    tag: 'Changes',
    summary: 'Confirm, as the second person, that a change is put in force without its approvals',
    answer: 'Receipt',
  })
  confirm(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(ConfirmOverrideBody) { digest }: ConfirmOverrideBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'ConfirmOverride', data: { change, digest } });
  }
}
