import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '#apps/witness/src/storage/database';
import { AlarmStore } from '#apps/witness/src/storage/alarm-store';
import { WITNESS_FILE } from '#apps/witness/src/storage/witness-file';
import { formatAddCheckpoint } from '#witness/add-checkpoint';
import { until } from '#test/until';
import { join } from 'node:path';
import { RunningWitness } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';

const text = (note: Uint8Array): string => Buffer.from(note).toString();

describe('A log that contradicts itself', () => {
  let log: SampleLog;
  let fork: SampleLog;
  let witness: RunningWitness;

  beforeEach(async () => {
    log = new SampleLog('onus.example/a').growTo(10);
    fork = log.forkAt(4).growTo(10, 'other');
    witness = await RunningWitness.start([`log ${log.vkey}`]);
    await witness.post(log.request(0, 6));
    await witness.post(log.request(6, 8));
  });
  afterEach(() => witness.stop());

  const stored = (): string => text(witness.open.alarms.all()[0]!.shown);

  it('is refused, and both of its checkpoints are kept and told', async () => {
    const body = formatAddCheckpoint({ oldSize: 8, proof: [], note: fork.checkpoint(8) });
    expect(await witness.post(body)).toMatchObject({ status: 422 });
    expect(witness.open.alarms.all()).toMatchObject([{ id: 1, kind: 'two-trees', origin: log.origin, size: 8 }]);
    const { held, shown } = witness.open.alarms.all()[0]!;
    expect([text(held!), text(shown)]).toEqual([text(log.checkpoint(8)), text(fork.checkpoint(8))]);
    expect(witness.told).toHaveLength(1);
    expect(witness.told[0]).toContain(text(log.checkpoint(8)));
    expect(witness.told[0]).toContain(text(fork.checkpoint(8)));
    // What it vouches for is as before, and grows on.
    expect(await witness.post(log.request(8, 10))).toMatchObject({ status: 200 });
  });

  it('is found out by any size that was ever cosigned, whatever was asked', async () => {
    expect(await witness.post(fork.request(0, 6))).toMatchObject({ status: 409, text: '8\n' });
    expect(stored()).toBe(text(fork.checkpoint(6)));
    expect(await witness.post(formatAddCheckpoint({ oldSize: 9, proof: [], note: fork.checkpoint(8) }))).toMatchObject({
      status: 400,
    });
    expect(witness.open.alarms.all()).toMatchObject([
      { kind: 'two-trees', size: 6 },
      { kind: 'two-trees', size: 8 },
    ]);
  });

  it('is found out later, when the size of what it once signed is cosigned', async () => {
    expect(await witness.post(fork.request(8, 9))).toMatchObject({ status: 422 });
    expect(await witness.post(fork.request(0, 10))).toMatchObject({ status: 409 });
    // A proof that fails convicts nobody.
    expect(witness.open.alarms.all()).toEqual([]);
    await witness.restart();
    expect(await witness.post(log.request(8, 9))).toMatchObject({ status: 200 });
    expect(await witness.post(log.request(9, 10))).toMatchObject({ status: 200 });
    expect(witness.open.alarms.all().map(({ shown }) => text(shown))).toEqual(
      [9, 10].map((size) => text(fork.checkpoint(size))),
    );
    expect(witness.told).toHaveLength(2);
  });

  it('is convicted by one note where it signs a root for no entries', async () => {
    const note = log.checkpoint(0, log.root(3));
    expect(await witness.post(formatAddCheckpoint({ oldSize: 0, proof: [], note }))).toMatchObject({ status: 409 });
    expect(witness.open.alarms.all()).toMatchObject([{ kind: 'impossible', held: null }]);
  });

  it('is told once for each thing that it did', async () => {
    for (let i = 0; i < 5; i++) await witness.post(fork.request(8, 8));
    await witness.post(fork.request(0, 6));
    expect(witness.told).toHaveLength(2);
  });

  it('makes the witness unready until a person has acknowledged each alarm, in whatever process', async () => {
    expect(await witness.get('/readyz')).toMatchObject({ status: 200 });
    await witness.post(fork.request(8, 8));
    await witness.post(fork.request(0, 6));
    await witness.restart();
    expect(await witness.get('/readyz')).toMatchObject({ status: 503, text: '{"status":"alarm","openAlarms":2}' });
    expect(await witness.get('/livez')).toMatchObject({ status: 200 });
    const elsewhere = openDatabase(join(witness.folder, 'witness.sqlite'), WITNESS_FILE);
    const alarms = new AlarmStore(elsewhere);
    expect(alarms.acknowledge(1, '2026-03-02T00:00:00.000Z', 'Ada', 'asked the operator')).toBe(true);
    expect(await witness.get('/readyz')).toMatchObject({ status: 503 });
    expect(alarms.acknowledge(1, '2026-03-02T00:00:00.000Z', 'Ben', 'me too')).toBe(false);
    expect(alarms.acknowledge(2, '2026-03-02T00:00:00.000Z', 'Ada', '')).toBe(true);
    expect(await witness.get('/readyz')).toMatchObject({ status: 200 });
    // The same again is no news; another thing is.
    await witness.post(fork.request(8, 8));
    expect(await witness.get('/readyz')).toMatchObject({ status: 200 });
    for (const sql of [
      'DELETE FROM alarms',
      "UPDATE alarms SET shown = x'00'",
      "UPDATE alarms SET acknowledged_by = 'Eve'",
    ]) {
      expect(() => elsewhere.exec(sql)).toThrow(/never/);
    }
    elsewhere.close();
  });
});

