import { Controller, Get, Inject } from '@nestjs/common';
import type { Instant } from '#kernel/instant';
import { Choice } from '#http/checks/fields';
import { Read } from '#http/operation';
import { pageOf, PointPageQuery } from '#http/paging';
import { pointOf } from '#http/point-in-time';
import { CLOCK, READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';
import type { MatrixView } from '#answers/views';

/** A point on both clocks, and what of the lines is wanted beside who bears them. */
export class MatrixQuery extends PointPageQuery {
  @Choice(['evidence'], {
    optional: true,
    description: 'Also say of each line how much was shown of it for that time, and checked.',
  })
  readonly with?: 'evidence';
}

@Controller('v1/engagements/:engagement/matrix')
export class MatrixController {
  private readonly read: ReadModels;
  private readonly now: () => Instant;

  constructor(@Inject(READ_MODELS) read: ReadModels, @Inject(CLOCK) now: () => Instant) {
    this.read = read;
    this.now = now;
  }

  @Get()
  @Read({
    id: 'getMatrix',
    tag: 'Matrix',
    summary: 'The matrix at an instant, by reference',
    description: 'A day is answered as of its first instant.',
    answer: 'Matrix',
  })
  matrix(@Visitor() { engagementId }: Visit, @Query(MatrixQuery) query: MatrixQuery): MatrixView {
    const question = { ...pointOf(query, this.now), evidence: query.with === 'evidence' };
    return this.read.matrix(engagementId, question, pageOf(query));
  }
}
