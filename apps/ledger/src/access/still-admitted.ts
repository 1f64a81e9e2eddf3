import { Inject, Injectable } from '@nestjs/common';
import { isPresent } from '#engagement/domain/engagement.state';
import type { Admission } from '#http/admission';
import { PRODUCT, type Product } from '#http/product';
import type { Caller, Visit } from '#http/request';
import { KeyRing } from './key-ring.ts';

@Injectable()
export class StillAdmitted implements Admission {
  private readonly product: Product;
  private readonly keys: KeyRing;

  constructor(@Inject(PRODUCT) product: Product, @Inject(KeyRing) keys: KeyRing) {
    this.product = product;
    this.keys = keys;
  }

  async check({ keyId }: Caller, { engagementId, actor: { member } }: Visit): Promise<boolean> {
    if (!(await this.keys.admits(keyId, engagementId, member))) return false;
    const { state } = await this.product.state(engagementId);
    const known = state.engagement.members.get(member);
    return known !== undefined && isPresent(known, this.product.now());
  }
}
