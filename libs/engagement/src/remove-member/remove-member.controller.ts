import { Controller, Delete, Inject, Param } from '@nestjs/common';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Writer, type WritingVisit } from '#http/request';

@Controller('v1/engagements/:engagement/members/:member')
export class RemoveMemberController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Delete()
  @Write({
    id: 'removeMember',
    tag: 'Parties and members',
    summary: 'Remove a member',
    description: 'What the member did stays, and the keys of the member open nothing in this engagement from now on.',
    answer: 'Receipt',
    status: 200,
  })
  remove(@Writer() visit: WritingVisit, @Param('member') member: string): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'RemoveMember', data: { member, apart: true } });
  }
}
