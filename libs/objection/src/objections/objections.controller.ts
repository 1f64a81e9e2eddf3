import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import { Choice, Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { knownOf, knownPart, KnownQuery } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';

const STATUSES = ['open', 'withdrawn', 'resolved'] as const satisfies readonly ObjectionStatus[];

export class ObjectionsQuery extends KnownPageQuery {
  @Choice(STATUSES, { optional: true, description: 'Only objections that stand so.' })
  readonly status?: ObjectionStatus;

  @Text({ optional: true, max: 200, description: 'Only objections to the line of this task.', example: 'LOG-03' })
  readonly ref?: string;
}

@Controller('v1/engagements/:engagement/objections')
export class ObjectionsController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({
    id: 'listObjections',
    tag: 'Objections',
    summary: 'What one side or the other objects to, with what was said to it',
    answer: 'ObjectionPage',
  })
  list(@Visitor() { engagementId }: Visit, @Query(ObjectionsQuery) query: ObjectionsQuery) {
    const { status, ref, known } = query;
    const filter = { ...(status !== undefined && { status }), ...(ref !== undefined && { ref }), ...knownPart(known) };
    return this.read.objections(engagementId, filter, pageOf(query));
  }

  @Get(':objection')
  @Read({
    id: 'getObjection',
    tag: 'Objections',
    summary: 'One objection, with the words of both sides',
    answer: 'Objection',
  })
  one(
    @Visitor() { engagementId }: Visit,
    @Param('objection') objection: string,
    @Query(KnownQuery) query: KnownQuery,
  ): ObjectionView {
    return this.read.objection(engagementId, objection, knownOf(query));
  }
}
