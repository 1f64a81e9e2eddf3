import { Controller, Inject, Param, Post } from '@nestjs/common';
import { toSeal } from '#kernel/sealed';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class AnswerObjectionBody {
  @Text({ max: 2_000, description: 'What there is to say to it. Sealed.' })
  readonly words!: string;
}

@Controller('v1/engagements/:engagement/objections/:objection/answers')
export class AnswerObjectionController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'answerObjection',
    tag: 'Objections',
    summary: 'Say something to an open objection, for one’s own side',
    answer: 'Receipt',
  })
  answer(
    @Writer() visit: WritingVisit,
    @Param('objection') objection: string,
    @Body(AnswerObjectionBody) { words }: AnswerObjectionBody,
  ): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'AnswerObjection', data: { objection, words: toSeal(words) } });
  }
}
