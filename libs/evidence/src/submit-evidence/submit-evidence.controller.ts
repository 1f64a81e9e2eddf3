import { Controller, Inject, Param, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { InstantText, Nested, Text, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { EvidenceSubmitted } from '../domain/evidence.events.ts';

export class CoveredPeriodBody {
  @InstantText()
  readonly from!: string;

  @InstantText({ description: 'Half-open: this instant is not covered.' })
  readonly to!: string;
}

export class SubmitEvidenceBody {
  @Text({ max: 71, description: '`sha256:` and 64 lower-case hexadecimal digits.' })
  readonly digest!: string;

  @Text({ max: 500, description: 'Sealed.', example: 'Log review, March 2026' })
  readonly title!: string;

  @Whole({ optional: true, description: 'Bytes.' })
  readonly size?: number;

  @Text({ optional: true, max: 200, example: 'application/pdf' })
  readonly mediaType?: string;

  @Nested(() => CoveredPeriodBody, { optional: true, description: 'The time in which the task was performed.' })
  readonly covers?: CoveredPeriodBody;

  @InstantText({ optional: true })
  readonly collectedAt?: string;

  @Text({ optional: true, max: 200 })
  readonly sourceTool?: string;

  @Text({
    optional: true,
    max: 32,
    description: 'Id of the evidence that this one takes the place of.',
    example: 'e77',
  })
  readonly supersedes?: string;
}

@Controller('v1/engagements/:engagement/tasks/:ref/evidence')
export class SubmitEvidenceController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'submitEvidence',
    tag: 'Evidence',
    summary: 'Show, by digest, that a task was performed',
    description: 'The artefact itself stays where it is.',
    answer: 'EvidenceReceipt',
  })
  submit(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(SubmitEvidenceBody) { title, covers, collectedAt, ...item }: SubmitEvidenceBody,
  ): Promise<Receipt> {
    const data = {
      ref,
      ...item,
      title: toSeal(title),
      ...(covers !== undefined && { covers: { from: parseInstant(covers.from), to: parseInstant(covers.to) } }),
      ...(collectedAt !== undefined && { collectedAt: parseInstant(collectedAt) }),
    };
    return this.recorder.record(visit, { type: 'SubmitEvidence', data }, (entries) => ({
      evidence: dataOf<EvidenceSubmitted>(entries, 'EvidenceSubmitted').evidenceId,
    }));
  }
}
