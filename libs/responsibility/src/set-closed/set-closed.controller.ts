import { Controller, Inject, Param, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { InstantText } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class FromBody {
  @InstantText({ description: 'From when on it is closed, or open again.' })
  readonly effectiveFrom!: string;
}

@Controller('v1/engagements/:engagement/tasks/:ref')
export class SetClosedController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post('close')
  @Write({
    id: 'closeTask',
    tag: 'Tasks',
    summary: 'Close a task',
    description: 'Closing frees nobody of the duty by itself.',
    answer: 'Receipt',
  })
  close(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(FromBody) { effectiveFrom }: FromBody,
  ): Promise<Receipt> {
    const data = { ref, effectiveFrom: parseInstant(effectiveFrom) };
    return this.recorder.record(visit, { type: 'CloseTask', data });
  }

  @Post('reopen')
  @Write({ id: 'reopenTask', tag: 'Tasks', summary: 'Open a closed task again', answer: 'Receipt' })
  reopen(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(FromBody) { effectiveFrom }: FromBody,
  ): Promise<Receipt> {
    const data = { ref, effectiveFrom: parseInstant(effectiveFrom) };
    return this.recorder.record(visit, { type: 'ReopenTask', data });
  }
}
