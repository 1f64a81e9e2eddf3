import { Controller, Inject, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { InstantText, Text, Texts, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { ReviewStarted } from '../domain/review.events.ts';

export class StartReviewBody {
  @InstantText({ description: 'By when both sides are to have spoken.' })
  readonly due!: string;

  @Texts({
    optional: true,
    items: 10_000,
    description: 'References of the lines. Without it: every line of the matrix.',
  })
  readonly refs?: readonly string[];

  @Text({ optional: true, max: 32, description: 'The agreed version that is looked at.', example: 'v3' })
  readonly version?: string;

  @Whole({ optional: true, min: 1, description: 'The next review is due this many days after this one.', example: 90 })
  readonly cadenceDays?: number;
}

@Controller('v1/engagements/:engagement/reviews')
export class StartReviewController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'startReview',
    tag: 'Reviews',
    summary: 'Ask both sides of each line whether it is still true',
    answer: 'ReviewReceipt',
  })
  start(
    @Writer() visit: WritingVisit,
    @Body(StartReviewBody) { due, ...rest }: StartReviewBody,
  ): Promise<Receipt & { review: string }> {
    const data = { due: parseInstant(due), ...rest };
    return this.recorder.record(visit, { type: 'StartReview', data }, (entries) => ({
      review: dataOf<ReviewStarted>(entries, 'ReviewStarted').reviewId,
    }));
  }
}
