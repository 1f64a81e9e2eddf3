import { tableText } from '#answers/words/table';
import type { Context } from '../../context.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface PasskeysOptions {
  readonly engagement: string;
}

/** The passkeys of an engagement, revoked ones included. Browsers make them: a command line has no authenticator. */
export async function listPasskeys(context: Context, { engagement }: PasskeysOptions): Promise<void> {
  const { passkeys, members } = await context.withClient(async (client) => ({
    passkeys: await client.passkeys.list(engagement),
    members: await client.people.members(engagement),
  }));
  context.answer(passkeys, () => {
    if (passkeys.length === 0) return 'Nobody has registered a passkey.\n';
    const nameOf = new Map(members.map(({ id, name }) => [id, name ?? '(erased)']));
    const rows = passkeys.map(({ id, member, algorithm, origin, entry, revoked }) => [
      id,
      `${nameOf.get(member) ?? ''} (${member})`,
      algorithm,
      origin,
      `entry ${entry}`,
      revoked === null ? '' : `revoked in entry ${revoked}`,
    ]);
    return tableText(['Passkey', 'Member', 'Algorithm', 'Signs at', 'Registered', ''], rows, context.io.columns);
  });
}

/** Revokes a passkey: one's own, or as an owner one of the own party. */
export async function revokePasskey(context: Context, id: string, options: WriteOptions): Promise<void> {
  const commandId = commandIdOf(options);
  const command = { type: 'RevokeCredential', data: { credentialId: id } } as const;
  const recorded = await context.withClient(
    (client) => client.submit(options.engagement, command, commandId),
    actingAs(options),
  );
  await keepReceipt(options, recorded);
  context.answer({ credential: id, ...recorded }, () => {
    const done = recorded.replayed ? 'Revoked before' : 'Revoked';
    return `${done}: passkey ${id} (entry ${recorded.entries[0]!.index}). What it signed before stands.\n`;
  });
}
