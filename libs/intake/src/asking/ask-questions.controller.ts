import { setImmediate as nextTurn } from 'node:timers/promises';
import { Controller, Header, Inject, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FILE_LIMIT } from '#http/limits';
import { Read } from '#http/operation';
import { knownOf, KnownQuery } from '#http/point-in-time';
import { READ_MODELS } from '#http/product';
import { FileBody, Query, Visitor, type Visit } from '#http/request';
import type { ReadModels } from '#read-models/read-models';
import { readNdjsonQuestions } from './ndjson-questions.ts';
import { readQuestions } from '../questions.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Answers in one turn of the event loop: about a millisecond's worth. */
const ANSWERS_A_TURN = 50;

@Controller('v1/engagements/:engagement/questions')
export class AskQuestionsController {
  private readonly read: ReadModels;

  constructor(@Inject(READ_MODELS) read: ReadModels) {
    this.read = read;
  }

  @Post()
  @RouteConfig({ bodyLimit: FILE_LIMIT })
  @Header('content-type', 'application/x-ndjson')
  @Read({
    id: 'askQuestions',
    tag: 'Matrix',
    summary: 'Many short questions at once: who owned the item at the instant?',
    description:
      'Lines of `id ⇥ item ⇥ instant`, or of `{"id", "item", "at"}`, in; one JSON object a line out, in the same order, all ' +
      'answered from one tree size.',
    answer: 'ShortAnswer',
    produces: 'application/x-ndjson',
    problems: [413, 415],
  })
  ask(
    @Visitor() { engagementId }: Visit,
    @Query(KnownQuery) query: KnownQuery,
    @FileBody('text/tab-separated-values', 'application/x-ndjson') bytes: Buffer,
  ): AsyncGenerator<string> {
    const text = decodeUtf8(bytes);
    const questions = text.startsWith('{') ? readNdjsonQuestions(text) : readQuestions(text);
    const known = knownOf(query) ?? { treeSize: this.read.engagement(engagementId).treeSize };
    return this.answers(engagementId, questions, known);
  }

  private async *answers(
    engagementId: string,
    questions: ReturnType<typeof readQuestions>,
    known: Parameters<ReadModels['ownerAt']>[3],
  ): AsyncGenerator<string> {
    for (let first = 0; first < questions.length; first += ANSWERS_A_TURN) {
      const lot = questions.slice(first, first + ANSWERS_A_TURN);
      yield lot
        .map(({ id, item, at, written }) => {
          const answer = this.read.ownerAt(engagementId, item, at, known);
          return `${JSON.stringify({ id, item, at: written, ...answer })}\n`;
        })
        .join('');
      await nextTurn();
    }
  }
}
