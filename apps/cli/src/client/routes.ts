import { ToSeal } from '#kernel/sealed';
import type { Submission } from './onus-client.ts';

/** Where a command is posted, and what of it is the body: the rest stands in the path. */
export interface Route {
  readonly path: string;
  readonly body: unknown;
}

const segment = encodeURIComponent;

/** The address of a command under an engagement. */
export function routeOf({ type, data }: Submission): Route {
  switch (type) {
    case 'AddMembers':
      return { path: '/members', body: unsealed(data) };
    case 'ProposeChange':
      return { path: '/changes', body: unsealed(data) };
    case 'ApproveChange': {
      const { change, ...body } = data;
      return { path: `/changes/${segment(change)}/approvals`, body };
    }
    case 'RejectChange': {
      const { change, ...body } = data;
      return { path: `/changes/${segment(change)}/rejections`, body: unsealed(body) };
    }
    case 'WithdrawChange':
      return { path: `/changes/${segment(data.change)}/withdrawal`, body: {} };
    case 'AcknowledgeAssignment': {
      const { ref, ...body } = data;
      return { path: `/tasks/${segment(ref)}/acknowledgements`, body };
    }
    case 'AcknowledgeAssignments':
      return { path: '/acknowledgements', body: data };
    case 'DeclineAssignment': {
      const { ref, ...body } = data;
      return { path: `/tasks/${segment(ref)}/declines`, body: unsealed(body) };
    }
    case 'RaiseObjection': {
      const { ref, ...body } = data;
      return { path: `/tasks/${segment(ref)}/objections`, body: unsealed(body) };
    }
    case 'AnswerObjection': {
      const { objection, ...body } = data;
      return { path: `/objections/${segment(objection)}/answers`, body: unsealed(body) };
    }
    case 'WithdrawObjection': {
      const { objection, ...body } = data;
      return { path: `/objections/${segment(objection)}/withdrawal`, body: unsealed(body) };
    }
    case 'SubmitEvidence': {
      const { ref, ...body } = data;
      return { path: `/tasks/${segment(ref)}/evidence`, body: unsealed(body) };
    }
  }
}

/** Over HTTP the texts to seal are plain texts: the service knows which are sealed. */
export function unsealed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ToSeal) return value.text;
  if (Array.isArray(value)) return value.map(unsealed);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unsealed(each)]));
}
