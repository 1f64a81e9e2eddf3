import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Choice } from '#http/checks/fields';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { knownOf, knownPart, KnownQuery } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';
import type { ChangeStatus, ChangeView } from '#answers/views';

const STATUSES = [
  'draft',
  'proposed',
  'agreed',
  'rejected',
  'withdrawn',
  'expired',
  'superseded',
  'overridden',
] as const satisfies readonly ChangeStatus[];

export class ChangesQuery extends KnownPageQuery {
  @Choice(STATUSES, { optional: true, description: 'Only changes that stand so.' })
  readonly status?: ChangeStatus;
}

@Controller('v1/engagements/:engagement/changes')
export class ChangesController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({ id: 'listChanges', tag: 'Changes', summary: 'The register of changes', answer: 'ChangePage' })
  list(@Visitor() { engagementId }: Visit, @Query(ChangesQuery) query: ChangesQuery) {
    const { status, known } = query;
    const filter = { ...(status !== undefined && { status }), ...knownPart(known) };
    return this.read.changes(engagementId, filter, pageOf(query));
  }

  @Get(':change')
  @Read({ id: 'getChange', tag: 'Changes', summary: 'One change, with its digest and its approvals', answer: 'Change' })
  one(
    @Visitor() { engagementId }: Visit,
    @Param('change') change: string,
    @Query(KnownQuery) query: KnownQuery,
  ): ChangeView {
    return this.read.change(engagementId, change, knownOf(query));
  }
}
