import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { until } from '#test/until';
import { SignatureThread } from './signature-thread.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const messages = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new TextEncoder().encode(`message ${i}`));

/** Signs all at once, and verifies what came back where it ought to hold and where it ought not. */
async function signedAndVerified(thread: SignatureThread, count: number): Promise<void> {
  const signatures = await Promise.all(messages(count).map((message) => thread.sign({ key: privateKey, message })));
  const verified = (key: KeyObject, shift: number): Promise<boolean[]> =>
    Promise.all(
      messages(count).map((message, i) => {
        const signature = signatures[(i + shift) % count]!;
        return thread.verify({ key, message, signature });
      }),
    );
  for (const [i, message] of messages(count).entries()) {
    expect(verify(null, message, publicKey, signatures[i]!)).toBe(true);
  }
  expect(await verified(publicKey, 0)).toEqual(Array<boolean>(count).fill(true));
  expect(await verified(other.publicKey, 0)).toEqual(Array<boolean>(count).fill(false));
  expect(await verified(publicKey, 1)).toEqual(Array<boolean>(count).fill(false));
}

/** The real thread, to be ended by the test. */
function openedBy(started: Worker[]): () => Worker {
  return () => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { name: 'signatures' });
    started.push(worker);
    return worker;
  };
}

/** Signs so many at once, and sees that each signature is the right one. */
async function signed(thread: SignatureThread, count: number): Promise<void> {
  const signatures = await Promise.all(messages(count).map((message) => thread.sign({ key: privateKey, message })));
  expect(messages(count).every((message, i) => verify(null, message, publicKey, signatures[i]!))).toBe(true);
}

/** Signs on the real thread, and tells how many jobs each lot had that was sent to it. */
function watched() {
  const started: Worker[] = [];
  const open = openedBy(started);
  const sent: number[] = [];
  const thread = new SignatureThread(() => {
    const worker = open();
    const send = worker.postMessage.bind(worker);
    worker.postMessage = (lot: readonly unknown[]) => {
      sent.push(lot.length);
      send(lot);
    };
    return worker;
  });
  return { thread, sent, end: () => Promise.all(started.map((worker) => worker.terminate())) };
}

describe('Signatures beside the main thread', () => {
  it('are made and verified without a thread of their own while there are few', async () => {
    const thread = new SignatureThread();
    await signedAndVerified(thread, 4);
    expect(thread.running).toBe(false);
  });

  it.each([9, 64, 300])('are the right ones, each with its caller, with %s at once', async (count) => {
    const started: Worker[] = [];
    const thread = new SignatureThread(openedBy(started));
    await signedAndVerified(thread, count);
    expect(thread.running).toBe(true);
    expect(started).toHaveLength(1);
    await started[0]!.terminate();
  });

  it('are begun while others are still being asked for: a lot goes when it is full, the rest when the turn is over', async () => {
    const { thread, sent, end } = watched();
    // The first eight are few enough for the runtime.
    const signing = signed(thread, 28);
    expect(sent).toEqual([8, 8]);
    await signing;
    expect(sent).toEqual([8, 8, 4]);
    await end();
  });

  it('are made by the runtime as well where the thread has enough to do', async () => {
    const { thread, sent, end } = watched();
    const signing = signed(thread, 300);
    expect(sent).toEqual(Array<number>(8).fill(8));
    await signing;
    expect(sent).toHaveLength(8);
    await signed(thread, 8);
    expect(sent).toHaveLength(9);
    await end();
  });

  it('keep no process alive that has nothing more to sign', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onus-signatures-'));
    const program = join(folder, 'signing.mjs');
    const text = `
      import { generateKeyPairSync } from 'node:crypto';
      import { SignatureThread } from ${JSON.stringify(new URL('./signature-thread.ts', import.meta.url).href)};
      const [thread, key] = [new SignatureThread(), generateKeyPairSync('ed25519').privateKey];
      await Promise.all(Array.from({ length: 40 }, () => thread.sign({ key, message: new Uint8Array(9) })));
      console.log(thread.running);`;
    writeFileSync(program, text);
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 60_000 });
    rmSync(folder, { recursive: true });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true\n', stderr: '' });
  });

  it('are made all the same when the thread dies with a lot, and the thread is not started again', async () => {
    const started: Worker[] = [];
    const thread = new SignatureThread(openedBy(started));
    await signedAndVerified(thread, 20);
    const waiting = signedAndVerified(thread, 100);
    await Promise.all([started[0]!.terminate(), waiting]);
    expect(thread.running).toBe(false);
    await signedAndVerified(thread, 100);
    expect(started).toHaveLength(1);
  });

  it('are made all the same when the thread cannot start', async () => {
    const thread = new SignatureThread(() => new Worker('throw new Error("no thread")', { eval: true }));
    await signedAndVerified(thread, 100);
    // That it failed is heard a moment later.
    await until(() => !thread.running);
    await signedAndVerified(thread, 100);
    expect(thread.running).toBe(false);
  });

  it.each([1, 30])('fail with what the runtime says of the key, %s at once', async (count) => {
    const started: Worker[] = [];
    const thread = new SignatureThread(openedBy(started));
    const tried = await Promise.allSettled(messages(count).map((message) => thread.sign({ key: publicKey, message })));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    const signature = new Uint8Array(64);
    const verified = messages(count).map((message) => thread.verify({ key: publicKey, message, signature }));
    expect(await Promise.all(verified)).toEqual(Array<boolean>(count).fill(false));
    for (const worker of started) await worker.terminate();
  });
});
