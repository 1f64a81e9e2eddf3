import { Controller, Get, Inject } from '@nestjs/common';
import type { MemberState } from '#answers/views';
import { Read } from '#http/operation';
import { PRODUCT, type Product } from '#http/product';
import { Visitor, type Visit } from '#http/request';
import { NotFound } from '#read-models/read-models';

@Controller('v1/engagements/:engagement/me')
export class MeController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'getMe',
    tag: 'Parties and members',
    summary: 'As which member the key acts',
    answer: 'MemberState',
  })
  me(@Visitor() { engagementId, actor }: Visit): MemberState {
    const { read, now } = this.product;
    const me = read.people.members(engagementId, { at: now() }).find(({ id }) => id === actor.member);
    if (me === undefined) throw new NotFound('member', actor.member);
    return me;
  }
}
