import { Controller, Inject, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { ControlBody } from '#http/bodies/task-definition.body';
import { InstantText, ListOf, Text, Texts } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { ExceptionRecorded } from '../domain/exception.events.ts';

export class RecordExceptionBody {
  @Texts({ optional: true, description: 'References of the lines that it is about.' })
  readonly refs?: readonly string[];

  @ListOf(() => ControlBody, { optional: true, max: 200, description: 'Every line that serves one of these.' })
  readonly controls?: readonly ControlBody[];

  @Text({ max: 32, description: 'Member who bears the risk, and accepts it in person.', example: 'm6' })
  readonly owner!: string;

  @Text({ description: 'What is done instead. Sealed.' })
  readonly measure!: string;

  @Text({ description: 'Sealed.' })
  readonly reason!: string;

  @InstantText()
  readonly from!: string;

  @InstantText({ description: 'Half-open: from this instant on it is expired.' })
  readonly to!: string;
}

@Controller('v1/engagements/:engagement/exceptions')
export class RecordExceptionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'recordException',
    tag: 'Exceptions',
    summary: 'Record what is not done for a time, what is done instead, and who bears the risk',
    description: 'It covers nothing before the owner of the risk has accepted it.',
    answer: 'ExceptionReceipt',
  })
  submit(
    @Writer() visit: WritingVisit,
    @Body(RecordExceptionBody) { measure, reason, from, to, ...rest }: RecordExceptionBody,
  ): Promise<Receipt & { exception: string }> {
    const data = {
      ...rest,
      measure: toSeal(measure),
      reason: toSeal(reason),
      from: parseInstant(from),
      to: parseInstant(to),
    };
    return this.recorder.record(visit, { type: 'RecordException', data }, (entries) => ({
      exception: dataOf<ExceptionRecorded>(entries, 'ExceptionRecorded').exceptionId,
    }));
  }
}
