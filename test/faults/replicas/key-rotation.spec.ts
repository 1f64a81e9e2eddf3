import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CurrentKey, KeyRetired } from '#apps/ledger/src/runtime/current-key';
import { readInstallation, stateKey } from '#apps/ledger/src/runtime/installation';
import { streamOf, type Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { rotateSigningKey, type Rotated } from '#apps/ledger/src/runtime/rotate-signing-key';
import { decodeEntry } from '#ledger-store/entry-codec';
import { OutcomeUnknown } from '#ledger-store/event-store';
import { generateEd25519, nodeCrypto } from '#ledger-store/node-crypto';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { makeKeyFile } from '#sealing/key/key-file';
import { nextPublicKey } from '#sealing/key/signing-key';
import { fromBase64, toBase64 } from '#transparency/bytes';
import { verifyReceipt, type LedgerReceipt } from '#transparency/receipt';
import { RunningService } from '#test/journeys/running-service';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { until } from '#test/until';
import { ChildProgram, programOf } from '../child-program.ts';
import { actorFor, commandOf, openEngagement } from '../service/writing/acts.ts';

const LEDGERS = 3;
/** Made, announced, recorded in each ledger, vouched for, stated where all replicas look, vouched for again, and in its place. */
const STEPS = 2 + LEDGERS + 1 + 1 + 1 + 1;
const STATED = 2 + LEDGERS + 2;
/** In the midst of recording, and then at each of the last steps. */
const KILLED = [4, STATED - 1, STATED, STATED + 1, STEPS];

let folder: string;
let server: KurrentTestServer;
let engagements: readonly string[];
let opened: Onus[];

const place = (name: string): string => join(folder, name);

/** A replica with a copy of its own of the key, as whoever runs it hands it out. */
async function open(name: string, key = 'given.pem'): Promise<Onus> {
  const signingKeyFile = place(`${name}.pem`);
  copyFileSync(place(key), signingKeyFile);
  const onus = await openOnus({ folder: place(name), shared: server.url, signingKeyFile, origin: 'onus.example' });
  opened.push(onus);
  return onus;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onus-shared-rotation-'));
  server = await KurrentTestServer.start();
  opened = [];
  makeKeyFile(place('given.pem'));
  const onus = await open('first');
  const ids: string[] = [];
  for (let i = 1; i <= LEDGERS; i++) ids.push(await openEngagement(onus, `engagement-${i}`));
  engagements = ids;
});
afterEach(async () => {
  for (const onus of opened) await onus.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** As an operator who has a folder for it, and a copy of the key. */
function rotate(onStep?: Parameters<typeof rotateSigningKey>[0]['onStep']): Promise<Rotated> {
  const signingKeyFile = place('rotating.pem');
  copyFileSync(place('given.pem'), signingKeyFile);
  const placed = { folder: place('rotating'), shared: server.url, signingKeyFile };
  return rotateSigningKey({ ...placed, ...(onStep && { onStep }) });
}

const write = (onus: Onus, engagement: string, name: string) =>
  onus.submit(engagement, commandOf({ kind: 'members', names: [name] }), {
    commandId: randomUUID(),
    actor: actorFor('nora'),
    receipt: true,
  });

/** Comes when a replica has read what was recorded before it was opened. */
async function readiness(service: RunningService): Promise<void> {
  await until(async () => (await service.get('/readyz')).status === 200);
}

/** Whether a receipt is signed with a key, which is given in base64. */
function isSignedBy(publicKey: string, receipt: LedgerReceipt): boolean {
  const logs = [{ key: ledgerKey(receipt.ledger, fromBase64(publicKey)), url: undefined }];
  return verifyReceipt(nodeCrypto, { logs, witnesses: [], quorum: { kind: 'none' } }, receipt).ok;
}

const rotationsIn = async ({ store }: Onus, engagement: string): Promise<readonly unknown[]> =>
  (await store.readStream(streamOf(engagement), 0, 10_000))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ type }) => type === 'SigningKeyRotated')
    .map(({ data }) => data);

