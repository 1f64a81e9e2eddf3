import { Controller, Inject, Post } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { effectiveOf, knownPart } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { dataOf, Receipt } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { SnapshotTaken } from '../domain/snapshot.events.ts';
import { takeSnapshot } from './take-snapshot.ts';

export class TakeSnapshotBody {
  @Text({
    optional: true,
    max: 64,
    description:
      'When in the world: an instant (RFC 3339 with an offset), or a day (`YYYY-MM-DD`), which means its first instant in the ' +
      'contract’s zone. Without it: now.',
    example: '2026-03-14',
  })
  readonly effective?: string;

  @Text({
    optional: true,
    max: 64,
    description: 'How much of the ledger: a tree size, or an instant. Without it: everything recorded.',
    example: '212',
  })
  readonly known?: string;
}

@Controller('v1/engagements/:engagement/snapshots')
export class TakeSnapshotController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Post()
  @Write({
    id: 'takeSnapshot',
    tag: 'Snapshots',
    summary: 'Seal the matrix at a point on both clocks',
    description:
      'The matrix becomes one canonical document; its digest is recorded, with the tree size and the root that it rests on. ' +
      'Whoever asks the same later gets the same bytes, or is told what differs.',
    answer: 'SnapshotReceipt',
    problems: [503],
  })
  async take(
    @Writer() visit: WritingVisit,
    @Body(TakeSnapshotBody) { effective, known }: TakeSnapshotBody,
  ): Promise<Receipt & { snapshot: SnapshotTaken['data'] }> {
    const { product } = this;
    const accepted = await takeSnapshot(product, {
      ...visit,
      ...(effective !== undefined && { effective: effectiveOf(effective, product.now, 'effective', 'body') }),
      ...knownPart(known, 'known', 'body'),
      receipt: true,
    });
    const snapshot = dataOf<SnapshotTaken>(accepted.entries, 'SnapshotTaken');
    return Object.assign(new Receipt(accepted), { snapshot });
  }
}
