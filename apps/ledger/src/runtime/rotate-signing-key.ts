import { join } from 'node:path';
import type { Actor } from '#kernel/event';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { writeDurably } from '#sealing/key/durable-file';
import { BadSigningKey } from '#sealing/key/key-file';
import { beginRotation, type KeyRotation } from '#sealing/key/signing-key';
import type { LedgerReceipt } from '#transparency/receipt';
import { ledgerName, type Onus } from './onus.ts';
import { readInstallation, stateKey } from './installation.ts';
import { keyPlace, openOnus, type Placed } from './open-onus.ts';
import { BadSettings, keyRegister } from './settings.ts';

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
    step: 'made' | 'announced' | 'recorded' | 'vouched' | 'stated' | 'finished',
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
 * Replaces the signing key of an installation. No other process may hold the data folder; where replicas share the event store, the others
 * may run. The new key is recorded in every ledger under a checkpoint that the old one signs, stated where replicas look before they give
 * a signature away, and takes the place of the old one when all of that is durable. Interrupted at any moment before it is stated, the
 * old key goes on signing; whenever it is interrupted, the same call goes on with the same new key.
 *
 * @throws BadSettings where it would see a share of the ledgers alone, StoreLocked, BadSigningKey, a Refusal, or the store's error. What is done by then stands.
 */
export async function rotateSigningKey({ onStep = () => {}, ...placed }: RotationOptions): Promise<Rotated> {
  const { folder, share } = placed;
  if (share !== undefined) {
    const mend = 'leave ONUS_SHARE out, and give it a folder of its own';
    throw new BadSettings(folder, 'the new key is recorded in every ledger, and not in those of a share alone', mend);
  }
  const onus = await openOnus({ ...placed, rotating: true });
  try {
    const register = keyRegister(folder);
    const rotation = beginRotation(keyPlace(placed), register);
    onStep('made', 0, 1);
    rotation.announce();
    onStep('announced', 0, 1);
    const { publicKey, previous } = rotation;
    const vouchers = join(folder, `key-rotation-${register.keys.length - 1}.ndjson`);
    const receipts = new Map<string, LedgerReceipt>();
    const vouch = async (): Promise<void> => {
      await recordInAll(onus, rotation, receipts, (of) => onStep('recorded', receipts.size, of));
      // Once the old key is gone nobody can vouch for the new one any more.
      writeDurably(vouchers, [...receipts.values()].map((receipt) => `${JSON.stringify(receipt)}\n`).join(''));
      onStep('vouched', receipts.size, receipts.size);
    };
    await vouch();
    if (onus.store.shared) {
      await state(onus, placed, rotation);
      onStep('stated', receipts.size, receipts.size);
      // Until then other replicas signed with the old key, also in ledgers that they opened meanwhile.
      await vouch();
    }
    rotation.finish();
    onStep('finished', receipts.size, receipts.size);
    return { publicKey, previous, vouchers, receipts: [...receipts.values()] };
  } finally {
    // The old key seals nothing any more: whoever signs with the new one does.
    await onus.close({ seal: false });
  }
}

/** Records the key in every ledger that there is now. `receipts` has those that are done, by their ids. */
async function recordInAll(
  onus: Onus,
  rotation: KeyRotation,
  receipts: Map<string, LedgerReceipt>,
  onRecorded: (of: number) => void,
): Promise<void> {
  const ledgers = await allLedgers(onus);
  for (const id of ledgers) {
    if (receipts.has(id)) continue;
    receipts.set(id, await record(onus, id, rotation));
    onRecorded(ledgers.length);
  }
}

/**
 * From here on no replica gives away what it signs with the old key, and none starts with it.
 *
 * @throws BadSigningKey where another rotation was stated first. The store's error.
 */
async function state({ store, origin }: Onus, placed: Placed, { publicKey, previous }: KeyRotation): Promise<void> {
  const known = (await readInstallation(store)) ?? { origin, signingKeys: [] };
  const stated = known.signingKeys.at(-1) === previous ? await stateKey(store, known, publicKey) : known;
  if (stated.signingKeys.at(-1) === publicKey) return;
  const { folder, signingKeyFile = folder } = placed;
  const mend = 'give this replica the key of that one; the key that was made here is of no use';
  throw new BadSigningKey(signingKeyFile, 'another rotation of this installation was finished first', mend);
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
