import { Controller, Inject, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Choice, Choices, ListOf, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { MemberAdded } from '../domain/engagement.events.ts';
import { MEMBER_KINDS, ROLES, type MemberKind, type Role } from '../domain/members.ts';

export class NewMemberBody {
  @Text({ max: 32, description: 'Id of the party.', example: 'p2' })
  readonly party!: string;

  @Choice(MEMBER_KINDS)
  readonly kind!: MemberKind;

  @Text({ max: 200, description: 'Sealed: kept beside the ledger, and erasable.', example: 'Ben Ortiz' })
  readonly name!: string;

  @Choices(ROLES)
  readonly roles!: readonly Role[];
}

export class AddMembersBody {
  @ListOf(() => NewMemberBody, { min: 1, max: 500, description: 'All of them are added, or none.' })
  readonly members!: readonly NewMemberBody[];
}

@Controller('v1/engagements/:engagement/members')
export class AddMembersController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({ id: 'addMembers', tag: 'Parties and members', summary: 'Add members', answer: 'MembersReceipt' })
  add(@Writer() visit: WritingVisit, @Body(AddMembersBody) body: AddMembersBody): Promise<Receipt> {
    const members = body.members.map(({ party, kind, name, roles }) => ({ party, kind, name: toSeal(name), roles }));
    return this.recorder.record(visit, { type: 'AddMembers', data: { members, apart: true } }, (entries) => ({
      members: entries.map(({ data }) => (data as MemberAdded['data']).memberId),
    }));
  }
}
