import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatAddCheckpoint } from '#witness/add-checkpoint';
import { RunningWitness, type Reply } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';

const ORIGIN = 'onus.example/engagements/contoso';
const size = (stored: number): Reply => ({ status: 409, type: 'text/x.tlog.size', text: `${stored}\n` });

describe('A conversation with a witness', () => {
  let log: SampleLog;
  let witness: RunningWitness;

  beforeEach(async () => {
    log = new SampleLog(ORIGIN).growTo(10);
    witness = await RunningWitness.start([`log ${log.vkey}`]);
  });
  afterEach(() => witness.stop());

  const submit = (old: number, to = log.size): Promise<Reply> => witness.post(log.request(old, to));
  /** Asks, and expects to be cosigned. Gives the time. */
  const expectCosigned = async (body: Uint8Array, checkpoint: Uint8Array): Promise<number> => {
    const { status, text } = await witness.post(body);
    expect({ status, text }).toEqual({
      status: 200,
      text: expect.stringMatching(/^\u2014 witness\.client\.example \S+\n$/),
    });
    return witness.timeOf(checkpoint, text);
  };

  it('goes as the specification says, from the first checkpoint on', async () => {
    expect(await expectCosigned(log.request(0, 3), log.checkpoint(3))).toBe(witness.now / 1000);
    expect(await submit(0, 7)).toEqual(size(3));
    await expectCosigned(log.request(3, 7), log.checkpoint(7));
    expect(await submit(3, 10)).toEqual(size(7));
    expect(await submit(8, 7)).toMatchObject({ status: 400 });
    await expectCosigned(log.request(7, 10), log.checkpoint(10));
    expect(witness.told).toEqual([]);
  });

  it('answers 404 about a log that it does not follow, whatever else is wrong', async () => {
    const other = new SampleLog('other.example/log', 2).growTo(3);
    expect(await witness.post(other.request(0))).toMatchObject({ status: 404 });
    expect(await witness.post(other.request(9, 3))).toMatchObject({ status: 404 });
    expect(await witness.latest('other.example/log')).toMatchObject({ status: 404 });
    // Origins are names, and not addresses: none of these is the log.
    for (const origin of [`${ORIGIN}/`, ORIGIN.toUpperCase(), `https://${ORIGIN}`]) {
      expect(await witness.post(new SampleLog(origin).growTo(3).request(0))).toMatchObject({ status: 404 });
    }
  });

  it('answers 403 where no trusted key signed, or a signature of one does not hold', async () => {
    const stranger = new SampleLog(ORIGIN, 9).growTo(3);
    expect(await witness.post(stranger.request(0))).toMatchObject({ status: 403 });
    const forged = Buffer.from(log.request(0, 3)).toString().replace('\n3\n', '\n4\n');
    expect(await witness.post(forged)).toMatchObject({ status: 403 });
    // Before anything is said about sizes.
    expect(await witness.post(stranger.request(9, 3))).toMatchObject({ status: 403 });
    expect(await witness.latest(ORIGIN)).toMatchObject({ status: 404 });
  });

  it('takes what others signed beside the log, and does not pass it on', async () => {
    const signed = Buffer.from(log.checkpoint(3)).toString();
    const [, line] = Buffer.from(new SampleLog('stranger.example', 5).growTo(1).checkpoint()).toString().split('\n\n');
    const note = Buffer.from(`${signed}${line}`);
    await expectCosigned(formatAddCheckpoint({ oldSize: 0, proof: [], note }), log.checkpoint(3));
    expect((await witness.latest(ORIGIN)).text).not.toContain('stranger');
  });

  it('trusts both keys of a log that changes them', async () => {
    const next = new SampleLog(ORIGIN, 2).growTo(10);
    witness.follow([`log ${log.vkey}`, `log ${next.vkey}`]);
    await witness.restart();
    await expectCosigned(log.request(0, 3), log.checkpoint(3));
    await expectCosigned(next.request(3, 10), next.checkpoint(10));
  });

  it('answers 422 to a proof from nothing, a proof that fails, and a tree of nothing with a root', async () => {
    const note = log.checkpoint(7);
    const proof = log.proof(3, 7);
    expect(await witness.post(formatAddCheckpoint({ oldSize: 0, proof, note }))).toMatchObject({ status: 422 });
    await expectCosigned(log.request(0, 3), log.checkpoint(3));
    for (const wrong of [[], proof.slice(1), [...proof, proof[0]!], proof.toReversed(), log.proof(2, 7)]) {
      expect(await witness.post(formatAddCheckpoint({ oldSize: 3, proof: wrong, note }))).toMatchObject({
        status: 422,
      });
    }
    expect(await witness.post(formatAddCheckpoint({ oldSize: 3, proof, note: log.checkpoint(3) }))).toMatchObject({
      status: 422,
    });
    // Whoever sends a request can make up a proof: none of this is held against the log.
    expect(witness.told).toEqual([]);
    expect(await witness.get('/readyz')).toMatchObject({ status: 200 });
  });

  it('cosigns the tree without entries, and goes on from there', async () => {
    const empty = log.checkpoint(0);
    await expectCosigned(log.request(0, 0), empty);
    await expectCosigned(log.request(0, 0), empty);
    await expectCosigned(log.request(0, 4), log.checkpoint(4));
    expect(await submit(0, 0)).toEqual(size(4));
  });

  it('cosigns the same checkpoint again with the time of now, and never with an earlier one', async () => {
    const first = await expectCosigned(log.request(0), log.checkpoint());
    witness.now += 90_500;
    expect(await expectCosigned(log.request(10), log.checkpoint())).toBe(first + 90);
    witness.now = 0;
    expect(await expectCosigned(log.request(10), log.checkpoint())).toBe(first + 90);
    await witness.restart();
    log.growTo(11);
    expect(await expectCosigned(log.request(10), log.checkpoint())).toBe(first + 90);
  });

  it('never says that it cosigned at time 0', async () => {
    witness.now = 0;
    expect(await expectCosigned(log.request(0), log.checkpoint())).toBe(1);
  });

  it('shows the latest checkpoint with the signature of the log and its own', async () => {
    witness.now += 5_000;
    await expectCosigned(log.request(0, 7), log.checkpoint(7));
    const { status, text, type } = await witness.latest(ORIGIN);
    expect({ status, type }).toEqual({ status: 200, type: 'text/plain; charset=utf-8' });
    expect(text.startsWith(Buffer.from(log.checkpoint(7)).toString())).toBe(true);
    expect(witness.timeOf(Buffer.from(text))).toBe(witness.now / 1000);
    await witness.restart();
    expect((await witness.latest(ORIGIN)).text).toBe(text);
  });

  it('has another prefix where it is told so', async () => {
    const below = await RunningWitness.start([`log ${log.vkey}`], { PREFIX: '/witness/w1' });
    expect(below.url).toMatch(/\/witness\/w1$/);
    expect(await below.post(log.request(0))).toMatchObject({ status: 200 });
    expect(await below.latest(ORIGIN)).toMatchObject({ status: 200 });
    expect(await below.get('/livez')).toMatchObject({ status: 200 });
    expect(await below.get('/add-checkpoint')).toMatchObject({ status: 404 });
    await below.stop();
  });
});
