import type { Circumstances } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import type { AddMembers, EngagementCommand, OpenEngagement, RotateSigningKey } from './engagement.commands.ts';
import type { EngagementEvent } from './engagement.events.ts';
import { refuse } from './engagement.refusals.ts';
import { member, requireRole, type EngagementState, type WithEngagement } from './engagement.state.ts';
import { CLIENT, FOUNDER, PROVIDER, type MemberId } from './members.ts';

/** 32 bytes in base64 with padding (RFC 4648 section 4), written in the one way that there is. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The rules about who takes part in an engagement. */
export function decideEngagement(
  command: EngagementCommand,
  { engagement }: WithEngagement,
  { actor, nextIndex }: Circumstances,
): readonly EngagementEvent[] {
  if (command.type === 'OpenEngagement') return open(command, engagement);
  if (command.type === 'RotateSigningKey') return rotateSigningKey(command, engagement, actor);
  requireRole(engagement, actor, 'owner');
  switch (command.type) {
    case 'AddParty':
      if (command.data.side !== 'third') refuse.secondOfASide(command.data.side);
      return [{ type: 'PartyAdded', schema: 1, data: { partyId: `p${nextIndex}`, ...command.data } }];
    case 'AddMembers':
      return addMembers(command, engagement, nextIndex);
    case 'ChangeRoles': {
      const { member: id, roles } = command.data;
      if (member(engagement, id).removed) refuse.unknownMember(id);
      if (!roles.includes('owner')) keepAnOwner(engagement, id);
      return [{ type: 'MemberRolesChanged', schema: 1, data: { memberId: id, roles } }];
    }
    case 'RemoveMember': {
      const id = command.data.member;
      if (member(engagement, id).removed) refuse.unknownMember(id);
      keepAnOwner(engagement, id);
      return [{ type: 'MemberRemoved', schema: 1, data: { memberId: id } }];
    }
  }
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

function addMembers(command: AddMembers, engagement: EngagementState, nextIndex: number): readonly EngagementEvent[] {
  const { members } = command.data;
  if (members.length === 0) refuse.noMembers();
  return members.map(({ party, kind, name, roles }, i) => {
    if (!engagement.parties.has(party)) refuse.unknownParty(party);
    return {
      type: 'MemberAdded',
      schema: 1,
      data: { memberId: `m${nextIndex + i}`, partyId: party, kind, name, roles },
    };
  });
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

function keepAnOwner(engagement: EngagementState, leaving: MemberId): void {
  for (const [id, { roles, removed }] of engagement.members) {
    if (id !== leaving && !removed && roles.includes('owner')) return;
  }
  refuse.lastOwner();
}

function isZone(zone: string): boolean {
  try {
    // Offsets such as "+01:00" pass as zones too; a contract's zone has a name.
    return /^[A-Za-z]/.test(zone) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone) !== undefined;
  } catch {
    return false;
  }
}
