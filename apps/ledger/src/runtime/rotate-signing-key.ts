import { join } from 'node:path';
import type { Actor } from '#kernel/event';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { writeDurably } from '#sealing/key/durable-file';
import { beginRotation, type KeyRotation } from '#sealing/key/signing-key';
import type { LedgerReceipt } from '#transparency/receipt';
import { ledgerName, type Onus } from './onus.ts';
import { readInstallation, stateKey } from './installation.ts';
import { keyPlace, openOnus, type Placed } from './open-onus.ts';
import { keyRegister } from './settings.ts';

export interface Rotated {
  /** Public keys, base64. */
  readonly publicKey: string;
  readonly previous: string;
  /** File in the data folder that holds, a line each, the receipts of the entries: the old key vouches in them for the new one. */
  readonly vouchers: string;
  readonly receipts: readonly LedgerReceipt[];
}

interface RotationOptions extends Placed {
  /** Told after every step that is durable: a test ends the process there. */
  readonly onStep?: (
    step: 'made' | 'announced' | 'recorded' | 'vouched' | 'finished',
    done: number,
    of: number,
  ) => void;
}

/** The installation itself, which has the key. */
const ITSELF: Actor = { member: INSTALLATION, party: PROVIDER, kind: 'system', onBehalfOf: null, auth: 'local' };

/** How long the read models may take to know every ledger, in milliseconds. */
const PATIENCE = 3_600_000;
const PAGE = 200;

/**
 * Replaces the signing key of a data folder, which no other process may hold; of one that shares its event store no replica may run. The new key is recorded in every ledger under a
 * checkpoint that the old one signs, and takes its place when all of that is durable. Interrupted at any moment, the old key goes
 * on signing, and the same call goes on with the same new key.
 *
 * @throws StoreLocked, BadSigningKey, a Refusal, or the store's error. What is done by then stands.
 */
export async function rotateSigningKey({ onStep = () => {}, ...placed }: RotationOptions): Promise<Rotated> {
  const { folder } = placed;
  const onus = await openOnus(placed);
  try {
    const register = keyRegister(folder);
    const rotation = beginRotation(keyPlace(placed), register);
    onStep('made', 0, 1);
    rotation.announce();
    onStep('announced', 0, 1);
    const { publicKey, previous } = rotation;
    const ledgers = await allLedgers(onus);
    const receipts: LedgerReceipt[] = [];
    for (const id of ledgers) {
      receipts.push(await record(onus, id, rotation));
      onStep('recorded', receipts.length, ledgers.length);
    }
    const vouchers = join(folder, `key-rotation-${register.keys.length - 1}.ndjson`);
    // Once the old key is gone nobody can vouch for the new one any more.
    writeDurably(vouchers, receipts.map((receipt) => `${JSON.stringify(receipt)}\n`).join(''));
    onStep('vouched', ledgers.length, ledgers.length);
    if (onus.store.shared) await tellReplicas(onus, rotation);
    rotation.finish();
    onStep('finished', ledgers.length, ledgers.length);
    return { publicKey, previous, vouchers, receipts };
  } finally {
    await onus.close();
  }
}

/** From here on a replica that has the old key does not start any more. */
async function tellReplicas({ store, origin }: Onus, { publicKey }: KeyRotation): Promise<void> {
  const known = await readInstallation(store);
  const signingKeys = known?.signingKeys ?? [];
  if (signingKeys.at(-1) !== publicKey) await stateKey(store, { origin, signingKeys }, publicKey);
}

async function allLedgers({ store, read }: Onus): Promise<readonly string[]> {
  await read.reach(await store.lastPosition(), PATIENCE);
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page: ReturnType<typeof read.engagements> = read.engagements({
      limit: PAGE,
      ...(after !== null && { after }),
    });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
    if (after === null) return ids;
  }
}

/** Records the key in a ledger, once, however often it is begun: the id of the command follows from ledger and key. */
async function record(onus: Onus, engagementId: string, { publicKey, previous }: KeyRotation): Promise<LedgerReceipt> {
  const commandId = uuid5(ledgerNamespace(ledgerName(onus.origin, engagementId)), `rotate-signing-key/${publicKey}`);
  const command = { type: 'RotateSigningKey', data: { publicKey, previous } } as const;
  const { receipt } = await onus.submit(engagementId, command, { commandId, actor: ITSELF, receipt: true });
  return receipt!;
}
