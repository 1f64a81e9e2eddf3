import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { ExceptionState } from '#answers/matrix-version/views';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { KnownPageQuery, pageOf } from '#http/paging';
import { instantParameter, KnownQuery, knownOf, knownPart } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';

const AT = {
  optional: true,
  max: 64,
  description: 'At which instant they stand as told (RFC 3339 with an offset). Without it: now.',
  example: '2026-03-14T09:30:00Z',
};

export class ExceptionsQuery extends KnownPageQuery {
  @Text(AT)
  readonly at?: string;
}

export class ExceptionQuery extends KnownQuery {
  @Text(AT)
  readonly at?: string;
}

@Controller('v1/engagements/:engagement/exceptions')
export class ExceptionsController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'listExceptions',
    tag: 'Exceptions',
    summary: 'All exceptions, and how they stand at an instant',
    answer: 'ExceptionPage',
  })
  list(@Visitor() { engagementId }: Visit, @Query(ExceptionsQuery) query: ExceptionsQuery) {
    const filter = { at: this.#at(query), ...knownPart(query.known) };
    return this.product.read.register.exceptions(engagementId, filter, pageOf(query));
  }

  @Get(':exception')
  @Read({ id: 'getException', tag: 'Exceptions', summary: 'An exception', answer: 'Exception' })
  show(
    @Visitor() { engagementId }: Visit,
    @Param('exception') id: string,
    @Query(ExceptionQuery) query: ExceptionQuery,
  ): ExceptionState {
    return this.product.read.register.exception(engagementId, id, this.#at(query), knownOf(query));
  }

  #at({ at }: ExceptionQuery) {
    return at === undefined ? this.product.now() : instantParameter(at, 'at');
  }
}
