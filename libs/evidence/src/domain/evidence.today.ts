import type { Circumstances, Command } from '#kernel/decider';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import type { EvidenceCommand } from './evidence.commands.ts';
import { refuse } from './evidence.refusals.ts';
import { submitterOfEvidence, type WithEvidence } from './evidence.state.ts';

/**
 * What is asked of new commands beside the rules, which have accepted them. The last word about evidence counts, so the party that
 * submitted it must not have it over the party that checked it: what was returned would look accepted to everybody. @throws Refusal
 */
export function checkEvidenceToday(
  command: Command,
  { engagement, evidence }: WithEngagement & WithEvidence,
  { actor }: Circumstances,
): void {
  const asked = command as EvidenceCommand;
  if (asked.type !== 'ReviewEvidence') return;
  const id = asked.data.evidence;
  const last = evidence.reviews.get(id);
  if (last === undefined) return;
  const partyOf = (member: string): string | undefined => engagement.members.get(member)?.party;
  const submitting = partyOf(submitterOfEvidence(evidence, id));
  if (partyOf(actor.member) === submitting && partyOf(last.member) !== submitting) refuse.otherPartyChecked(id);
}
