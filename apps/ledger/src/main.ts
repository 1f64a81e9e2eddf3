import { mkdirSync } from 'node:fs';
import { BrokenKeysFile, KeyRing } from './access/key-ring.ts';
import { BadConfig, readConfig, type ServiceConfig } from './config.ts';
import { StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
import { openOnus } from './runtime/open-onus.ts';
import { BadSettings } from './runtime/settings.ts';
import { createService } from './service.ts';

/** The first start has nobody to ask: it makes the key that everything else begins with, and shows it this once. */
async function firstOwnerKey(keys: KeyRing): Promise<string | null> {
  if (keys.list().some(({ owner, revokedAt }) => owner && revokedAt === undefined)) return null;
  return (await keys.create({ label: 'first owner key', owner: true })).key;
}

async function start({ folder, host, port, origin }: ServiceConfig): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const onus = await openOnus({ folder, ...(origin !== undefined && { origin }) });
  const keys = KeyRing.open(folder);
  const service = await createService(onus, keys, { folder });
  await service.listen(port, host);
  console.log(greeting(await service.getUrl(), folder, await firstOwnerKey(keys)));

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    console.log('Finishing what was accepted …');
    void service
      .close()
      .then(() => onus.close())
      .then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function greeting(url: string, folder: string, key: string | null): string {
  const signIn =
    key === null
      ? '  Sign in with your API key. Lost it? Make another one: npx onus key create --owner --label "…"'
      : `  Sign in with the first owner key. It is shown this once and kept nowhere:\n\n    ${key}\n`;
  return `Onus is running.\n\n  Page      ${url}/\n  HTTP API  ${url}/v1/docs\n  Data      ${folder}\n\n${signIn}`;
}

/** Errors that say in their own words what to do. */
const EXPLAINED = [BadConfig, BadSettings, BrokenKeysFile, StoreLocked, StoreUnavailable];

try {
  await start(readConfig());
} catch (error) {
  const explained =
    EXPLAINED.some((kind) => error instanceof kind) || (error as { code?: string }).code === 'EADDRINUSE';
  console.error(explained ? (error as Error).message : error);
  process.exit(1);
}