describe('A rotation of the key with which several replicas sign', () => {
  it('stops them all until they are given the new key; they say so, and go on answering questions', async () => {
    const signingKeyFile = place('given.pem');
    copyFileSync(signingKeyFile, place('second.pem'));
    const service = await RunningService.start(undefined, { shared: server.url, signingKeyFile: place('second.pem') });
    const [one, two] = [opened[0]!, service.onus];
    const key = await service.ownerKey();
    await readiness(service);
    const { publicKey, previous } = await rotate();

    // What it finds out when it has signed is recorded, and comes with a receipt where the new key is.
    await expect(write(one, engagements[0]!, 'Who comes first')).rejects.toThrow(OutcomeUnknown);
    await expect(write(one, engagements[0]!, 'Who comes second')).rejects.toThrow(KeyRetired);
    await expect(one.receiptOf(engagements[1]!)).rejects.toThrow(KeyRetired);
    const ready = await service.get('/readyz');
    expect([ready.status, ready.body.code]).toEqual([503, 'http/unavailable']);
    expect(ready.body.detail).toContain('signs with another key');
    const refused = await service.post('/v1/engagements/engagement-1/parties', key, { side: 'third', name: 'Late' });
    expect([refused.status, refused.body.code]).toEqual([503, 'http/unavailable']);
    expect((await service.get('/v1/engagements', key)).status).toBe(200);
    for (const replica of [one, two]) {
      await expect(replica.sealing.sealer.seal(engagements[0]!)).rejects.toThrow(KeyRetired);
      expect(await replica.sealing.seals.newest(engagements[0]!)).toBeUndefined();
    }

    await service.close();
    await expect(service.open()).rejects.toThrow('a key that was replaced by another one since');
    copyFileSync(place('rotating.pem'), place('second.pem'));
    await service.open();
    await readiness(service);
    const { receipt } = await write(service.onus, engagements[0]!, 'Who comes third');
    expect([previous, publicKey].map((each) => isSignedBy(each, receipt!))).toEqual([false, true]);
    await service.stop();
  });

  it('is gone through while replicas record, open ledgers, and give receipts: none under the old key once it is stated', async () => {
    const replicas = [opened[0]!, await open('second')];
    let stated = false;
    const early = new Set<string>();
    const late: LedgerReceipt[] = [];
    const writer = async (onus: Onus, nth: number): Promise<void> => {
      for (let i = 0; ; i++) {
        const after = stated;
        try {
          const engagement = i % 3 === 0 ? await openEngagement(onus, `more-${nth}-${i}`) : engagements[i % LEDGERS]!;
          const { receipt } = await write(onus, engagement, `Somebody ${nth} ${i}`);
          if (after) late.push(receipt!);
          else if (!stated) early.add(engagement);
        } catch (error) {
          if (error instanceof KeyRetired) return;
          expect(error).toBeInstanceOf(OutcomeUnknown);
        }
      }
    };
    const writing = replicas.map(writer);
    await until(() => early.size >= LEDGERS + 2);
    const { publicKey, previous, receipts } = await rotate((step) => {
      stated ||= step === 'stated';
    });
    // Whoever wrote finds out alone.
    await Promise.all(writing);
    expect(late).toEqual([]);
    expect(early.size).toBeGreaterThan(LEDGERS);
    const vouched = new Set(receipts.map(({ ledger }) => ledger.split('/').at(-1)!));
    for (const engagement of early) {
      expect(vouched).toContain(engagement);
      expect(await rotationsIn(replicas[0]!, engagement)).toEqual([{ publicKey, previous }]);
    }
    expect(receipts.every((receipt) => isSignedBy(previous, receipt))).toBe(true);
  });

  it('goes on where it was killed; from when it is stated the old key signs nowhere, whatever lies beside it', async () => {
    let old = 'given.pem';
    for (const [nth, steps] of KILLED.entries()) {
      const running = await open(`running-${steps}`, old);
      const signingKeyFile = place(`rotating-${steps}.pem`);
      copyFileSync(place(old), signingKeyFile);
      const placed = { folder: place(`rotating-${steps}`), shared: server.url, signingKeyFile };
      const args = ['--folder', placed.folder, '--shared', server.url, '--key', signingKeyFile, '--steps', `${steps}`];
      const child = new ChildProgram(process.execPath, [...programOf('service/programs/rotating.ts'), ...args]);
      const { signal, errors } = await child.ended;
      expect({ signal, errors, steps: child.lines.length }).toEqual({ signal: 'SIGKILL', errors: '', steps });

      const isStated = steps >= STATED;
      const known = await readInstallation(running.store);
      const planned = steps === STEPS ? known!.signingKeys.at(-1)! : nextPublicKey({ file: signingKeyFile })!;
      expect(known!.signingKeys.at(-1) === planned).toBe(isStated);
      const receipt = running.receiptOf(engagements[0]!);
      if (isStated) await expect(receipt).rejects.toThrow(OutcomeUnknown);
      else expect(isSignedBy(known!.signingKeys.at(-1)!, (await receipt)!)).toBe(true);
      // The new key lies beside the old one, where the rotation was not finished: that is no reason to sign with the old one.
      if (isStated && steps < STEPS) await expect(openOnus(placed)).rejects.toThrow('run "onus key rotate" again');

      if (steps < STEPS) expect((await rotateSigningKey(placed)).publicKey).toBe(planned);
      old = `rotating-${steps}.pem`;
      const after = await open(`after-${steps}`, old);
      expect(isSignedBy(planned, (await after.receiptOf(engagements[0]!))!)).toBe(true);
      expect(await rotationsIn(after, engagements[0]!)).toHaveLength(nth + 1);
      for (const onus of opened.splice(0)) await onus.close();
    }
  }, 240_000);

  it('is finished by one of two that are begun at once; the other one says which key counts', async () => {
    const { store } = opened[0]!;
    const known = (await readInstallation(store))!;
    const other = toBase64(generateEd25519().publicKey);
    let overtaking: ReturnType<typeof stateKey> | undefined;
    const late = rotate((step) => {
      if (step === 'announced') overtaking = stateKey(store, known, other);
    });
    await expect(late).rejects.toThrow('another rotation of this installation was finished first');
    expect((await overtaking)?.signingKeys.at(-1)).toBe(other);
    expect((await readInstallation(store))!.signingKeys).toEqual([...known.signingKeys, other]);
  });

  it('is noticed between a signature and its leaving', async () => {
    const { store } = opened[0]!;
    const known = (await readInstallation(store))!;
    const told: string[] = [];
    const key = new CurrentKey(store, known, ({ name }) => void told.push(name));
    const pair = generateEd25519();
    const signer = key.guard({
      publicKey: pair.publicKey,
      sign: async (message) => {
        const signature = await pair.signOnThread(message);
        await stateKey(store, known, toBase64(pair.publicKey));
        return signature;
      },
    });
    await key.check();
    expect(key.retired).toBeUndefined();
    await expect(Promise.all([signer.sign(Buffer.from('one')), signer.sign(Buffer.from('two'))])).rejects.toThrow(
      KeyRetired,
    );
    await expect(key.check()).rejects.toThrow(KeyRetired);
    expect(told).toEqual(['KeyRetired']);
  });
});
