import { Controller, Get, Inject } from '@nestjs/common';
import type { PointInTime } from '#answers/point-in-time';
import type { SnapshotComparison } from '#answers/views.snapshot';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { effectiveOf, knownPart } from '#http/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import { compareSnapshots, sideOf, type Side } from './compare-snapshots.ts';

const WRITTEN =
  'Id of a snapshot, or an instant or a day, with `@` and a tree size or an instant behind it for what was known then.';

export class CompareQuery {
  @Text({ max: 130, description: `Before. ${WRITTEN}`, example: 's41' })
  readonly from!: string;

  @Text({ max: 130, description: `After. ${WRITTEN}`, example: '2026-03-14@212' })
  readonly to!: string;
}

@Controller('v1/engagements/:engagement/snapshots/compare')
export class CompareSnapshotsController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'compareSnapshots',
    tag: 'Snapshots',
    summary: 'What differs between two snapshots, or any two instants on either clock',
    description:
      'Tasks that were added, removed and changed, with what differs in each, and how many there are of each sort.',
    answer: 'SnapshotComparison',
  })
  compare(@Visitor() { engagementId }: Visit, @Query(CompareQuery) { from, to }: CompareQuery): SnapshotComparison {
    const { read, now } = this.product;
    const side = (text: string, parameter: string): Side =>
      sideOf(text, (effective, known): PointInTime => ({
        effective: effectiveOf(effective, now, parameter),
        ...knownPart(known, parameter),
      }));
    return compareSnapshots(read, engagementId, side(from, 'from'), side(to, 'to'));
  }
}
