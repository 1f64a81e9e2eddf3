import type { Submission } from '../onus-client.ts';
import { unsealed, type Route } from '../unsealed.ts';

const ABOUT_VERSIONS = {
  SignVersion: 'signatures',
  WithdrawVersion: 'withdrawal',
  DeclineVersion: 'declines',
} as const;

const TYPES = [
  'SignVersion',
  'WithdrawVersion',
  'DeclineVersion',
  'StartReview',
  'ConfirmLines',
  'RecordException',
  'AcceptException',
  'EndException',
] as const;

type AboutMatrix = Extract<Submission, { readonly type: (typeof TYPES)[number] }>;

/** Whether a command is about the matrix as a whole. */
export const isAboutMatrix = (submission: Submission): submission is AboutMatrix =>
  (TYPES as readonly string[]).includes(submission.type);

const segment = encodeURIComponent;

/** The address of a command about the matrix as a whole. */
export function matrixRouteOf({ type, data }: AboutMatrix): Route {
  switch (type) {
    case 'SignVersion':
    case 'WithdrawVersion':
    case 'DeclineVersion': {
      const { version, ...body } = data;
      return { path: `/versions/${segment(version)}/${ABOUT_VERSIONS[type]}`, body: unsealed(body) };
    }
    case 'StartReview':
      return { path: '/reviews', body: data };
    case 'ConfirmLines': {
      const { review, ...body } = data;
      return { path: `/reviews/${segment(review)}/confirmations`, body: unsealed(body) };
    }
    case 'RecordException':
      return { path: '/exceptions', body: unsealed(data) };
    case 'AcceptException':
      return { path: `/exceptions/${segment(data.exception)}/acceptances`, body: {} };
    case 'EndException': {
      const { exception, ...body } = data;
      return { path: `/exceptions/${segment(exception)}/endings`, body: unsealed(body) };
    }
  }
}
