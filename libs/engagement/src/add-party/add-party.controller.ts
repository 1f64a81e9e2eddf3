import { Controller, Inject, Post } from '@nestjs/common';
import { Choice, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { PartyAdded } from '../domain/engagement.events.ts';
import type { Side } from '../domain/members.ts';

export class AddPartyBody {
  @Choice(['provider', 'client', 'third'], {
    description: 'An engagement has its provider and its client from the start: what is added is a third party.',
  })
  readonly side!: Side;

  @Text({ max: 200, example: 'Fabrikam Cloud' })
  readonly name!: string;
}

@Controller('v1/engagements/:engagement/parties')
export class AddPartyController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({ id: 'addParty', tag: 'Parties and members', summary: 'Add a third party', answer: 'PartyReceipt' })
  add(@Writer() visit: WritingVisit, @Body(AddPartyBody) data: AddPartyBody): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AddParty', data }, (entries) => ({
      party: dataOf<PartyAdded>(entries, 'PartyAdded').partyId,
    }));
  }
}
