import { Module } from '@nestjs/common';
import { AskQuestionsController } from './asking/ask-questions.controller.ts';
import { ImportFileController } from './importing/import-file.controller.ts';

/** Files from outside: histories to record, and questions to answer. */
@Module({ controllers: [ImportFileController, AskQuestionsController] })
export class IntakeModule {}
