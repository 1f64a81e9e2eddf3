import type { MemberState } from '#engagement/domain/engagement.state';
import type { MemberId } from '#engagement/domain/members';
import { submissionsBehind } from '#evidence/domain/submissions';
import type { Instant } from '#kernel/instant';
import type { OnusState } from '#rulebook/rulebook';
import { actorOf } from './rights.ts';

const CHECKING: ReadonlySet<string> = new Set(['owner', 'contributor', 'approver']);

/** Whether a member may say what evidence is worth: a person who takes part. */
export const mayCheck = ({ kind, roles }: MemberState): boolean =>
  kind === 'person' && roles.some((role) => CHECKING.has(role));

/**
 * Evidence that another party submitted and no other has checked, one by one, from behind an entry on: there can be very much of it. The
 * party that submitted it vouches for it already.
 */
export function* evidenceToCheck(
  { engagement, evidence: { submitted, reviews } }: OnusState,
  member: MemberId,
  at: Instant,
  after: number,
): Generator<number> {
  const acting = actorOf(engagement, member, at);
  const side = acting === undefined ? undefined : engagement.parties.get(acting.party);
  if (acting === undefined || (side !== 'provider' && side !== 'client')) return;
  for (const { entry, member: by } of submissionsBehind(submitted, after)) {
    const submitting = engagement.members.get(`m${by}`)?.party;
    if (submitting === acting.party) continue;
    const last = reviews.get(`e${entry}`);
    // What the submitting party says of its own evidence takes nothing from those who are to check it.
    if (last === undefined || engagement.members.get(last.member)?.party === submitting) yield entry;
  }
}
