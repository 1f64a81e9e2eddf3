import { Controller, Get, Inject } from '@nestjs/common';
import type { Instant } from '#kernel/instant';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { effectiveOf, knownPart } from '#http/point-in-time';
import { CLOCK, READ_MODELS } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';
import type { DiffView } from '#answers/views.diff';

const POINT = { optional: true, max: 64 } as const;
const WHEN = 'an instant or a day, as `effective` elsewhere. Without it: now.';
const LEDGER = 'a tree size or an instant, as `known` elsewhere. Without it: everything recorded.';

/** Two points on both clocks. */
export class DiffQuery {
  @Text({ ...POINT, description: `Before: ${WHEN}`, example: '2026-02-01' })
  readonly fromEffective?: string;

  @Text({ ...POINT, description: `Before: ${LEDGER}` })
  readonly fromKnown?: string;

  @Text({ ...POINT, description: `After: ${WHEN}`, example: '2026-03-14' })
  readonly toEffective?: string;

  @Text({ ...POINT, description: `After: ${LEDGER}` })
  readonly toKnown?: string;
}

@Controller('v1/engagements/:engagement/diff')
export class DiffController {
  private readonly read: ReadModels;
  private readonly now: () => Instant;

  constructor(@Inject(READ_MODELS) read: ReadModels, @Inject(CLOCK) now: () => Instant) {
    this.read = read;
    this.now = now;
  }

  @Get()
  @Read({
    id: 'getDiff',
    tag: 'Matrix',
    summary: 'What differs between two points on the two clocks',
    description: 'Two dates as known now, one date as known at two times, or both.',
    answer: 'Diff',
  })
  diff(@Visitor() { engagementId }: Visit, @Query(DiffQuery) query: DiffQuery): DiffView {
    // One "now" for both sides.
    const now = this.now();
    const before = {
      effective: effectiveOf(query.fromEffective, () => now, 'fromEffective'),
      ...knownPart(query.fromKnown, 'fromKnown'),
    };
    const after = {
      effective: effectiveOf(query.toEffective, () => now, 'toEffective'),
      ...knownPart(query.toKnown, 'toKnown'),
    };
    return this.read.diff(engagementId, before, after);
  }
}
