import { Controller, Inject, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Nested, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { PRODUCT, type Product } from '#http/product';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Calling, type Admitted, type Caller } from '#http/request';
import { CLIENT, FOUNDER, PROVIDER } from '../domain/members.ts';
import { ContractBody, FounderBody } from './contract.body.ts';

export class OpenEngagementBody {
  @Text({
    max: 64,
    description: 'Short name for addresses: lower-case letters, digits and hyphens.',
    example: 'contoso',
  })
  readonly slug!: string;

  @Text({ max: 500, example: 'Contoso managed security services' })
  readonly title!: string;

  @Text({ max: 64, description: 'Contract time zone (IANA).', example: 'Europe/Berlin' })
  readonly zone!: string;

  @Nested(() => ContractBody, { optional: true })
  readonly contract?: ContractBody;

  @Text({ max: 200, description: 'Name of the provider.', example: 'Northwind' })
  readonly provider!: string;

  @Text({ max: 200, description: 'Name of the client.', example: 'Contoso' })
  readonly client!: string;

  @Nested(() => FounderBody, {
    description: 'The member of the provider who opens the engagement and becomes its owner.',
  })
  readonly founder!: FounderBody;
}

@Controller('v1/engagements')
export class OpenEngagementController {
  private readonly product: Product;
  private readonly recorder: Recorder;

  constructor(@Inject(PRODUCT) product: Product, @Inject(Recorder) recorder: Recorder) {
    this.product = product;
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'openEngagement',
    tag: 'Engagements',
    summary: 'Open an engagement: its ledger, its two parties, its first member',
    answer: 'OpenEngagementReceipt',
  })
  open(
    @Calling() { caller, commandId }: Admitted & { caller: Caller },
    @Body(OpenEngagementBody) { founder, ...terms }: OpenEngagementBody,
  ): Promise<Receipt> {
    const engagement = this.product.engagementId(terms.slug);
    const auth = `api-key:${caller.keyId}`;
    const actor = { member: FOUNDER, party: PROVIDER, kind: 'person', onBehalfOf: null, auth } as const;
    const data = { ...terms, founder: { kind: founder.kind, name: toSeal(founder.name) } };
    return this.recorder.record(
      { engagementId: engagement, actor, commandId: commandId! },
      { type: 'OpenEngagement', data },
      () => ({ engagement, slug: terms.slug, provider: PROVIDER, client: CLIENT, founder: FOUNDER }),
    );
  }
}
