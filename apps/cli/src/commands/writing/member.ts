import { toSeal } from '#kernel/sealed';
import type { MemberKind, Role } from '#engagement/domain/members';
import { NotFound } from '#read-models/read-models';
import type { PartyView } from '#answers/views';
import type { Context } from '../../context.ts';
import { tableText } from '#answers/words/table';
import { keepReceipt } from './keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from './write-options.ts';

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
    const party = partyNamed(await client.parties(engagement), options.party);
    const members = [{ party: party.id, kind, name: toSeal(name), roles: role }];
    return { party, recorded: await client.submit(engagement, { type: 'AddMembers', data: { members } }, commandId) };
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

/** Parties and members of an engagement. */
export async function listMembers(context: Context, { engagement }: { readonly engagement: string }): Promise<void> {
  const view = await context.withClient(async (client) => {
    const [parties, members] = [await client.parties(engagement), await client.members(engagement)];
    return { parties, members };
  });
  context.answer(view, () => {
    const partyOf = new Map(view.parties.map((party) => [party.id, party]));
    const rows = view.members.map(({ id, party, kind, name, roles, removed }) => {
      const { name: partyName, side } = partyOf.get(party)!;
      return [id, name ?? '(erased)', kind, `${partyName} (${party}, ${side})`, removed ? 'removed' : roles.join(', ')];
    });
    return tableText(['Member', 'Name', 'Kind', 'Party', 'Roles'], rows, context.io.columns);
  });
}
