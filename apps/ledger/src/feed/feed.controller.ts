import { Controller, Get, Header, Headers, Inject } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { Problem, PROBLEMS } from '#http/problems';
import { PRODUCT, type Product } from '#http/product';
import { Calling, Query, Visitor, type Caller, type Visit } from '#http/request';
import { StillAdmitted } from '../access/still-admitted.ts';
import { SETTINGS, type ServiceSettings } from '../http/settings.ts';
import { streamOf } from '../runtime/onus.ts';
import { entryFeed } from './entry-feed.ts';
import { LedgerTicks } from './ledger-ticks.ts';

const INDEX = /^(?:-1|0|[1-9]\d{0,14})$/;
const BATCH = 100;

export class FeedQuery {
  @Text({
    optional: true,
    max: 16,
    pattern: { regexp: INDEX, says: 'must be the index of an entry' },
    description: 'Index of the last entry that is known already. Without it, from the first entry on.',
  })
  readonly after?: string;
}

/** What is recorded, as it is recorded. */
@Controller('v1/engagements/:engagement/feed')
export class FeedController {
  private readonly product: Product;
  private readonly still: StillAdmitted;
  private readonly ticks: LedgerTicks;
  private readonly heartbeatMs: number;

  constructor(
    @Inject(PRODUCT) product: Product,
    @Inject(StillAdmitted) still: StillAdmitted,
    @Inject(LedgerTicks) ticks: LedgerTicks,
    @Inject(SETTINGS) { heartbeatMs }: ServiceSettings,
  ) {
    this.heartbeatMs = heartbeatMs;
    this.product = product;
    this.still = still;
    this.ticks = ticks;
  }

  @Get()
  @Header('content-type', 'text/event-stream')
  @Header('cache-control', 'no-store, no-transform')
  @Header('x-accel-buffering', 'no')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Index of the last entry that came. Beats `after`, as an EventSource sends it when it comes back.',
    schema: { type: 'string' },
  })
  @Read({
    id: 'followEntries',
    tag: 'Feed',
    summary: 'The entries of the ledger, one server-sent event each, and those to come',
    description:
      'Gap-free and in order: `id` is the index, `data` the exact stored JSON of the entry. A comment every 15 seconds shows ' +
      'that the connection stands. Whoever names an index beyond the end gets an event `resync` with the `treeSize`, and ' +
      'what comes from there on. The stream ends when the key or the member may no longer read.',
    answer: 'EventStream',
    produces: 'text/event-stream',
  })
  async follow(
    @Calling() { caller }: { caller: Caller },
    @Visitor() visit: Visit,
    @Query(FeedQuery) { after }: FeedQuery,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<ReadableStream<string>> {
    const stream = streamOf(visit.engagementId);
    const { store } = this.product;
    return entryFeed({
      from: indexOf(lastEventId ?? after) + 1,
      size: (await store.lastRevision(stream)) + 1,
      read: (from) => store.readStream(stream, from, BATCH),
      grown: this.ticks.of(stream),
      admitted: () => this.still.check(caller, visit),
      heartbeatMs: this.heartbeatMs,
    });
  }
}

function indexOf(text: string | undefined): number {
  if (text === undefined) return -1;
  if (INDEX.test(text)) return Number(text);
  const detail = 'must be the index of an entry';
  throw new Problem(PROBLEMS.badParameter, `Last-Event-ID ${detail}.`, {
    errors: [{ in: 'header', pointer: '/Last-Event-ID', detail }],
  });
}
