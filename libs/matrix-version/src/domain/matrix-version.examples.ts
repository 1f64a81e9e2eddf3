import type { Actor, ExamplesOf } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { cast } from '#engagement/domain/engagement.examples';
import { APRIL, MARCH } from '#responsibility/domain/examples/duties';
import type { TaskRef } from '#responsibility/domain/task';
import { take } from '#snapshot/domain/snapshot.examples';
import type {
  AcceptException,
  ConfirmLines,
  DeclineVersion,
  EndException,
  LineWord,
  ProposeVersion,
  RecordException,
  SignVersion,
  StartReview,
  WithdrawVersion,
} from './matrix-version.commands.ts';
import type { MatrixVersionEvent } from './matrix-version.events.ts';
import type { Verdict } from './review.events.ts';
import type { VersionText } from './version.events.ts';

/** Commands, for specifications. */
export const proposeVersion = (text: Partial<VersionText> = {}): ProposeVersion => ({
  type: 'ProposeVersion',
  data: { ...take().data, effective: MARCH, ...text },
});

/** The digest of every version that examples propose, unless they say another. */
export const VERSION_DIGEST = take().data.digest;

export const signVersion = (version: string, digest = VERSION_DIGEST): SignVersion => ({
  type: 'SignVersion',
  data: { version, digest },
});

export const withdrawVersion = (version: string): Unsealed<WithdrawVersion> => ({
  type: 'WithdrawVersion',
  data: { version, reason: toSeal('The service lines for the cloud are missing.') },
});

export const declineVersion = (version: string): Unsealed<DeclineVersion> => ({
  type: 'DeclineVersion',
  data: { version, reason: toSeal('We never took over the restore tests.') },
});

/** The version is proposed by the provider, and signed by both sides: three commands, four entries. */
export const agreeVersion = (version: string, text: Partial<VersionText> = {}) => {
  const steps: readonly { readonly command: ProposeVersion | SignVersion; readonly by: Actor }[] = [
    { command: proposeVersion(text), by: cast.ruiz },
    { command: signVersion(version), by: cast.keller },
    { command: signVersion(version), by: cast.okafor },
  ];
  return steps;
};

export const startReview = (data: Partial<StartReview['data']> = {}): StartReview => ({
  type: 'StartReview',
  data: { due: APRIL, ...data },
});

export const word = (ref: TaskRef, verdict: Verdict = 'still-true', reason?: string): Unsealed<LineWord> => ({
  ref,
  verdict,
  ...(reason !== undefined && { reason: toSeal(reason) }),
});

export const confirm = (review: string, ...lines: readonly Unsealed<LineWord>[]): Unsealed<ConfirmLines> => ({
  type: 'ConfirmLines',
  data: { review, lines },
});

export const except = (data: Partial<Unsealed<RecordException['data']>> = {}): Unsealed<RecordException> => ({
  type: 'RecordException',
  data: {
    refs: ['LOG-03'],
    owner: cast.okafor.member,
    measure: toSeal('The firewall logs are looked at each Monday.'),
    reason: toSeal('The old collector cannot forward events before it is replaced.'),
    from: MARCH,
    to: APRIL,
    ...data,
  },
});

export const acceptException = (exception: string): AcceptException => ({
  type: 'AcceptException',
  data: { exception },
});

export const endException = (exception: string): Unsealed<EndException> => ({
  type: 'EndException',
  data: { exception, reason: toSeal('The collector was replaced.') },
});

const sealed = { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' };
const measure = { sealed: 'haenUZHS9OjWXJhvw5Yg-AqprsYoV0YzFN1tk8429Xw' };
const digest = VERSION_DIGEST;

export const examples: ExamplesOf<MatrixVersionEvent> = {
  VersionProposed: [
    {
      type: 'VersionProposed',
      schema: 1,
      data: { versionId: 'v1', side: 'provider', ...proposeVersion().data },
    },
    {
      type: 'VersionProposed',
      schema: 1,
      data: { versionId: 'v2', side: 'client', ...proposeVersion({ effective: APRIL }).data },
    },
    {
      type: 'VersionProposed',
      schema: 1,
      data: { versionId: 'v3', side: 'provider', ...proposeVersion({ effective: APRIL }).data },
    },
  ],
  VersionSigned: [
    { type: 'VersionSigned', schema: 1, data: { versionId: 'v1', digest, side: 'provider' } },
    { type: 'VersionSigned', schema: 1, data: { versionId: 'v1', digest, side: 'client' } },
  ],
  VersionAgreed: [{ type: 'VersionAgreed', schema: 1, data: { versionId: 'v1', digest, signatures: [61, 64] } }],
  VersionWithdrawn: [{ type: 'VersionWithdrawn', schema: 1, data: { versionId: 'v2', reason: sealed } }],
  VersionDeclined: [{ type: 'VersionDeclined', schema: 1, data: { versionId: 'v3', side: 'client', reason: sealed } }],
  ReviewStarted: [
    {
      type: 'ReviewStarted',
      schema: 1,
      data: { reviewId: 'r70', due: APRIL, scope: 'selection', lines: 1, version: 'v1', cadenceDays: 90 },
    },
    { type: 'ReviewStarted', schema: 1, data: { reviewId: 'r71', due: APRIL, scope: 'all', lines: 2 } },
  ],
  ReviewLinesListed: [
    { type: 'ReviewLinesListed', schema: 1, data: { reviewId: 'r70', refs: ['LOG-03'] } },
    { type: 'ReviewLinesListed', schema: 1, data: { reviewId: 'r71', refs: ['LOG-03', 'BKP-04'] } },
  ],
  LineConfirmed: [
    {
      type: 'LineConfirmed',
      schema: 1,
      data: {
        reviewId: 'r70',
        taskId: 't15',
        ref: 'LOG-03',
        side: 'client',
        verdict: 'not-true',
        reason: sealed,
      },
    },
    {
      type: 'LineConfirmed',
      schema: 1,
      data: { reviewId: 'r70', taskId: 't15', ref: 'LOG-03', side: 'provider', verdict: 'still-true' },
    },
  ],
  ReviewCompleted: [{ type: 'ReviewCompleted', schema: 1, data: { reviewId: 'r70', lines: 1, notTrue: 1 } }],
  ExceptionRecorded: [
    {
      type: 'ExceptionRecorded',
      schema: 1,
      data: {
        exceptionId: 'x80',
        refs: ['LOG-03'],
        controls: [{ framework: 'nist-800-53-r5', id: 'AU-6', part: '(1)' }],
        owner: 'm6',
        measure,
        reason: sealed,
        from: MARCH,
        to: APRIL,
      },
    },
    {
      type: 'ExceptionRecorded',
      schema: 1,
      data: { exceptionId: 'x81', refs: ['BKP-04'], owner: 'm3', measure, reason: sealed, from: MARCH, to: APRIL },
    },
  ],
  ExceptionAccepted: [{ type: 'ExceptionAccepted', schema: 1, data: { exceptionId: 'x80' } }],
  ExceptionEnded: [{ type: 'ExceptionEnded', schema: 1, data: { exceptionId: 'x80', reason: sealed } }],
};
