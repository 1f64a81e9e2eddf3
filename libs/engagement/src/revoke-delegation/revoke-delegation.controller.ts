import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class RevokeDelegationBody {
  @Text({ optional: true, max: 2_000, description: 'Why. Sealed.' })
  readonly reason?: string;
}

@Controller('v1/engagements/:engagement/delegations/:delegation/revocation')
export class RevokeDelegationController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'revokeDelegation',
    tag: 'Delegations',
    summary: 'End a delegation: one’s own, or as an owner one of the own party',
    description: 'What was done under it before stands.',
    answer: 'Receipt',
  })
  revoke(
    @Writer() visit: WritingVisit,
    @Param('delegation') delegation: string,
    @Body(RevokeDelegationBody) { reason }: RevokeDelegationBody,
  ): Promise<Receipt> {
    const data = { delegation, ...(reason !== undefined && { reason: toSeal(reason) }) };
    return this.recorder.record(visit, { type: 'RevokeDelegation', data });
  }
}
