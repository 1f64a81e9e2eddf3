import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, defer, mergeMap, throwError, type Observable } from 'rxjs';
import { NotYetKnown } from '#answers/point-in-time';
import { PRODUCT, type Product } from '#http/product';
import type { Admitted } from '#http/request';
import { NotFound } from '#read-models/read-models';
import { SETTINGS, type ServiceSettings } from '../http/settings.ts';
import { StillAdmitted } from './still-admitted.ts';

/**
 * Nobody is told that something is not there before what was recorded of the ledger is derived here: another replica may have recorded it,
 * and given a receipt. It is waited for and looked for again, and is answered as not there yet where it does not come.
 */
@Injectable()
export class ReadAgain implements NestInterceptor {
  private readonly product: Product;
  private readonly still: StillAdmitted;
  private readonly waitMs: number;

  constructor(
    @Inject(PRODUCT) product: Product,
    @Inject(StillAdmitted) still: StillAdmitted,
    @Inject(SETTINGS) { positionWaitMs }: ServiceSettings,
  ) {
    this.product = product;
    this.still = still;
    this.waitMs = positionWaitMs;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { admitted = {} } = context.switchToHttp().getRequest<{ readonly admitted?: Admitted }>();
    if (admitted.visit === undefined || admitted.commandId !== undefined) return next.handle();
    const before = this.product.read.position();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof NotFound || error instanceof NotYetKnown)) return throwError(() => error);
        return defer(() => this.hasMore(before, admitted)).pipe(
          mergeMap((more) => (more ? next.handle() : throwError(() => error))),
        );
      }),
    );
  }

  /** Whether the caller may look at more now than was derived at a position. @throws NotThereYet */
  private async hasMore(before: number, { caller, visit }: Admitted): Promise<boolean> {
    const { position } = await this.product.state(visit!.engagementId);
    if (position <= before) return false;
    await this.product.read.reach(position, this.waitMs);
    // Who has waited is asked again who he is: what came may be that he was removed.
    return this.still.check(caller!, visit!);
  }
}
