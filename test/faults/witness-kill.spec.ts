import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SampleLog } from '#test/conformance/witness/sample-log';
import { ServedLog } from '#test/conformance/witness/served-log';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { concatBytes } from '#transparency/bytes';
import { openCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosignatureVerifier } from '#transparency/checkpoint/cosignature';
import { parseVerifierKey } from '#transparency/note/key';
import { until } from '#test/until';
import type { ChildProgram, Ended } from './child-program.ts';
import { Random, runSeed } from './random.ts';
import { BuiltProduct } from './service/programs/built-product.ts';

const ROUNDS = 8;
const COPYING_ROUNDS = 4;
const NAME = 'witness.client.example';

describe('A witness that is killed', () => {
  let folder: string;
  let data: string;
  let product: BuiltProduct;
  let log: SampleLog;
  let child: ChildProgram;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-witness-kill-'));
    product = await BuiltProduct.build(join(folder, 'built'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    data = mkdtempSync(join(folder, 'data-'));
    log = new SampleLog('onus.example/a').growTo(2_000);
    writeFileSync(join(data, 'logs.txt'), `log ${log.vkey}\n`);
  });
  afterEach(async () => {
    await child.kill();
  });

  const start = (program: string, ...args: string[]): void => {
    const settings = { ONUS_WITNESS_DATA: data, ONUS_WITNESS_NAME: NAME, ONUS_WITNESS_PORT: '0' };
    child = product.start(program, args, settings);
  };
  /** Waits for a line of the program, and gives the part of it that is asked for. */
  const said = async (pattern: RegExp): Promise<string> => {
    for (let lines = 1; await child.until(lines); lines++) {
      const found = pattern.exec(child.lines[lines - 1]!)?.[1];
      if (found !== undefined) return found;
    }
    throw new Error((await child.ended).errors);
  };
  const address = (): Promise<string> => said(/(http:\S+?)\/?$/);

  const post = async (url: string, body: Uint8Array): Promise<{ status: number; text: string }> => {
    const reply = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: Buffer.from(body) });
    return { status: reply.status, text: await reply.text() };
  };

  it.each([
    ['after it has stored a checkpoint and before it answers', 'before-answered', 20],
    ['before it has stored what it was about to cosign', 'before-stored', 10],
  ])('%s is repaired by asking again', async (_when, moment, storedAfter) => {
    start('test/faults/service/programs/dying-witness.ts', moment, '2');
    const dying = await address();
    expect(await post(dying, log.request(0, 10))).toMatchObject({ status: 200 });
    await expect(post(dying, log.request(10, 20))).rejects.toThrow('fetch failed');
    expect(await child.ended).toMatchObject({ signal: 'SIGKILL', errors: '' });

    start('apps/witness/src/main.ts');
    const vkey = await said(/^ {2}Key {7}(\S+)$/);
    const again = await address();
    const retry = await post(again, log.request(10, 20));
    if (storedAfter === 20) {
      // It was stored: the client learns the size, asks from there, and gets what it missed.
      expect(retry).toEqual({ status: 409, text: '20\n' });
      expect(await post(again, log.request(20, 20))).toMatchObject({ status: 200 });
    } else expect(retry).toMatchObject({ status: 200 });
    const { text } = await post(again, log.request(20, 20));
    const verifier = cosignatureVerifier(parseVerifierKey(nodeSha256, vkey), verifyEd25519);
    expect(openCheckpoint(concatBytes(log.checkpoint(20), Buffer.from(text)), [verifier])).toMatchObject({ ok: true });
    expect(await post(again, log.request(20, 30))).toMatchObject({ status: 200 });
  });

  it(`at any moment, ${ROUNDS} times, knows whatever it cosigned`, async () => {
    const random = new Random(runSeed());
    let acknowledged = 0;
    for (let round = 0; round < ROUNDS; round++) {
      start('apps/witness/src/main.ts');
      const url = await address();
      const first = await post(url, log.request(0, 1));
      const stored = first.status === 200 ? 1 : Number(first.text);
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      expect(stored).toBeLessThanOrEqual(acknowledged + 1);
      acknowledged = stored;
      const enough = acknowledged + random.between(1, 60);
      let dead: Promise<Ended> | undefined;
      while (acknowledged < log.size) {
        if (acknowledged >= enough) dead ??= pause(random.between(0, 8)).then(() => child.kill());
        const reply = await post(url, log.request(acknowledged, acknowledged + 1)).catch(() => undefined);
        if (reply === undefined) break;
        expect(reply.status).toBe(200);
        acknowledged++;
      }
      expect(await dead).toMatchObject({ signal: 'SIGKILL', errors: '' });
    }
    expect(acknowledged).toBeGreaterThan(ROUNDS);
  });

  it('while it copies a log, goes on from there, and has every entry in the end', async () => {
    const random = new Random(runSeed() + 1);
    const large = new SampleLog('onus.example/large').growTo(30_000);
    const served = await ServedLog.start(large);
    writeFileSync(join(data, 'logs.txt'), `log ${large.vkey} ${served.url}\n`);
    for (let round = 0; round < COPYING_ROUNDS; round++) {
      start('apps/witness/src/main.ts');
      await address();
      await pause(random.between(1, 150));
      expect(await child.kill()).toMatchObject({ signal: 'SIGKILL', errors: '' });
    }
    start('apps/witness/src/main.ts');
    await address();
    const last = 'tile/entries/117.p/48';
    await until(() => served.asked.includes(last));
    process.kill(child.pid, 'SIGTERM');
    expect(await child.ended).toMatchObject({ code: 0, errors: '' });
    // The last bundle may have been on its way.
    start('apps/witness/src/main.ts');
    await address();
    const looks = (): number => served.asked.filter((path) => path === 'checkpoint').length;
    const before = looks();
    await until(() => looks() > before);
    process.kill(child.pid, 'SIGTERM');
    await child.ended;
    // Each bundle was got once, but for those that were on their way when it was killed.
    expect(served.asked.filter((path) => path.startsWith('tile/')).length).toBeLessThanOrEqual(
      118 + COPYING_ROUNDS + 2,
    );
    start('apps/witness/src/main.ts', 'check');
    const root = Buffer.from(large.root()).toString('hex');
    expect(await said(/^(onus\.example\/large: .*)$/)).toBe(
      `onus.example/large: 30000 entries with the root ${root}, as signed`,
    );
    await served.stop();
  });

  it('or asked to end, in that case finishes what it accepted, and exits without a fault', async () => {
    start('apps/witness/src/main.ts');
    const url = await address();
    const asked = Array.from({ length: 20 }, () => post(url, log.request(0, 5)));
    await Promise.any(asked);
    process.kill(child.pid, 'SIGTERM');
    expect(await child.ended).toMatchObject({ code: 0, errors: '' });
    const answered = (await Promise.allSettled(asked)).flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    // One was the first; the others were told so, or that it is closing.
    expect(answered.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answered.filter(({ status }) => ![200, 409, 503].includes(status))).toEqual([]);
  });
});
