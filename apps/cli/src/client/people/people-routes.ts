import type { Submission } from '../onus-client.ts';
import { unsealed, type Route } from '../unsealed.ts';

const TYPES = [
  'AddParty',
  'AddMembers',
  'ChangeRoles',
  'RemoveMember',
  'SetMemberPeriod',
  'SetContact',
  'GrantDelegation',
  'RevokeDelegation',
  'AmendTerms',
] as const;

type AboutPeople = Extract<Submission, { readonly type: (typeof TYPES)[number] }>;

/** Whether a command is about who takes part, or about the contract. */
export const isAboutPeople = (submission: Submission): submission is AboutPeople =>
  (TYPES as readonly string[]).includes(submission.type);

const segment = encodeURIComponent;

/** The address of a command about people. That each side keeps its own members, the service says for everybody. */
export function peopleRouteOf({ type, data }: AboutPeople): Route {
  switch (type) {
    case 'AddParty':
      return { path: '/parties', body: data };
    case 'AddMembers':
      return { path: '/members', body: unsealed({ members: data.members }) };
    case 'ChangeRoles':
      return { path: `/members/${segment(data.member)}/roles`, body: { roles: data.roles } };
    case 'RemoveMember':
      return { path: `/members/${segment(data.member)}`, method: 'DELETE', body: undefined };
    case 'SetMemberPeriod': {
      const { member, ...body } = data;
      return { path: `/members/${segment(member)}/period`, body };
    }
    case 'SetContact': {
      const { member, ...body } = data;
      return { path: `/members/${segment(member)}/contact`, body: unsealed(body) };
    }
    case 'GrantDelegation':
      return { path: '/delegations', body: unsealed(data) };
    case 'RevokeDelegation': {
      const { delegation, ...body } = data;
      return { path: `/delegations/${segment(delegation)}/revocation`, body: unsealed(body) };
    }
    case 'AmendTerms':
      return { path: '/terms', body: data };
  }
}
