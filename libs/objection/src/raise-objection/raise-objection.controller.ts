import { Controller, Inject, Param, Post } from '@nestjs/common';
import { parseInstant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { InstantText, Nested, Text, Whole } from '#http/checks/fields';
import { Write } from '#http/operation';
import { dataOf, Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { ObjectionRaised } from '../domain/objection.events.ts';

/** An answer, on both clocks. */
export class ObjectedAnswerBody {
  @InstantText({ description: 'The instant that the answer was about.' })
  readonly effective!: string;

  @Whole({ min: 1, description: 'The tree size that the answer rested on: `asOf.treeSize`.', example: 212 })
  readonly treeSize!: number;
}

export class RaiseObjectionBody {
  @Text({ max: 2_000, description: 'Why. Sealed.', example: 'Annex B gives this duty to the provider.' })
  readonly reason!: string;

  @Nested(() => ObjectedAnswerBody, {
    optional: true,
    description: 'The very answer that is objected to. Without it: the line as it stands.',
  })
  readonly about?: ObjectedAnswerBody;
}

@Controller('v1/engagements/:engagement/tasks/:ref/objections')
export class RaiseObjectionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'raiseObjection',
    tag: 'Objections',
    summary: 'Object to the line of a task, for one’s own side',
    description:
      'Nothing of the line changes by it. Every answer about the line tells of the objection until it is over.',
    answer: 'ObjectionReceipt',
  })
  raise(
    @Writer() visit: WritingVisit,
    @Param('ref') ref: string,
    @Body(RaiseObjectionBody) { reason, about }: RaiseObjectionBody,
  ): Promise<Receipt> {
    const answer = about && { effective: parseInstant(about.effective), treeSize: about.treeSize };
    const data = { ref, ...(answer !== undefined && { about: answer }), reason: toSeal(reason) };
    return this.recorder.record(visit, { type: 'RaiseObjection', data }, (entries) => ({
      objection: dataOf<ObjectionRaised>(entries, 'ObjectionRaised').objectionId,
    }));
  }
}
