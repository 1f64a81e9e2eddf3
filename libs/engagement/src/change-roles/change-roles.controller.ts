import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Choices } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { ROLES, type Role } from '../domain/members.ts';

export class ChangeRolesBody {
  @Choices(ROLES, { description: 'All roles that the member has from now on.' })
  readonly roles!: readonly Role[];
}

@Controller('v1/engagements/:engagement/members/:member/roles')
export class ChangeRolesController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({ id: 'changeRoles', tag: 'Parties and members', summary: 'Change what a member may do', answer: 'Receipt' })
  change(
    @Writer() visit: WritingVisit,
    @Param('member') member: string,
    @Body(ChangeRolesBody) { roles }: ChangeRolesBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'ChangeRoles', data: { member, roles, apart: true } });
  }
}
