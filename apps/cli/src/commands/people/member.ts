import { Moments } from '#answers/words/moments';
import { tableText } from '#answers/words/table';
import type { MemberState, PartyView } from '#answers/views';
import type { MemberKind, Role } from '#engagement/domain/members';
import { toSeal } from '#kernel/sealed';
import { NotFound } from '#read-models/read-models';
import type { Context } from '../../context.ts';
import { memberText } from '../../print/member.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface MemberOptions extends WriteOptions {
  readonly party: string;
  readonly kind: MemberKind;
  readonly role: readonly Role[];
}

/** Adds a person, team or service of a party. */
export async function addMember(context: Context, name: string, options: MemberOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const { engagement, kind, role } = options;
  const { recorded, party } = await context.withClient(async (client) => {
    const party = partyNamed(await client.people.parties(engagement), options.party);
    const members = [{ party: party.id, kind, name: toSeal(name), roles: role }];
    const command = { type: 'AddMembers', data: { members, apart: true } } as const;
    return { party, recorded: await client.submit(engagement, command, commandId) };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  // A member is named after the entry that adds it.
  const { index } = recorded.entries[0]!;
  const member = `m${index}`;
  context.answer({ member, ...recorded }, () => {
    const roles = role.length === 0 ? 'no role' : role.join(', ');
    return `${recorded.replayed ? 'Added before' : 'Added'}: ${member} ${name}, ${kind} of ${party.name}, ${roles} (entry ${index}).\n`;
  });
}

/** A party by its id, by "provider" or "client", or by its name. */
function partyNamed(parties: readonly PartyView[], word: string): PartyView {
  const party = parties.find(
    ({ id, side, name }) => word === id || (side !== 'third' && word === side) || word === name,
  );
  if (party !== undefined) return party;
  throw new NotFound('party', `${word}; there are ${parties.map(({ id, name }) => `${id} ${name}`).join(', ')}`);
}

interface About {
  readonly engagement: string;
}

/** Parties and members of an engagement. */
export async function listMembers(context: Context, { engagement }: About): Promise<void> {
  const view = await context.withClient(async ({ people }) => {
    const [parties, members] = [await people.parties(engagement), await people.members(engagement)];
    return { parties, members };
  });
  context.answer(view, () => {
    const partyOf = new Map(view.parties.map((party) => [party.id, party]));
    const rows = view.members.map((member) => {
      const { id, party, kind, name } = member;
      const { name: partyName, side } = partyOf.get(party)!;
      return [id, name ?? '(erased)', kind, `${partyName} (${party}, ${side})`, standing(member)];
    });
    return tableText(['Member', 'Name', 'Kind', 'Party', 'Roles'], rows, context.io.columns);
  });
}

function standing({ roles, removed, present }: MemberState): string {
  if (removed) return 'removed';
  return present ? roles.join(', ') : `${roles.join(', ')} (not now)`;
}

/** One member: when it takes part, how it is reached, and who acts for whom. */
export async function showMember(context: Context, id: string, { engagement }: About): Promise<void> {
  const { member, zone } = await context.withClient(async (client) => ({
    member: (await client.people.members(engagement)).find((each) => each.id === id),
    zone: (await client.engagement(engagement)).zone,
  }));
  if (member === undefined) throw new NotFound('member', id);
  context.answer(member, () => memberText(member, new Moments(zone)));
}
