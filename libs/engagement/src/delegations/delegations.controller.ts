import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { StandingQuery, standingOf } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';

@Controller('v1/engagements/:engagement/delegations')
export class DelegationsController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'listDelegations',
    tag: 'Delegations',
    summary: 'Who lets whom act in the own right: all delegations, over or revoked ones included',
    answer: 'Delegations',
  })
  list(@Visitor() { engagementId }: Visit, @Query(StandingQuery) query: StandingQuery) {
    const { read, now } = this.product;
    return { items: read.people.delegations(engagementId, standingOf(query, now)) };
  }
}
