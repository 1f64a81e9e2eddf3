import type { Page } from '#read-models/read-models';
import { Text } from './checks/fields.ts';
import { KnownQuery, PointQuery } from './point-in-time.ts';

/** How many a caller wants at most; `usual` is what he gets who does not say. */
export const limitField = (usual: number) => ({
  optional: true,
  max: 3,
  pattern: { regexp: /^(?:[1-9]\d?|1\d\d|200)$/, says: 'must be a whole number from 1 to 200' },
  description: `How many to give at most, 1 to 200; ${usual} without it.`,
  example: '100',
});
const USUAL_LIMIT = 100;
const LIMIT = limitField(USUAL_LIMIT);
const AFTER = {
  optional: true,
  max: 4_000,
  description: 'The cursor of the page before, as its `next` gave it.',
};

/** A question that is answered in pages. */
export class PageQuery {
  @Text(LIMIT)
  readonly limit?: string;

  @Text(AFTER)
  readonly after?: string;
}

/** A question about some prefix of the ledger, answered in pages. */
export class KnownPageQuery extends KnownQuery {
  @Text(LIMIT)
  readonly limit?: string;

  @Text(AFTER)
  readonly after?: string;
}

/** A question at a point on both clocks, answered in pages. */
export class PointPageQuery extends PointQuery {
  @Text(LIMIT)
  readonly limit?: string;

  @Text(AFTER)
  readonly after?: string;
}

/** The page that a query asks for. */
export const pageOf = ({ limit, after }: PageQuery): Page => ({
  limit: limit === undefined ? USUAL_LIMIT : Number(limit),
  ...(after !== undefined && { after }),
});
