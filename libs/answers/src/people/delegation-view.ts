import type { PeopleEvent } from '#engagement/domain/engagement.events';
import { microsOf, type Instant } from '#kernel/instant';
import { ofType, type Teller, type Told } from '../matrix-version/told.ts';
import type { DelegationState, DelegationStatus, DelegationView } from '../views.ts';

/** Every delegation that was granted, in order, from everything that is known of people. */
export function delegationViews(
  told: readonly Told<PeopleEvent>[],
  { open, member }: Teller,
): readonly DelegationView[] {
  const revoked = new Map(
    ofType(told, 'DelegationRevoked').map(({ mention, data: { delegationId, reason } }) => [
      delegationId,
      { ...mention, reason: reason === undefined ? null : open(reason) },
    ]),
  );
  return ofType(told, 'DelegationGranted').map(({ mention, data }) => ({
    id: data.delegationId,
    delegator: member(data.delegator)!,
    delegate: member(data.delegate)!,
    from: data.from,
    to: data.to,
    scope: data.scope,
    reason: data.reason === undefined ? null : open(data.reason),
    granted: mention,
    revoked: revoked.get(data.delegationId) ?? null,
  }));
}

/** What a delegation is at an instant. */
export const delegationState = (view: DelegationView, at: Instant): DelegationState => ({
  ...view,
  status: statusAt(view, at),
});

function statusAt({ from, to, revoked }: DelegationView, at: Instant): DelegationStatus {
  if (revoked !== null) return 'revoked';
  if (microsOf(at) < microsOf(from)) return 'not-begun';
  return microsOf(at) < microsOf(to) ? 'current' : 'expired';
}
