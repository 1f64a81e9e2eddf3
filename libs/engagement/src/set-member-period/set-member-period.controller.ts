import { Controller, Inject, Param, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { InstantText } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class MemberPeriodBody {
  @InstantText({ optional: true, description: 'Without it: since ever.' })
  readonly from?: string;

  @InstantText({
    optional: true,
    description: 'Half-open: from this instant on it takes no part. Without it: for ever.',
  })
  readonly to?: string;
}

@Controller('v1/engagements/:engagement/members/:member/period')
export class SetMemberPeriodController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'setMemberPeriod',
    tag: 'Parties and members',
    summary: 'Say from when to when a member takes part',
    description: 'Outside of that time it may do nothing, nor read. What it did before stands.',
    answer: 'Receipt',
  })
  set(
    @Writer() visit: WritingVisit,
    @Param('member') member: string,
    @Body(MemberPeriodBody) { from, to }: MemberPeriodBody,
  ): Promise<Receipt> {
    const data = {
      member,
      ...(from !== undefined && { from: parseInstant(from) }),
      ...(to !== undefined && { to: parseInstant(to) }),
    };
    return this.recorder.record(visit, { type: 'SetMemberPeriod', data });
  }
}
