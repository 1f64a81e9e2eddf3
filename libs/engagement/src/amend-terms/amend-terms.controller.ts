import { Controller, Inject, Post } from '@nestjs/common';
import { ListOf, Nested, Text, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { ContractBody } from '../open-engagement/contract.body.ts';

/** How soon one party must tell the other of something. */
export class NotificationDeadlineBody {
  @Text({ max: 200, description: 'What is to be told, in the words of the contract.', example: 'personal data breach' })
  readonly of!: string;

  @Whole({ min: 1, description: 'Hours from when it is known.', example: 24 })
  readonly hours!: number;
}

export class AmendTermsBody {
  @Nested(() => ContractBody, {
    optional: true,
    description: 'Takes the place of what the contract said of itself, whole.',
  })
  readonly contract?: ContractBody;

  @ListOf(() => NotificationDeadlineBody, { optional: true, max: 100, description: 'Take the place of all deadlines.' })
  readonly deadlines?: readonly NotificationDeadlineBody[];
}

@Controller('v1/engagements/:engagement/terms')
export class AmendTermsController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'amendTerms',
    tag: 'Engagements',
    summary: 'Write down what the contract says of itself now',
    description: 'What is not named stays as it is. It alters no duty: that takes a change.',
    answer: 'Receipt',
  })
  amend(@Writer() visit: WritingVisit, @Body(AmendTermsBody) data: AmendTermsBody): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AmendTerms', data });
  }
}
