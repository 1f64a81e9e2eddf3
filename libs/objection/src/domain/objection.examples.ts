import type { ExamplesOf } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import type { AnswerObjection, RaiseObjection, WithdrawObjection } from './objection.commands.ts';
import type { ObjectedAnswer, ObjectionEvent, ObjectionId } from './objection.events.ts';

/** Commands, for specifications. */
export const raise = (ref = 'LOG-03', about?: ObjectedAnswer): Unsealed<RaiseObjection> => ({
  type: 'RaiseObjection',
  data: {
    ref,
    ...(about !== undefined && { about }),
    reason: toSeal('The contract gives the review of the logs to the provider.'),
  },
});

export const answer = (objection: ObjectionId): Unsealed<AnswerObjection> => ({
  type: 'AnswerObjection',
  data: { objection, words: toSeal('Annex B was amended in March; the client took it over.') },
});

export const withdraw = (objection: ObjectionId, reason?: string): Unsealed<WithdrawObjection> => ({
  type: 'WithdrawObjection',
  data: { objection, ...(reason !== undefined && { reason: toSeal(reason) }) },
});

export const examples: ExamplesOf<ObjectionEvent> = {
  ObjectionRaised: [
    {
      type: 'ObjectionRaised',
      schema: 1,
      data: {
        objectionId: 'o57',
        taskId: 't15',
        ref: 'LOG-03',
        side: 'client',
        about: { effective: '2026-03-14T00:00:00Z', treeSize: 55 },
        reason: { sealed: 'Zvxu3-VxRCCGZsN2UirdVMHSxiu2acYa2n_yxcDXq8s' },
      },
    },
    {
      type: 'ObjectionRaised',
      schema: 1,
      data: {
        objectionId: 'o58',
        taskId: 't21',
        ref: 'BKP-04',
        side: 'provider',
        reason: { sealed: 'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc' },
      },
    },
    {
      type: 'ObjectionRaised',
      schema: 1,
      data: {
        objectionId: 'o59',
        taskId: 't21',
        ref: 'BKP-04',
        side: 'client',
        reason: { sealed: 'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc' },
      },
    },
  ],
  ObjectionAnswered: [
    {
      type: 'ObjectionAnswered',
      schema: 1,
      data: {
        objectionId: 'o57',
        taskId: 't15',
        side: 'provider',
        words: { sealed: 'haenUZHS9OjWXJhvw5Yg-AqprsYoV0YzFN1tk8429Xw' },
      },
    },
  ],
  ObjectionWithdrawn: [
    {
      type: 'ObjectionWithdrawn',
      schema: 1,
      data: {
        objectionId: 'o58',
        taskId: 't21',
        reason: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
      },
    },
    { type: 'ObjectionWithdrawn', schema: 1, data: { objectionId: 'o59', taskId: 't21' } },
  ],
  ObjectionResolved: [
    { type: 'ObjectionResolved', schema: 1, data: { objectionId: 'o57', taskId: 't15', change: 'C-2' } },
  ],
};
