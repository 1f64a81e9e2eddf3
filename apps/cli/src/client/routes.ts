import { changeRoute, isAboutChange } from './changes/change-routes.ts';
import { isAboutMatrix, matrixRouteOf } from './matrix/matrix-routes.ts';
import { isAboutPeople, peopleRouteOf } from './people/people-routes.ts';
import type { Submission } from './onus-client.ts';
import { unsealed, type Route } from './unsealed.ts';

const segment = encodeURIComponent;

/** The address of a command under an engagement. */
export function routeOf(submission: Submission): Route {
  if (isAboutMatrix(submission)) return matrixRouteOf(submission);
  if (isAboutPeople(submission)) return peopleRouteOf(submission);
  if (isAboutChange(submission)) return changeRoute(submission);
  const { type, data } = submission;
  switch (type) {
    case 'RevokeCredential':
      return { path: `/credentials/${segment(data.credentialId)}/revocation`, body: {} };
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
    case 'ReviewEvidence': {
      const { evidence, ...body } = data;
      return { path: `/evidence/${segment(evidence)}/reviews`, body: unsealed(body) };
    }
    case 'SubmitEvidence': {
      const { ref, ...body } = data;
      return { path: `/tasks/${segment(ref)}/evidence`, body: unsealed(body) };
    }
  }
}
