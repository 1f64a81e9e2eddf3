import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { knownPart } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';
import type { TimelineView } from '#answers/views';

@Controller('v1/engagements/:engagement/timeline')
export class TimelineController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({ id: 'getTimeline', tag: 'Matrix', summary: 'Everything recorded, in order', answer: 'Timeline' })
  timeline(@Visitor() { engagementId }: Visit, @Query(KnownPageQuery) query: KnownPageQuery): TimelineView {
    return this.read.timeline(engagementId, knownPart(query.known), pageOf(query));
  }
}
