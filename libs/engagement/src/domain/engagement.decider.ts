import type { Circumstances } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import { decideCredential } from './credentials/credentials.ts';
import {
  isCredentialCommand,
  type AddMembers,
  type Apart,
  type EngagementCommand,
  type OpenEngagement,
  type RotateSigningKey,
} from './engagement.commands.ts';
import type { EngagementEvent } from './engagement.events.ts';
import { refuse } from './engagement.refusals.ts';
import {
  member,
  requireRole,
  type EngagementState,
  type MemberState,
  type WithEngagement,
} from './engagement.state.ts';
import { CLIENT, FOUNDER, PROVIDER, type PartyId } from './members.ts';
import { checkKeeper, keepAnOwner } from './people/keeping.ts';
import { isPeopleCommand } from './people/people.commands.ts';
import { decidePeople } from './people/people.decider.ts';
import { isZone } from './people/zone.ts';

/** 32 bytes in base64 with padding (RFC 4648 section 4), written in the one way that there is. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The rules about who takes part in an engagement. */
export function decideEngagement(
  command: EngagementCommand,
  { engagement }: WithEngagement,
  circumstances: Circumstances,
): readonly EngagementEvent[] {
  const { actor, nextIndex } = circumstances;
  if (command.type === 'OpenEngagement') return open(command, engagement);
  if (command.type === 'RotateSigningKey') return rotateSigningKey(command, engagement, actor);
  if (isPeopleCommand(command)) return [decidePeople(command, engagement, circumstances)];
  if (isCredentialCommand(command)) return decideCredential(command, engagement, actor);
  const acting = requireRole(engagement, actor, 'owner');
  switch (command.type) {
    case 'AddParty':
      if (command.data.side !== 'third') refuse.secondOfASide(command.data.side);
      return [{ type: 'PartyAdded', schema: 1, data: { partyId: `p${nextIndex}`, ...command.data } }];
    case 'AddMembers':
      return addMembers(command, engagement, acting, nextIndex);
    case 'ChangeRoles': {
      const { member: id, roles } = command.data;
      if (member(engagement, id).removed) refuse.unknownMember(id);
      const schema = keeping(command.data, engagement, acting, [member(engagement, id).party]);
      if (!roles.includes('owner')) keepAnOwner(engagement, id, schema === 2);
      return [{ type: 'MemberRolesChanged', schema, data: { memberId: id, roles } }];
    }
    case 'RemoveMember': {
      const id = command.data.member;
      if (member(engagement, id).removed) refuse.unknownMember(id);
      const schema = keeping(command.data, engagement, acting, [member(engagement, id).party]);
      keepAnOwner(engagement, id, schema === 2);
      return [{ type: 'MemberRemoved', schema, data: { memberId: id } }];
    }
  }
}

/** Which version records what is done to members of these parties. The first rules let every owner keep every party. */
function keeping(
  { apart }: Apart,
  engagement: EngagementState,
  acting: MemberState,
  parties: readonly PartyId[],
): 1 | 2 {
  if (apart !== true) return engagement.apart ? refuse.sidesApart() : 1;
  for (const party of parties) checkKeeper(engagement, acting, party);
  return 2;
}

function open(command: OpenEngagement, engagement: EngagementState): readonly EngagementEvent[] {
  const { slug, title, zone, contract, provider, client, founder } = command.data;
  if (engagement.slug !== null) refuse.alreadyOpen(engagement.slug);
  if (!SLUG.test(slug)) refuse.badSlug(slug);
  if (!isZone(zone)) refuse.badZone(zone);
  return [
    { type: 'EngagementOpened', schema: 1, data: { slug, title, zone, ...(contract && { contract }) } },
    { type: 'PartyAdded', schema: 1, data: { partyId: PROVIDER, side: 'provider', name: provider } },
    { type: 'PartyAdded', schema: 1, data: { partyId: CLIENT, side: 'client', name: client } },
    {
      type: 'MemberAdded',
      schema: 1,
      data: { memberId: FOUNDER, partyId: PROVIDER, kind: founder.kind, name: founder.name, roles: ['owner'] },
    },
  ];
}

function addMembers(
  { data }: AddMembers,
  engagement: EngagementState,
  acting: MemberState,
  nextIndex: number,
): readonly EngagementEvent[] {
  const { members } = data;
  if (members.length === 0) refuse.noMembers();
  for (const { party } of members) if (!engagement.parties.has(party)) refuse.unknownParty(party);
  // Whoever has no role is a name that duties can be given to, and can do nothing: a file may bring such names of every party.
  const gaining = members.filter(({ roles }) => roles.length > 0).map(({ party }) => party);
  const schema = keeping(data, engagement, acting, gaining);
  return members.map(({ party, kind, name, roles }, i) => ({
    type: 'MemberAdded',
    schema,
    data: { memberId: `m${nextIndex + i}`, partyId: party, kind, name, roles },
  }));
}

/** The key is the installation's, so the installation itself may say that it changes; and an owner may. */
function rotateSigningKey(
  { data }: RotateSigningKey,
  engagement: EngagementState,
  actor: Actor,
): readonly EngagementEvent[] {
  if (actor.kind !== 'system') requireRole(engagement, actor, 'owner');
  const { publicKey, previous } = data;
  for (const key of [publicKey, previous]) if (!PUBLIC_KEY.test(key)) refuse.badSigningKey(key);
  const known = engagement.signingKeys.at(-1);
  // Before the first rotation the ledger knows no key: its checkpoints do.
  if (known !== undefined && known !== previous) refuse.notTheSigningKey(previous);
  if (publicKey === previous || engagement.signingKeys.includes(publicKey)) refuse.signingKeyUsed(publicKey);
  return [{ type: 'SigningKeyRotated', schema: 1, data: { publicKey, previous } }];
}
