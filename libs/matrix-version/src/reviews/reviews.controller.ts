import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { ReviewState } from '#answers/matrix-version/views';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { KnownQuery, knownOf, knownPart } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';

@Controller('v1/engagements/:engagement/reviews')
export class ReviewsController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Get()
  @Read({ id: 'listReviews', tag: 'Reviews', summary: 'All reviews, and when the next is due', answer: 'ReviewPage' })
  list(@Visitor() { engagementId }: Visit, @Query(KnownPageQuery) query: KnownPageQuery) {
    return this.read.register.reviews(engagementId, knownPart(query.known), pageOf(query));
  }

  @Get(':review')
  @Read({
    id: 'getReview',
    tag: 'Reviews',
    summary: 'A review: what each side said of each line, and what is to be done',
    answer: 'ReviewState',
  })
  show(
    @Visitor() { engagementId }: Visit,
    @Param('review') id: string,
    @Query(KnownQuery) query: KnownQuery,
  ): ReviewState {
    return this.read.register.review(engagementId, id, knownOf(query));
  }
}
