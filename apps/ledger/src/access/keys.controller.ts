import { Controller, Delete, Get, Inject, Param, Post } from '@nestjs/common';
import { member as memberOf } from '#engagement/domain/engagement.state';
import { refuse } from '#engagement/domain/engagement.refusals';
import { Text } from '#http/checks/fields';
import { Read, Write } from '#http/operation';
import { Problem, PROBLEMS } from '#http/problems';
import { PRODUCT, type Product } from '#http/product';
import { Body, Visitor, Writer, type Visit, type WritingVisit } from '#http/request';
import { KeyRing } from './key-ring.ts';

export class IssueKeyBody {
  @Text({ max: 200, description: 'What the key is for, so that it is found again.', example: 'Ben, laptop' })
  readonly label!: string;
}

/** A key of a member, as it is listed: neither secret nor hash. */
export interface MemberKeyView {
  readonly id: string;
  readonly label: string;
  readonly member: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** With which keys a member may come. Keys are no facts of the ledger: they only say who calls. */
@Controller('v1/engagements/:engagement/members/:member/keys')
export class KeysController {
  private readonly keys: KeyRing;
  private readonly product: Product;

  constructor(@Inject(KeyRing) keys: KeyRing, @Inject(PRODUCT) product: Product) {
    this.keys = keys;
    this.product = product;
  }

  @Post()
  @Write({
    id: 'issueKey',
    tag: 'Keys',
    summary: 'Make an API key that acts as the member',
    description: 'The key is shown once, here. Sent again, the request is refused: the key cannot be shown twice.',
    answer: 'NewKey',
  })
  async issue(
    @Writer() visit: WritingVisit,
    @Param('member') member: string,
    @Body(IssueKeyBody) { label }: IssueKeyBody,
  ): Promise<{ id: string; key: string; label: string; member: string }> {
    const { engagementId, commandId } = visit;
    const { engagement } = (await this.product.state(engagementId)).state;
    if (memberOf(engagement, member).removed) refuse.unknownMember(member);
    await this.checkKeeper(visit, member);
    const bindings = [{ engagement: engagementId, member }];
    const made = await this.keys.create({ label, bindings, request: `${engagementId}/${commandId}` });
    return { ...made, label, member };
  }

  @Get()
  @Read({ id: 'listKeys', tag: 'Keys', summary: 'The keys that act as the member', answer: 'Keys', problems: [403] })
  async list(@Visitor() visit: Visit, @Param('member') member: string): Promise<{ items: readonly MemberKeyView[] }> {
    await this.checkKeeper(visit, member);
    return { items: await this.keysOf(visit, member) };
  }

  @Delete(':key')
  @Write({ id: 'revokeKey', tag: 'Keys', summary: 'End a key for good', answer: 'Key', status: 200 })
  async revoke(
    @Writer() visit: WritingVisit,
    @Param('member') member: string,
    @Param('key') id: string,
  ): Promise<MemberKeyView> {
    await this.checkKeeper(visit, member);
    const known = async () => (await this.keysOf(visit, member)).find((key) => key.id === id);
    const key = await known();
    if (key === undefined) throw new Problem(PROBLEMS.absent, `Member ${member} has no key ${id}.`);
    await this.keys.release(id, visit.engagementId);
    return (await known()) ?? { ...key, revokedAt: this.product.now() };
  }

  /**
   * Each side keeps the keys of its own members: whoever could make one for an approver of the other side could agree with himself.
   * Until an owner of a side has had a key, any owner makes them: that is how the first one gets in. A key that was revoked since, or
   * whose owner has left, lets nobody in again: whoever runs the installation helps a side that has locked itself out. @throws Refusal
   */
  private async checkKeeper({ engagementId, actor }: Visit, member: string): Promise<void> {
    const { engagement } = (await this.product.state(engagementId)).state;
    const party = engagement.members.get(member)?.party;
    if (party === undefined || party === actor.party) return;
    for (const { owner, bindings } of await this.keys.list()) {
      if (owner) continue;
      for (const bound of bindings) {
        const keeper = bound.engagement === engagementId ? engagement.members.get(bound.member) : undefined;
        if (keeper?.party === party && keeper.roles.includes('owner')) refuse.otherSide(party);
      }
    }
  }

  /** Only keys of this engagement, and no owner keys: those are for whoever runs the installation. */
  private async keysOf({ engagementId }: Visit, member: string): Promise<readonly MemberKeyView[]> {
    return (await this.keys.list())
      .filter(({ owner }) => !owner)
      .filter(({ bindings }) => bindings.some((to) => to.engagement === engagementId && to.member === member))
      .map(({ id, label, createdAt, revokedAt = null }) => ({ id, label, member, createdAt, revokedAt }));
  }
}
