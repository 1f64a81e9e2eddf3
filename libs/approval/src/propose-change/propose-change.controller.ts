import { Controller, Inject, Post } from '@nestjs/common';
import { ApiExtraModels } from '@nestjs/swagger';
import { parseInstant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { InstantText, ListOf, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { ChangeProposed } from '../domain/approval.events.ts';
import { MAX_LINES } from '../domain/change.ts';
import { ChangeLineBody, LINES, type AnyLineBody } from './change-line.body.ts';

export class ProposeChangeBody {
  @Text({ max: 500, description: 'Sealed.', example: 'Log review moves to Contoso IT' })
  readonly title!: string;

  @Text({ optional: true, description: 'Sealed.' })
  readonly reason?: string;

  @ListOf(() => ChangeLineBody, { min: 1, max: MAX_LINES, choice: { property: 'act', shapes: LINES } })
  readonly lines!: readonly AnyLineBody[];

  @InstantText({ description: 'From when on the lines are in force, once both sides agreed. May lie in the past.' })
  readonly effectiveFrom!: string;

  @InstantText({ optional: true, description: 'Until when; without it until further notice.' })
  readonly effectiveTo?: string;
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
    summary: 'Propose a change of the matrix',
    description:
      'It comes in force when an approver of each side, neither of them its author, has approved its digest.',
    answer: 'ChangeReceipt',
  })
  propose(
    @Writer() visit: WritingVisit,
    @Body(ProposeChangeBody) { title, reason, lines, effectiveFrom, effectiveTo }: ProposeChangeBody,
  ): Promise<Receipt> {
    const data = {
      title: toSeal(title),
      ...(reason !== undefined && { reason: toSeal(reason) }),
      lines,
      effectiveFrom: parseInstant(effectiveFrom),
      ...(effectiveTo !== undefined && { effectiveTo: parseInstant(effectiveTo) }),
    };
    return this.recorder.record(visit, { type: 'ProposeChange', data }, (entries) => {
      const { changeId: change, digest } = dataOf<ChangeProposed>(entries, 'ChangeProposed');
      return { change, digest };
    });
  }
}
