import { KeyMadeBefore, KeyRing } from './access/key-ring.ts';
import { auditAtStart } from './auditing/audit-at-start.ts';
import { openClockwork } from './clockwork/open-clockwork.ts';
import { listenAt } from './listen-at.ts';
import { withoutCredentials, type ServiceConfig } from './config.ts';
import { openOnus, type Placed } from './runtime/open-onus.ts';
import type { Onus } from './runtime/onus.ts';
import { createService } from './service.ts';

/**
 * Opens the data folder, listens, and says on standard output where and how to sign in. SIGINT and SIGTERM finish what was accepted
 * and end the process.
 *
 * @throws StoreLocked, StoreUnavailable, BadSettings, BadSigningKey, BrokenKeysFile, or BadConfig where it cannot listen; nothing is held
 * open then
 */
export async function startService({ host, port, origin, ...placed }: ServiceConfig): Promise<void> {
  const onus = await openOnus({
    ...placed,
    ...(origin !== undefined && { origin }),
    onTrouble: (what) => console.error(what),
  });
  try {
    await listen(onus, placed, host, port);
  } catch (error) {
    await onus.close();
    throw error;
  }
}

async function listen(onus: Onus, { folder, shared }: Placed, host: string, port: number): Promise<void> {
  const keys = onus.store.shared ? KeyRing.shared(onus.store) : KeyRing.open(folder);
  const service = await createService(onus, keys);
  await listenAt(service, host, port);
  onus.sealing.rounds.begin();
  const endAudit = auditAtStart(onus, folder, (what) => console.error(what));
  const clockwork = openClockwork(onus, (what) => console.error(what));
  clockwork.begin();

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    console.log('Finishing what was accepted …');
    void service
      .close()
      .then(endAudit)
      .then(() => clockwork.end())
      .then(() => onus.close())
      .then(() => process.exit(0));
  };
  // Ctrl-C comes twice where npm stands in between, from the terminal and from npm: the second one must not end it in the midst.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log(greeting(await service.getUrl(), storedIn(folder, shared), await firstOwnerKey(keys)));
}

/** The first start has nobody to ask: it makes the key that everything else begins with, and shows it this once. */
async function firstOwnerKey(keys: KeyRing): Promise<string | null> {
  const known = await keys.list();
  if (known.some(({ owner, revokedAt }) => owner && revokedAt === undefined)) return null;
  try {
    // Replicas that start together ask with the same id: one of them shows a key.
    const request = `first owner key after ${known.length}`;
    return (await keys.create({ label: 'first owner key', owner: true, request })).key;
  } catch (error) {
    if (error instanceof KeyMadeBefore) return null;
    throw error;
  }
}

/** Where the data are, without what it takes to get in. */
const storedIn = (folder: string, shared?: string): string =>
  shared === undefined ? folder : `${withoutCredentials(shared)}, and ${folder} for this replica`;

function greeting(url: string, stored: string, key: string | null): string {
  const signIn =
    key === null
      ? '  Sign in with your API key. Lost it? Make another one: npx onus key create --owner --label "…"'
      : `  Sign in with the first owner key. It is shown this once and kept nowhere:\n\n    ${key}\n`;
  return `Onus is running.\n\n  Page      ${url}/\n  HTTP API  ${url}/v1/docs\n  Data      ${stored}\n\n${signIn}`;
}
