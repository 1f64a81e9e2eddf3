import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import { DAY } from '../open-engagement/contract.body.ts';

export class ContactBody {
  @Text({ optional: true, max: 32, description: 'Id of the member of the same party who stands in.', example: 'm8' })
  readonly deputy?: string;

  @Text({ optional: true, max: 64, description: 'Zone in which the hours are meant (IANA).', example: 'Europe/Berlin' })
  readonly zone?: string;

  @Text({ optional: true, max: 500, description: 'Sealed.', example: 'Monday to Friday, 8 to 18' })
  readonly hours?: string;

  @Text({ optional: true, max: 2_000, description: 'Sealed.', example: 'soc@northwind.example, bridge line 2' })
  readonly channels?: string;

  @Text({ optional: true, max: 10, pattern: DAY, description: 'Day on which somebody tried it.' })
  readonly verifiedOn?: string;
}

@Controller('v1/engagements/:engagement/members/:member/contact')
export class SetContactController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'setContact',
    tag: 'Parties and members',
    summary: 'Say how a member is reached: oneself, or as an owner one of the own party',
    description: 'It takes the place of what was known, whole.',
    answer: 'Receipt',
  })
  set(
    @Writer() visit: WritingVisit,
    @Param('member') member: string,
    @Body(ContactBody) { hours, channels, ...contact }: ContactBody,
  ): Promise<Receipt> {
    const data = {
      member,
      ...contact,
      ...(hours !== undefined && { hours: toSeal(hours) }),
      ...(channels !== undefined && { channels: toSeal(channels) }),
    };
    return this.recorder.record(visit, { type: 'SetContact', data });
  }
}
