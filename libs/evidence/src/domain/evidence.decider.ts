import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import type { EvidenceCommand } from './evidence.commands.ts';
import type { EvidenceEvent } from './evidence.events.ts';
import { refuse } from './evidence.refusals.ts';
import { earlierSubmission, isEvidenceOf, type WithEvidence } from './evidence.state.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The rules about evidence: bound to a task by digest, never twice the same, superseded but never replaced. */
export function decideEvidence(
  { data }: EvidenceCommand,
  state: WithEngagement & WithResponsibility & WithEvidence,
  { actor, nextIndex }: Circumstances,
): readonly EvidenceEvent[] {
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