describe('The webhook for alarms', () => {
  let server: Server;
  let witness: RunningWitness;
  const got: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  let answers: number[];
  const key = Buffer.alloc(32, 3);
  const log = new SampleLog('onus.example/a').growTo(5);
  const fork = log.forkAt(2).growTo(5, 'other');

  beforeEach(async () => {
    got.length = 0;
    answers = [];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        got.push({ path: request.url, headers: request.headers, body });
        response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    witness = await RunningWitness.start([`log ${log.vkey}`], {
      WEBHOOK: `http://127.0.0.1:${port}/hook`,
      WEBHOOK_SECRET: `whsec_${key.toString('base64')}`,
    });
    await witness.post(log.request(0, 5));
  });
  afterEach(async () => {
    await witness.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gets the alarm with its evidence, signed as Standard Webhooks are', async () => {
    await witness.post(fork.request(5, 5));
    await until(() => witness.open.alarms.all()[0]?.toldAt !== undefined);
    const [{ headers, body }] = got as [(typeof got)[0]];
    expect(JSON.parse(body)).toEqual({
      type: 'witness.alarm',
      timestamp: '2026-03-02T00:00:00.000Z',
      data: {
        id: 1,
        kind: 'two-trees',
        origin: log.origin,
        size: 5,
        detail: 'two trees of 5 entries were signed',
        held: text(log.checkpoint()),
        shown: text(fork.checkpoint()),
      },
    });
    const signed = `alarm_1.${witness.now / 1000}.${body}`;
    expect(headers).toMatchObject({
      'webhook-id': 'alarm_1',
      'webhook-timestamp': String(witness.now / 1000),
      'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    });
  });

  it('gets it again until it takes it, over restarts', async () => {
    answers = [500, 302, 204];
    await witness.post(fork.request(5, 5));
    for (let tries = 1; tries <= 2; tries++) {
      await until(() => witness.open.alarms.all()[0]?.tries === tries);
      expect(witness.open.alarms.all()[0]?.toldAt).toBeUndefined();
      await witness.restart();
    }
    await until(() => witness.open.alarms.all()[0]?.toldAt !== undefined);
    expect(got.map(({ headers }) => headers['webhook-id'])).toEqual(['alarm_1', 'alarm_1', 'alarm_1']);
    // An alarm is for the address that was written down.
    expect(new Set(got.map(({ path }) => path))).toEqual(new Set(['/hook']));
    await witness.restart();
    expect(witness.open.alarms.untold(100)).toEqual([]);
  });
});
