import type { ContactView, DelegationState, MemberState } from '#answers/views';
import type { Moments } from '#answers/words/moments';
import { named, shortName } from '#answers/words/phrases';
import { linesText } from '#answers/words/printable';

/** One member, as a person reads it. */
export function memberText(member: MemberState, moments: Moments): string {
  const { id, name, kind, party, roles, removed, present, added, period, contact, delegations } = member;
  const held = roles.length === 0 ? 'no role' : roles.join(', ');
  const lines = [
    `${id} ${name ?? '(erased)'}, ${kind} of ${party}, ${removed ? 'removed' : held}`,
    `Added by ${named(added.by)} on ${moments.day(added.recordedAt)} (entry ${added.entry}).`,
    ...(period === null ? [] : [`Takes part ${moments.span(period.from, period.to)}${present ? '' : ', so not now'}.`]),
    ...(contact === null ? [] : contactLines(contact)),
    ...delegations.given.map((each) => `Lets ${shortName(each.delegate)} act: ${delegationWords(each, moments)}.`),
    ...delegations.held.map((each) => `May act for ${shortName(each.delegator)}: ${delegationWords(each, moments)}.`),
  ];
  return linesText(lines);
}

function contactLines({ hours, zone, channels, deputy, verifiedOn }: ContactView): readonly string[] {
  const when = [hours, zone].filter((word) => word !== null).join(', ');
  return [
    ...(when === '' ? [] : [`Reached: ${when}`]),
    ...(channels === null ? [] : [`By: ${channels}`]),
    ...(deputy === null ? [] : [`Stands in: ${shortName(deputy)}`]),
    ...(verifiedOn === null ? [] : [`Tried on ${verifiedOn}`]),
  ];
}

/** `d15, 1 Apr 2026 → 15 Apr 2026, C-3 about LOG-03, expired`. */
export const delegationWords = (delegation: DelegationState, moments: Moments): string =>
  [delegation.id, moments.span(delegation.from, delegation.to), scopeWords(delegation), statusWords(delegation)].join(
    ', ',
  );

/** What a delegation covers. */
export function scopeWords({ scope: { changes, refs } }: Pick<DelegationState, 'scope'>): string {
  const of = changes?.join(', ');
  const about = refs?.join(', ');
  if (of === undefined) return about === undefined ? 'everything' : `about ${about}`;
  return about === undefined ? of : `${of} about ${about}`;
}

export const statusWords = ({ status }: Pick<DelegationState, 'status'>): string => status.replace('-', ' ');
