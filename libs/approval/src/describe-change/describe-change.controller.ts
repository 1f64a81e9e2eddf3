import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class DescribeChangeBody {
  @Text({ max: 500, description: 'Sealed.' })
  readonly title!: string;

  @Text({ optional: true, description: 'Sealed.' })
  readonly reason?: string;
}

@Controller('v1/engagements/:engagement/changes/:change/descriptions')
export class DescribeChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'describeChange',
    tag: 'Changes',
    summary: 'Put the title and the reason of a change in other words',
    description:
      'What is agreed to stays the same. Refused once somebody has approved the revision under the words that it has.',
    answer: 'Receipt',
  })
  describe(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(DescribeChangeBody) { title, reason }: DescribeChangeBody,
  ): Promise<Receipt> {
    const data = { change, title: toSeal(title), ...(reason !== undefined && { reason: toSeal(reason) }) };
    return this.recorder.record(visit, { type: 'DescribeChange', data });
  }
}
