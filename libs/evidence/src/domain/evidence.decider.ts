import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import type { EvidenceCommand, ReviewEvidence, SubmitEvidence } from './evidence.commands.ts';
import type { EvidenceEvent } from './evidence.events.ts';
import { refuse } from './evidence.refusals.ts';
import {
  earlierSubmission,
  isEvidenceOf,
  submitterOfEvidence,
  taskOfEvidence,
  type WithEvidence,
} from './evidence.state.ts';

type State = WithEngagement & WithResponsibility & WithEvidence;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The rules about evidence: bound to a task by digest, never twice the same, superseded but never replaced, checked by another. */
export function decideEvidence(
  command: EvidenceCommand,
  state: State,
  circumstances: Circumstances,
): readonly EvidenceEvent[] {
  return command.type === 'SubmitEvidence'
    ? submit(command, state, circumstances)
    : review(command, state, circumstances);
}

function submit({ data }: SubmitEvidence, state: State, { actor, nextIndex }: Circumstances): readonly EvidenceEvent[] {
  requireRole(state.engagement, actor, 'owner', 'contributor', 'approver');
  const { ref, ...item } = data;
  const { id: taskId } = taskByRef(state.responsibility, ref);
  if (!DIGEST.test(item.digest)) refuse.badDigest(item.digest);
  if (item.covers !== undefined && microsOf(item.covers.to) <= microsOf(item.covers.from)) refuse.emptyPeriod();
  const { supersedes } = item;
  if (supersedes !== undefined && !isEvidenceOf(state.evidence, taskId, supersedes)) refuse.unknownEvidence(supersedes);
  const earlier = earlierSubmission(state.evidence, taskId, item);
  if (earlier !== undefined) refuse.alreadySubmitted(earlier);
  return [{ type: 'EvidenceSubmitted', schema: 1, data: { evidenceId: `e${nextIndex}`, taskId, ...item } }];
}

/** Whoever shows that a duty was done does not check it himself, and a service checks nothing. */
function review({ data }: ReviewEvidence, state: State, { actor }: Circumstances): readonly EvidenceEvent[] {
  const acting = requireRole(state.engagement, actor, 'owner', 'contributor', 'approver');
  if (acting.kind !== 'person') refuse.robot();
  const { evidence: evidenceId, outcome, reason } = data;
  const taskId = taskOfEvidence(state.evidence, evidenceId) ?? refuse.neverSubmitted(evidenceId);
  if (submitterOfEvidence(state.evidence, evidenceId) === actor.member) refuse.ownEvidence(evidenceId);
  if (outcome === 'returned' && reason === undefined) refuse.noReason(evidenceId);
  const last = state.evidence.reviews.get(evidenceId);
  if (last?.member === actor.member && last.outcome === outcome) refuse.alreadyReviewed(evidenceId, outcome);
  const said = { evidenceId, taskId, outcome };
  return [{ type: 'EvidenceReviewed', schema: 1, data: { ...said, ...(reason !== undefined && { reason }) } }];
}
