import { Controller, Inject, Post } from '@nestjs/common';
import { ApiExtraModels } from '@nestjs/swagger';
import { toSeal } from '#kernel/sealed';
import { Choice, Flag, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { ChangeDrafted } from '../domain/approval.events.ts';
import { CHANGE_KINDS, type ChangeKind } from '../domain/change.ts';
import { LINES } from './change-line.body.ts';
import { WrittenTextBody, writtenText } from './written-text.body.ts';

export class ProposeChangeBody extends WrittenTextBody {
  @Text({ max: 500, description: 'Sealed.', example: 'Log review moves to Contoso IT' })
  readonly title!: string;

  @Text({ optional: true, description: 'Sealed.' })
  readonly reason?: string;

  @Choice(CHANGE_KINDS, { optional: true, description: 'An emergency holds at once, and is ratified or reversed.' })
  readonly kind?: ChangeKind;

  @Text({ optional: true, max: 20, description: 'The change of the same party that this one takes the place of.' })
  readonly supersedes?: string;

  @Flag({ optional: true, description: 'Nobody can decide about a draft; open it when it is ready.' })
  readonly draft?: boolean;
}

@Controller('v1/engagements/:engagement/changes')
@ApiExtraModels(...Object.values(LINES))
export class ProposeChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'proposeChange',
    tag: 'Changes',
    summary: 'Propose a change of the matrix, or of the terms of agreement',
    description: 'It comes in force when the approvals that the policy asks for name its digest.',
    answer: 'ChangeReceipt',
    forAnother: true,
  })
  propose(@Writer() visit: WritingVisit, @Body(ProposeChangeBody) body: ProposeChangeBody): Promise<Receipt> {
    const { title, reason, kind = 'ordinary', supersedes, draft = false } = body;
    const data = {
      title: toSeal(title),
      ...(reason !== undefined && { reason: toSeal(reason) }),
      kind,
      ...(supersedes !== undefined && { supersedes }),
      open: !draft,
      ...writtenText(body),
    };
    return this.recorder.record(visit, { type: 'DraftChange', data }, (entries) => {
      const { changeId: change, digest } = dataOf<ChangeDrafted>(entries, 'ChangeDrafted');
      return { change, digest };
    });
  }
}
