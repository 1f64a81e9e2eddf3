import { Controller, Inject, Post } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { effectiveOf } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { dataOf, Receipt } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { VersionProposed } from '../domain/version.events.ts';
import { proposeVersion } from './propose-version.ts';

export class ProposeVersionBody {
  @Text({
    optional: true,
    max: 64,
    description:
      'Whose matrix: an instant (RFC 3339 with an offset), or a day (`YYYY-MM-DD`), which means its first instant in the contract’s ' +
      'zone. Without it: now.',
    example: '2026-04-01',
  })
  readonly effective?: string;
}

@Controller('v1/engagements/:engagement/versions')
export class ProposeVersionController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Post()
  @Write({
    id: 'proposeVersion',
    tag: 'Versions',
    summary: 'Propose all lines of the matrix, as they hold at an instant, for both sides to sign',
    description: 'The matrix becomes one canonical document, whose digest is what both sides sign.',
    answer: 'VersionReceipt',
    problems: [503],
  })
  async propose(
    @Writer() visit: WritingVisit,
    @Body(ProposeVersionBody) { effective }: ProposeVersionBody,
  ): Promise<Receipt & { version: VersionProposed['data'] }> {
    const { product } = this;
    const accepted = await proposeVersion(product, {
      ...visit,
      ...(effective !== undefined && { effective: effectiveOf(effective, product.now, 'effective', 'body') }),
    });
    const version = dataOf<VersionProposed>(accepted.entries, 'VersionProposed');
    return Object.assign(new Receipt(accepted), { version });
  }
}
