import type { EngagementEvent, EngagementOpened, PeopleEvent } from '#engagement/domain/engagement.events';
import type { Apart } from '#engagement/domain/engagement.commands';
import { CLIENT, PROVIDER } from '#engagement/domain/members';
import type { OnusEvent } from '#rulebook/rulebook';
import { allOf, asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

/** How many entries open an engagement: itself, its two parties, and its first member. */
const OPENING = 4;

/** The inverse of the rules about who takes part. */
export function engagementCommand(first: Exclude<EngagementEvent, PeopleEvent>, events: readonly OnusEvent[]): Rebuilt {
  switch (first.type) {
    case 'EngagementOpened':
      return opening(first, events);
    case 'PartyAdded': {
      const { side, name } = first.data;
      return whole({ type: 'AddParty', data: { side, name } });
    }
    case 'MemberAdded': {
      const members = allOf(events, 'MemberAdded').map(({ data: { partyId, kind, name, roles } }) => ({
        party: partyId,
        kind,
        name: asText(name),
        roles,
      }));
      return whole({ type: 'AddMembers', data: { members, ...apart(first) } });
    }
    case 'MemberRolesChanged':
      return whole({
        type: 'ChangeRoles',
        data: { member: first.data.memberId, roles: first.data.roles, ...apart(first) },
      });
    case 'MemberRemoved':
      return whole({ type: 'RemoveMember', data: { member: first.data.memberId, ...apart(first) } });
    case 'CredentialRegistered': {
      const { memberId: _, ...credential } = first.data;
      return whole({ type: 'RegisterCredential', data: credential });
    }
    case 'CredentialRevoked':
      return whole({ type: 'RevokeCredential', data: { credentialId: first.data.credentialId } });
    case 'SigningKeyRotated':
      return whole({ type: 'RotateSigningKey', data: first.data });
  }
}

/** The second version records commands that say that each side keeps its own members. */
const apart = ({ schema }: { readonly schema: 1 | 2 }): Apart => (schema === 2 ? { apart: true } : {});

function opening({ data: terms }: EngagementOpened, events: readonly OnusEvent[]): Rebuilt {
  const name = (at: number, party: string): string => {
    const event = events[at];
    if (event === undefined) return '';
    return event.type === 'PartyAdded' ? event.data.name : noCommand(`party ${party} should be added here`, at);
  };
  const member = events[OPENING - 1];
  if (member !== undefined && member.type !== 'MemberAdded') noCommand('the first member should be added here', 3);
  const founder =
    member === undefined
      ? { kind: 'person' as const, name: asText({ sealed: '' }) }
      : { kind: member.data.kind, name: asText(member.data.name) };
  return {
    submitted: {
      type: 'OpenEngagement',
      data: { ...terms, provider: name(1, PROVIDER), client: name(2, CLIENT), founder },
    },
    whole: events.length >= OPENING,
  };
}
