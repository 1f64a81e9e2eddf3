import { refusal } from '#kernel/refusal';

/** Why nobody may act for another, or let another act. Codes are public API as well. */
export const refuseActing = {
  onBehalfNotHere: refusal(
    'engagement/on-behalf-not-here',
    'forbidden',
    (command: string) =>
      `${command} is nobody’s to do for another. Changes can be drafted, revised, opened and decided for another, and assignments answered.`,
  ),
  noDelegation: refusal(
    'engagement/no-delegation',
    'forbidden',
    (delegate: string, delegator: string) => `${delegator} has not let ${delegate} act in his right.`,
  ),
  delegationRevoked: refusal(
    'engagement/delegation-revoked',
    'forbidden',
    (delegation: string) => `Delegation ${delegation} was revoked.`,
  ),
  delegationNotBegun: refusal(
    'engagement/delegation-not-begun',
    'forbidden',
    (delegation: string, from: string) => `Delegation ${delegation} holds from ${from} on, not yet.`,
  ),
  delegationExpired: refusal(
    'engagement/delegation-expired',
    'forbidden',
    (delegation: string, to: string) => `Delegation ${delegation} ended at ${to}.`,
  ),
  delegationScope: refusal(
    'engagement/delegation-scope',
    'forbidden',
    (delegation: string) => `What is asked for lies outside of what delegation ${delegation} covers.`,
  ),
  delegatorGone: refusal(
    'engagement/delegator-gone',
    'forbidden',
    (delegator: string) => `${delegator} takes no part in the engagement now, so nobody acts in that right.`,
  ),
  delegateNoPerson: refusal(
    'engagement/delegate-no-person',
    'forbidden',
    (member: string) =>
      `${member} is no person. Rights pass from person to person; a service may only write for a person of its party.`,
  ),
  delegationToSelf: refusal(
    'engagement/delegation-to-self',
    'invalid',
    () => 'Nobody can delegate to himself; name another member.',
  ),
  delegationOtherParty: refusal(
    'engagement/delegation-other-party',
    'forbidden',
    (delegate: string, party: string) => `${delegate} is not of ${party}: rights stay within a party.`,
  ),
  delegationCycle: refusal(
    'engagement/delegation-cycle',
    'conflict',
    (delegate: string) => `${delegate} has delegated to you in the same time, directly or through others.`,
  ),
  delegationOver: refusal(
    'engagement/delegation-over',
    'invalid',
    (to: string) => `The delegation would be over already at ${to}; name a later end.`,
  ),
  emptyScope: refusal(
    'engagement/empty-scope',
    'invalid',
    () => 'A scope that names nothing lets nobody do anything; name something, or leave it out to cover everything.',
  ),
  nothingToDelegate: refusal(
    'engagement/nothing-to-delegate',
    'forbidden',
    () => 'Whoever only reads has no right that another could use.',
  ),
  unknownDelegation: refusal(
    'engagement/unknown-delegation',
    'absent',
    (delegation: string) => `There is no delegation ${delegation}.`,
  ),
  notDelegator: refusal(
    'engagement/not-delegator',
    'forbidden',
    (delegation: string) =>
      `Delegation ${delegation} is revoked by whoever granted it, or by an owner of the same party.`,
  ),
};
