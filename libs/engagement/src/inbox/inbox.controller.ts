import { Controller, Get, Inject, Param } from '@nestjs/common';
import { INBOX_SECTIONS, type InboxPage, type InboxView } from '#answers/inbox/views';
import { Read } from '#http/operation';
import { Text } from '#http/checks/fields';
import { limitField, PageQuery, pageOf } from '#http/paging';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import { NotFound } from '#read-models/read-models';
import { inboxOf, inboxPage } from './inbox.ts';
import type { InboxQuestion } from './question.ts';

/** How long the read models may take to tell of what the rules know, in milliseconds. */
const PATIENCE = 5_000;
/** Of each part so much is told where nobody says how much: what is more is read part by part. */
const BEGINNING = 20;

export class InboxQuery {
  @Text(limitField(BEGINNING))
  readonly limit?: string;
}

@Controller('v1/engagements/:engagement/inbox')
export class InboxController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'getInbox',
    tag: 'Inbox',
    summary: 'What waits for whoever asks, what he asked of others, and what he bears',
    description:
      'Of the member as whom the key acts, and of nobody else. It is worked out from what the rules know now; `limit` is how much of each ' +
      'part is told. What waits for somebody who delegated is told with his name in `for`.',
    answer: 'Inbox',
  })
  async whole(@Visitor() visit: Visit, @Query(InboxQuery) { limit }: InboxQuery): Promise<InboxView> {
    return inboxOf(await this.question(visit), limit === undefined ? BEGINNING : Number(limit));
  }

  @Get(':section')
  @Read({ id: 'getInboxSection', tag: 'Inbox', summary: 'One part of the inbox, in pages', answer: 'InboxPage' })
  async section(
    @Visitor() visit: Visit,
    @Param('section') name: string,
    @Query(PageQuery) query: PageQuery,
  ): Promise<InboxPage> {
    const section = INBOX_SECTIONS.find((each) => each === name);
    if (section === undefined) throw new NotFound('part of an inbox called', name);
    return inboxPage(await this.question(visit), section, pageOf(query));
  }

  private async question({ engagementId, actor }: Visit): Promise<InboxQuestion> {
    const { read, now } = this.product;
    const { state, position } = await this.product.state(engagementId);
    await read.reach(position, PATIENCE);
    return { engagementId, member: actor.member, at: now(), state, read };
  }
}
