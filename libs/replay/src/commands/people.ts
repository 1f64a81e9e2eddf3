import type { PeopleEvent } from '#engagement/domain/engagement.events';
import type { Sealed, ToSeal } from '#kernel/sealed';
import { asText, type Submitted } from './rebuilt.ts';

/** The inverse of the rules about terms, contacts, times and delegations. */
export function peopleCommand(event: PeopleEvent): Submitted {
  switch (event.type) {
    case 'TermsAmended':
      return { type: 'AmendTerms', data: event.data };
    case 'ContactChanged': {
      const { memberId: member, hours, channels, ...contact } = event.data;
      const data = { member, ...contact, ...maybeText('hours', hours), ...maybeText('channels', channels) };
      return { type: 'SetContact', data };
    }
    case 'MemberPeriodSet': {
      const { memberId: member, ...period } = event.data;
      return { type: 'SetMemberPeriod', data: { member, ...period } };
    }
    case 'DelegationGranted': {
      const { delegate, from, to, scope, reason } = event.data;
      return { type: 'GrantDelegation', data: { delegate, from, to, scope, ...maybeText('reason', reason) } };
    }
    case 'DelegationRevoked': {
      const { delegationId: delegation, reason } = event.data;
      return { type: 'RevokeDelegation', data: { delegation, ...maybeText('reason', reason) } };
    }
  }
}

const maybeText = <N extends string>(name: N, text: Sealed | undefined): { readonly [K in N]?: ToSeal } =>
  (text === undefined ? {} : { [name]: asText(text) }) as { readonly [K in N]?: ToSeal };
