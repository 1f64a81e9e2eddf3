import { Module } from '@nestjs/common';
import { AnswerObjectionController } from './answer-objection/answer-objection.controller.ts';
import { ObjectionsController } from './objections/objections.controller.ts';
import { RaiseObjectionController } from './raise-objection/raise-objection.controller.ts';
import { WithdrawObjectionController } from './withdraw-objection/withdraw-objection.controller.ts';

/** Lines that one side does not accept. */
@Module({
  controllers: [RaiseObjectionController, ObjectionsController, AnswerObjectionController, WithdrawObjectionController],
})
export class ObjectionModule {}
