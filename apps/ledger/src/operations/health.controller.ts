import { Controller, Get, Inject } from '@nestjs/common';
import { Plain } from '#http/operation';
import { Problem, PROBLEMS } from '#http/problems';
import { PRODUCT, type Product } from '#http/product';
import { sameShare, shareText } from '#ledger-store/shares/share';
import { AuditFault } from '#sealing/audit/audit-fault';

/** Bytes that must be free: what a few appends take. */
const ROOM = 16 * 1_048_576;

export interface Readiness {
  readonly status: 'ready';
  /** Position in the store of the newest entry. */
  readonly recorded: string;
  /** Position up to which the read models are derived. */
  readonly derived: string;
  readonly lag: number;
  /** The share of the engagements that it looks after, like `2/4`; null where it looks after all of them. */
  readonly share: string | null;
}

@Controller()
export class HealthController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get('livez')
  @Plain({ id: 'getLiveness', tag: 'Operations', summary: 'Whether the process answers', answer: 'Liveness' })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('readyz')
  @Plain({
    id: 'getReadiness',
    tag: 'Operations',
    summary: 'Whether it can record and answer: room on the disk, store open, read models near',
    answer: 'Readiness',
    problems: [503],
  })
  async ready(): Promise<Readiness> {
    const { product } = this;
    const { share, store, read, room, mostLag, recordedBefore, fault } = product;
    if (fault !== null)
      throw new Problem(fault instanceof AuditFault ? PROBLEMS.auditFault : PROBLEMS.receiptFault, fault.message);
    // Whoever has stopped does not come further: that is to be mended, and not to be waited for.
    const { state } = read.progress();
    if (state !== 'following')
      throw new Problem(PROBLEMS.unavailable, `The read models have ${state}; its log says why.`);
    // Says itself what is wrong: nothing that this process could sign would count.
    await product.checkKey();
    const recorded = await store.lastPosition();
    const derived = read.position();
    const lag = Math.max(0, recorded - derived);
    if (!sameShare(read.share(), share))
      throw new Problem(PROBLEMS.notThereYet, 'The read models are being built for this share.');
    // Without what was recorded before it was opened, answers would be those of long ago.
    if (lag > mostLag || derived < recordedBefore)
      throw new Problem(PROBLEMS.notThereYet, `${lag} positions behind.`, { members: { lag } });
    if ((await room()) < ROOM)
      throw new Problem(PROBLEMS.unavailable, 'There is almost no room left to record anything.');
    return {
      status: 'ready',
      recorded: String(recorded),
      derived: String(derived),
      lag,
      share: share === undefined ? null : shareText(share),
    };
  }
}
