import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { ChangeRevised } from '../domain/approval.events.ts';
import { WrittenTextBody, writtenText } from '../propose-change/written-text.body.ts';

export class ReviseChangeBody extends WrittenTextBody {
  @Text({ optional: true, description: 'What is another than before. Sealed.' })
  readonly note?: string;
}

@Controller('v1/engagements/:engagement/changes/:change/revisions')
export class ReviseChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'reviseChange',
    tag: 'Changes',
    summary: 'Give a change another text',
    description: 'Approvals of earlier revisions stay in the ledger and count no more.',
    answer: 'ChangeReceipt',
    forAnother: true,
  })
  revise(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(ReviseChangeBody) body: ReviseChangeBody,
  ): Promise<Receipt> {
    const { note } = body;
    const data = { change, ...(note !== undefined && { note: toSeal(note) }), ...writtenText(body) };
    return this.recorder.record(visit, { type: 'ReviseChange', data }, (entries) => ({
      change,
      digest: dataOf<ChangeRevised>(entries, 'ChangeRevised').digest,
    }));
  }
}
