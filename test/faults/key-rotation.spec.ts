import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { streamOf, type Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { rotateSigningKey } from '#apps/ledger/src/runtime/rotate-signing-key';
import { signingKeys } from '#apps/ledger/src/runtime/signing-keys';
import { folderSettings } from '#apps/ledger/src/runtime/settings';
import { decodeEntry } from '#ledger-store/entry-codec';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { nextPublicKey } from '#sealing/key/signing-key';
import { parseVerifierKey } from '#transparency/note/key';
import { verifyReceipt, type LedgerReceipt } from '#transparency/receipt';
import { ChildProgram, programOf } from './child-program.ts';
import { openEngagement } from './service/writing/acts.ts';

const LEDGERS = 3;
/** A key is made, announced, recorded in each ledger, vouched for, and takes its place. */
const STEPS = 2 + LEDGERS + 2;

let folder: string;
let engagements: readonly string[];
/** What was told when the folder was opened last. */
let troubles: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onus-rotation-'));
  engagements = await opened(async (onus) => {
    const ids: string[] = [];
    for (let i = 1; i <= LEDGERS; i++) ids.push(await openEngagement(onus, `engagement-${i}`));
    return ids;
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function opened<T>(work: (onus: Onus) => Promise<T>): Promise<T> {
  troubles = [];
  const onus = await openOnus({ folder, onTrouble: (what) => troubles.push(what) });
  try {
    return await work(onus);
  } finally {
    await onus.close();
  }
}

const keys = (): readonly string[] => folderSettings(folder).signingKeys;

/** Which of the folder's keys a receipt verifies with, each alone: by its place in the order of their use. */
function signersOf(receipt: LedgerReceipt): readonly number[] {
  return signingKeys({ folder }, receipt.ledger).flatMap(({ vkey }, i) => {
    const logs = [{ key: parseVerifierKey(nodeSha256, vkey), url: undefined }];
    return verifyReceipt(nodeCrypto, { logs, witnesses: [], quorum: { kind: 'none' } }, receipt).ok ? [i] : [];
  });
}

const rotationsIn = async ({ store }: Onus, engagement: string): Promise<readonly unknown[]> =>
  (await store.readStream(streamOf(engagement), 0, 10_000))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ type }) => type === 'SigningKeyRotated')
    .map(({ data, actor }) => ({ data, kind: actor.kind }));

const newestReceipts = (): Promise<readonly LedgerReceipt[]> =>
  opened(async (onus) => {
    const receipts = await Promise.all(engagements.map((id) => onus.receiptOf(id)));
    return receipts.map((receipt) => receipt!);
  });

describe('A rotation of the signing key', () => {
  it('is recorded in every ledger under a checkpoint of the old key, and then the new one signs', async () => {
    const before = await newestReceipts();
    const { publicKey, previous, receipts, vouchers } = await rotateSigningKey({ folder });
    expect(keys()).toEqual([previous, publicKey]);
    expect(before.map(signersOf)).toEqual(before.map(() => [0]));
    expect(receipts.map(signersOf)).toEqual(engagements.map(() => [0]));
    const lines = readFileSync(vouchers, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(receipts);
    expect((await newestReceipts()).map(signersOf)).toEqual(engagements.map(() => [1]));
    await opened(async (onus) => {
      for (const id of engagements) {
        expect(await rotationsIn(onus, id)).toEqual([{ data: { publicKey, previous }, kind: 'system' }]);
      }
    });
  });

  it('goes on where it was killed, at every step, with the same key; nothing is recorded twice, and none is lost', async () => {
    for (let steps = 1; steps <= STEPS; steps++) {
      const before = keys();
      const program = programOf('service/programs/rotating.ts');
      const child = new ChildProgram(process.execPath, [...program, '--folder', folder, '--steps', `${steps}`]);
      const { signal, errors } = await child.ended;
      expect({ signal, errors, steps: child.lines.length }).toEqual({ signal: 'SIGKILL', errors: '', steps });

      const finished = steps === STEPS;
      const planned = nextPublicKey(folder);
      expect(planned === undefined).toBe(finished);
      // Until it is finished the old key signs.
      const signing = finished ? before.length : before.length - 1;
      expect((await newestReceipts()).map(signersOf)).toEqual(engagements.map(() => [signing]));
      expect(troubles).toEqual(finished ? [] : [expect.stringContaining('was begun and not finished')]);

      if (!finished) expect((await rotateSigningKey({ folder })).publicKey).toBe(planned);
      expect(keys()).toHaveLength(before.length + 1);
      expect((await newestReceipts()).map(signersOf)).toEqual(engagements.map(() => [before.length]));
    }
    const all = keys();
    const expected = all.slice(1).map((publicKey, i) => ({ data: { publicKey, previous: all[i]! }, kind: 'system' }));
    await opened(async (onus) => {
      for (const id of engagements) expect(await rotationsIn(onus, id)).toEqual(expected);
    });
  });
});
