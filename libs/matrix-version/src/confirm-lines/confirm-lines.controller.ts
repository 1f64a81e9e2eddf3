import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Choice, ListOf, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { VERDICTS, type Verdict } from '../domain/review.events.ts';

/** As many as the rules take in one go. */
const AT_ONCE = 500;

export class LineWordBody {
  @Text({ max: 200, example: 'LOG-03' })
  readonly ref!: string;

  @Choice(VERDICTS)
  readonly verdict!: Verdict;

  @Text({ optional: true, description: 'Sealed. Needed where the line is not true.' })
  readonly reason?: string;
}

export class ConfirmLinesBody {
  @ListOf(() => LineWordBody, { min: 1, max: AT_ONCE })
  readonly lines!: readonly LineWordBody[];
}

@Controller('v1/engagements/:engagement/reviews/:review/confirmations')
export class ConfirmLinesController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'confirmLines',
    tag: 'Reviews',
    summary: 'Say of lines whether they are still true, for one’s own side',
    description: 'All of it is recorded, or nothing. When both sides have spoken of each line, the review is complete.',
    answer: 'ConfirmationReceipt',
  })
  confirm(
    @Writer() visit: WritingVisit,
    @Param('review') review: string,
    @Body(ConfirmLinesBody) { lines }: ConfirmLinesBody,
  ): Promise<Receipt> {
    const words = lines.map(({ ref, verdict, reason }) => ({
      ref,
      verdict,
      ...(reason !== undefined && { reason: toSeal(reason) }),
    }));
    return this.recorder.record(visit, { type: 'ConfirmLines', data: { review, lines: words } }, (entries) => ({
      review,
      complete: entries.some(({ type }) => type === 'ReviewCompleted'),
    }));
  }
}
