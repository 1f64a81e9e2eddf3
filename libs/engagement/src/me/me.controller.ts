import { Controller, Get, Inject } from '@nestjs/common';
import type { MemberView } from '#answers/views';
import { Read } from '#http/operation';
import { READ_MODELS } from '#http/product';
import { Visitor, type Visit } from '#http/request';
import { NotFound, type ReadModels } from '#read-models/read-models';

@Controller('v1/engagements/:engagement/me')
export class MeController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({
    id: 'getMe',
    tag: 'Parties and members',
    summary: 'As which member the key acts',
    answer: 'Member',
  })
  me(@Visitor() { engagementId, actor }: Visit): MemberView {
    const me = this.read.members(engagementId).find(({ id }) => id === actor.member);
    if (me === undefined) throw new NotFound('member', actor.member);
    return me;
  }
}
