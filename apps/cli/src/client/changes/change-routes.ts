import type { Unsealed } from '#kernel/sealed';
import type { ApprovalCommand, WrittenText } from '#approval/domain/approval.commands';
import type { AgreedTerms } from '#approval/domain/policy';
import type { Submission } from '../onus-client.ts';
import { unsealed, type Route } from '../unsealed.ts';

type ChangeSubmission = Extract<Submission, { readonly type: ApprovalCommand['type'] }>;

const TYPES: Readonly<Record<ChangeSubmission['type'], true>> = {
  DraftChange: true,
  ReviseChange: true,
  DescribeChange: true,
  OpenChange: true,
  ApproveChange: true,
  RequestChanges: true,
  RejectChange: true,
  WithdrawChange: true,
  RequestOverride: true,
  ConfirmOverride: true,
};

/** Whether a command is about a change. */
export const isAboutChange = (submission: Submission): submission is ChangeSubmission =>
  Object.hasOwn(TYPES, submission.type);

/** The address of a command about a change, and what of it is the body. */
export function changeRoute({ type, data }: ChangeSubmission): Route {
  if (type === 'DraftChange') {
    const { open, ...drafted } = data;
    return { path: '/changes', body: { ...textBody(drafted), draft: !open } };
  }
  const { change, ...said } = data;
  const at = (what: string, body: unknown = unsealed(said)): Route => ({
    path: `/changes/${encodeURIComponent(change)}/${what}`,
    body,
  });
  switch (type) {
    case 'ReviseChange':
      return at('revisions', textBody(said as Unsealed<WrittenText>));
    case 'DescribeChange':
      return at('descriptions');
    case 'OpenChange':
      return at('openings');
    case 'ApproveChange':
      return at('approvals');
    case 'RequestChanges':
      return at('requests');
    case 'RejectChange':
      return at('rejections');
    case 'WithdrawChange':
      return at('withdrawal', {});
    case 'RequestOverride': {
      const { characters: _, ...asked } = data;
      return at('overrides', unsealed({ digest: asked.digest, reason: asked.reason }));
    }
    case 'ConfirmOverride':
      return at('overrides/confirmations');
  }
}

/** Over HTTP a line holds who bore the duty before, and a quorum is a list of parties. */
function textBody({ lines, terms, ...text }: Unsealed<WrittenText>): object {
  return {
    ...(unsealed(text) as object),
    lines: lines.map(({ drafted, before }) => ({ ...drafted, ...(before !== undefined && { before }) })),
    ...(terms !== undefined && { terms: termsBody(terms) }),
  };
}

function termsBody({ policy, retention }: AgreedTerms): object {
  return {
    ...(policy !== undefined && {
      policy: { ...policy, quorum: Object.entries(policy.quorum).map(([party, asked]) => ({ party, ...asked })) },
    }),
    ...(retention !== undefined && { retention }),
  };
}
