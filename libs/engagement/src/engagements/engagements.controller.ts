import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { PageQuery, pageOf } from '#http/paging';
import { PRODUCT, READ_MODELS, type Product } from '#http/product';
import { Calling, Query, Visitor, type Caller, type Visit } from '#http/request';
import { shareText, type Share } from '#ledger-store/shares/share';
import type { ReadModels } from '#read-models/read-models';
import type { EngagementDetails } from '#answers/views';
import { engagementsOf } from './engagements-of.ts';

@Controller('v1/engagements')
export class EngagementsController {
  private readonly read: ReadModels;
  private readonly share: Share | undefined;

  constructor(@Inject(READ_MODELS) read: ReadModels, @Inject(PRODUCT) { share }: Product) {
    this.read = read;
    this.share = share;
  }

  @Get()
  @Read({
    id: 'listEngagements',
    tag: 'Engagements',
    summary: 'The engagements that the key may see',
    description:
      'An owner key sees all of them, any other key those in which it is bound to a member. A replica that looks after a share of the ' +
      'engagements lists those of its share, and says which that is.',
    answer: 'EngagementPage',
  })
  list(@Calling() { caller }: { caller: Caller }, @Query(PageQuery) query: PageQuery) {
    const page = pageOf(query);
    const listed = caller.owner ? this.read.engagements(page) : engagementsOf(this.read, caller, page, this.share);
    return { ...listed, share: this.share === undefined ? null : shareText(this.share) };
  }

  @Get(':engagement')
  @Read({
    id: 'getEngagement',
    tag: 'Engagements',
    summary: 'One engagement, by slug or id, and what its contract says of itself',
    answer: 'EngagementDetails',
  })
  one(@Visitor() { engagementId }: Visit): EngagementDetails {
    const engagement = this.read.engagement(engagementId);
    // Of the same entries, whatever is recorded meanwhile.
    const { treeSize } = engagement;
    return { ...engagement, terms: this.read.people.terms(engagementId, { treeSize }) };
  }
}
