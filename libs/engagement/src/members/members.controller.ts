import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { StandingQuery, standingOf } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';

@Controller('v1/engagements/:engagement/members')
export class MembersController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'listMembers',
    tag: 'Parties and members',
    summary: 'The members of an engagement, removed ones included, and how they stand at an instant',
    answer: 'Members',
  })
  list(@Visitor() { engagementId }: Visit, @Query(StandingQuery) query: StandingQuery) {
    const { read, now } = this.product;
    return { items: read.people.members(engagementId, standingOf(query, now)) };
  }
}
