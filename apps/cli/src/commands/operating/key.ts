import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { StoreLocked } from '#ledger-store/event-store';
import { NotFound } from '#read-models/read-models';
import type { KeyRing, KeyView } from '#apps/ledger/src/access/key-ring';
import type { Context } from '../../context.ts';
import { tableText } from '#answers/words/table';
import { UsageError } from '../../usage-error.ts';

export interface CreateKeyOptions {
  readonly label: string;
  readonly owner?: boolean;
  readonly engagement?: string;
  readonly member?: string;
}

/** Makes an API key and shows it, this once. Works while the service runs. */
export async function createKey(context: Context, options: CreateKeyOptions): Promise<void> {
  const { label, owner = false, engagement, member } = options;
  if ((engagement === undefined) !== (member === undefined))
    throw new UsageError('a key acts as a member of an engagement', 'Give both --engagement and --member');
  if (!owner && engagement === undefined)
    throw new UsageError('nothing says what the key may do', 'Give --engagement and --member, or --owner');
  if (member !== undefined && !/^m\d+$/.test(member))
    throw new UsageError(`--member: "${member}" is no member id`, 'Take one from "onus member list", like m3');
  if (engagement !== undefined) await checkMember(context, engagement, member!);
  const { bindings, ...made } = await withKeys(context, async ({ ring, idOf }) => {
    const bound = engagement === undefined ? [] : [{ engagement: idOf(engagement), member: member! }];
    return { ...(await ring.create({ label, owner, bindings: bound })), bindings: bound };
  });
  context.answer({ ...made, label, owner, bindings }, () => {
    const acts = member === undefined ? '' : ` It acts as ${member} of ${engagement}.`;
    const may = owner ? ' It is an owner key: it may open engagements.' : '';
    return `${made.key}\nKey ${made.id} “${label}”.${acts}${may} It is shown this once and kept nowhere: store it safely.\n`;
  });
}

/** While another process has the folder, the member cannot be looked up; then the key shows at its use whether there is one. */
async function checkMember(context: Context, engagement: string, member: string): Promise<void> {
  context.existingFolder('onus key');
  try {
    const members = await context.withClient((client) => client.people.members(engagement));
    if (!members.some(({ id, removed }) => id === member && !removed)) throw new NotFound('member', member);
  } catch (error) {
    if (!(error instanceof StoreLocked)) throw error;
  }
}

/** The keys of the installation, without what could be used to act. */
export async function listKeys(context: Context): Promise<void> {
  const keys = await withKeys(context, ({ ring }) => ring.list());
  context.answer(keys, () => {
    if (keys.length === 0) return 'There is no key yet. Make one with "onus key create".\n';
    return tableText(['Key', 'Label', 'Acts as', 'Made', 'State'], keys.map(keyRow), context.io.columns);
  });
}

function keyRow({ id, label, owner, bindings, createdAt, revokedAt }: KeyView): string[] {
  const acts = bindings.map(({ engagement, member }) => `${member} of ${engagement}`);
  if (owner) acts.unshift('owner');
  return [id, label, acts.join(', '), createdAt, revokedAt === undefined ? 'valid' : `revoked ${revokedAt}`];
}

/** Ends a key for good. */
export async function revokeKey(context: Context, id: string): Promise<void> {
  const revoked = await withKeys(context, async ({ ring }) => {
    if (!(await ring.list()).some((key) => key.id === id)) throw new NotFound('key', id);
    return ring.revoke(id);
  });
  context.answer({ id, revoked }, () => `${revoked ? 'Revoked' : 'Was revoked before'}: key ${id}.\n`);
}

interface Keys {
  readonly ring: KeyRing;
  readonly idOf: (slug: string) => string;
}

function keysOf(ring: KeyRing, origin: string): Keys {
  const namespace = ledgerNamespace(origin);
  return { ring, idOf: (slug) => uuid5(namespace, slug) };
}

/** Works with the keys of an installation, which may be in use: those of a data folder, or those that replicas share. */
async function withKeys<T>(context: Context, work: (keys: Keys) => T | Promise<T>): Promise<T> {
  const { folder, shared } = context.existingFolder('onus key');
  const { KeyRing: Ring } = await import('#apps/ledger/src/access/key-ring');
  if (shared === undefined) {
    const { folderSettings, refuseMoved } = await import('#apps/ledger/src/runtime/settings');
    // What lies in the folder opens no door any more.
    refuseMoved(folder);
    return work(keysOf(Ring.open(folder), folderSettings(folder).origin));
  }
  const { openSharedStore } = await import('#apps/ledger/src/runtime/storage');
  const { readInstallation } = await import('#apps/ledger/src/runtime/installation');
  const store = await openSharedStore(shared);
  try {
    const installation = await readInstallation(store);
    if (installation === undefined)
      throw new NotFound('installation', 'in this event store yet; start the service once');
    return await work(keysOf(Ring.shared(store), installation.origin));
  } finally {
    await store.close();
  }
}
