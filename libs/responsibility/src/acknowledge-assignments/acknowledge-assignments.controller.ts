import { Controller, Inject, Post } from '@nestjs/common';
import { DigestText, ListOf, Text, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { MOST_ACCEPTED } from '../domain/accepting/accepting.ts';

export class AssignmentToAcceptBody {
  @Text({ max: 200, description: 'Reference of the task.', example: 'LOG-03' })
  readonly ref!: string;

  @Whole({ description: 'Index of the entry that assigned.', example: 41 })
  readonly assignment!: number;

  @DigestText({ description: 'Digest of the text of the task that was read.' })
  readonly text!: string;
}

export class AcknowledgeManyBody {
  @ListOf(() => AssignmentToAcceptBody, { min: 1, max: MOST_ACCEPTED })
  readonly assignments!: readonly AssignmentToAcceptBody[];
}

@Controller('v1/engagements/:engagement/acknowledgements')
export class AcknowledgeAssignmentsController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'acknowledgeAssignments',
    tag: 'Tasks',
    summary: 'Accept many duties at once: all of them, or none',
    answer: 'Receipt',
    forAnother: true,
  })
  acknowledge(
    @Writer() visit: WritingVisit,
    @Body(AcknowledgeManyBody) { assignments }: AcknowledgeManyBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AcknowledgeAssignments', data: { assignments } });
  }
}
