import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { Instant } from '#kernel/instant';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { knownPart, PointQuery, pointOf } from '#http/point-in-time';
import { CLOCK, READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import { NotFound, type ReadModels } from '#read-models/read-models';
import type { OwnerAnswer, TimelineView } from '#answers/views';

@Controller('v1/engagements/:engagement/tasks/:ref')
export class TaskController {
  private readonly read: ReadModels;
  private readonly now: () => Instant;

  constructor(@Inject(READ_MODELS) read: ReadModels, @Inject(CLOCK) now: () => Instant) {
    this.read = read;
    this.now = now;
  }

  @Get()
  @Read({
    id: 'getTask',
    tag: 'Tasks',
    summary: 'A task: its text, and who bears it',
    description: 'As `owner`, but 404 for a task that was not defined as far as is known.',
    answer: 'OwnerAnswer',
  })
  task(@Visitor() visit: Visit, @Param('ref') ref: string, @Query(PointQuery) query: PointQuery): OwnerAnswer {
    const answer = this.owner(visit, ref, query);
    if (answer.task === null) throw new NotFound('task', ref);
    return answer;
  }

  @Get('owner')
  @Read({
    id: 'getOwner',
    tag: 'Tasks',
    summary: 'Who owned the task, on any date, as known at any time',
    description:
      'One interval for an instant; for a day as many as it had. With each what it rests on: decisions, approvals, ' +
      'acknowledgements, what was proposed but not in force, and what was recorded later. A task that nobody ever ' +
      'defined has `exists: false`.',
    answer: 'OwnerAnswer',
  })
  owner(
    @Visitor() { engagementId }: Visit,
    @Param('ref') ref: string,
    @Query(PointQuery) query: PointQuery,
  ): OwnerAnswer {
    return this.read.owner(engagementId, ref, pointOf(query, this.now));
  }

  @Get('timeline')
  @Read({
    id: 'getTaskTimeline',
    tag: 'Tasks',
    summary: 'Everything recorded about a task, in order',
    answer: 'Timeline',
  })
  timeline(
    @Visitor() { engagementId }: Visit,
    @Param('ref') ref: string,
    @Query(KnownPageQuery) query: KnownPageQuery,
  ): TimelineView {
    return this.read.timeline(engagementId, { ref, ...knownPart(query.known) }, pageOf(query));
  }
}
