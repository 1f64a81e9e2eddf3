import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Choice, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { REVIEW_OUTCOMES, type ReviewOutcome } from '../domain/evidence.events.ts';

export class ReviewEvidenceBody {
  @Choice(REVIEW_OUTCOMES, { description: 'Whether it shows what it says.' })
  readonly outcome!: ReviewOutcome;

  @Text({ optional: true, max: 2_000, description: 'Why it is returned: needed then. Sealed.' })
  readonly reason?: string;
}

@Controller('v1/engagements/:engagement/evidence/:evidence/reviews')
export class ReviewEvidenceController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'reviewEvidence',
    tag: 'Evidence',
    summary: 'Check evidence that somebody else submitted',
    answer: 'Receipt',
  })
  review(
    @Writer() visit: WritingVisit,
    @Param('evidence') evidence: string,
    @Body(ReviewEvidenceBody) { outcome, reason }: ReviewEvidenceBody,
  ): Promise<Receipt> {
    const data = { evidence, outcome, ...(reason !== undefined && { reason: toSeal(reason) }) };
    return this.recorder.record(visit, { type: 'ReviewEvidence', data });
  }
}
