import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { KnownQuery, knownOf } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';

@Controller('v1/engagements/:engagement/members')
export class MembersController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({
    id: 'listMembers',
    tag: 'Parties and members',
    summary: 'The members of an engagement, removed ones included',
    answer: 'Members',
  })
  list(@Visitor() { engagementId }: Visit, @Query(KnownQuery) query: KnownQuery) {
    return { items: this.read.members(engagementId, knownOf(query)) };
  }
}
