import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '#test/until';
import { AlarmStore, type Alarm } from '../storage/alarm-store.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { WITNESS_FILE } from '../storage/witness-file.ts';
import { Webhook } from './webhook.ts';

const PAUSES = [1, 1, 1];

describe('Sending an alarm', () => {
  let folder: string;
  let database: Database;
  let alarms: AlarmStore;
  let server: Server;
  let status: number;
  let asked: number;
  const told: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-webhook-'));
    database = openDatabase(join(folder, 'witness.sqlite'), WITNESS_FILE);
    alarms = new AlarmStore(database);
    told.length = asked = 0;
    status = 500;
    server = createServer((_request, response) => {
      asked++;
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    database.close();
    rmSync(folder, { recursive: true });
  });

  const raised = (): Alarm => {
    const bytes = new Uint8Array(32);
    const what = {
      kind: 'impossible',
      origin: 'a',
      size: 0,
      root: bytes,
      detail: '',
      held: null,
      shown: bytes,
    } as const;
    return alarms.raise(what, 'now')!;
  };
  const webhook = (port = (server.address() as AddressInfo).port): Webhook =>
    new Webhook({
      alarms,
      target: { url: `http://127.0.0.1:${port}/`, secret: undefined },
      now: () => 0,
      pauses: PAUSES,
      onTrouble: (what) => told.push(what),
    });

  it('ends after as many tries as there are pauses and one, and is not begun again', async () => {
    const sender = webhook();
    sender.send(raised());
    await until(() => told.some((what) => what.endsWith('is not sent any more: nobody took it.')));
    expect(asked).toBe(PAUSES.length + 1);
    expect(told).toHaveLength(PAUSES.length + 2);
    expect(told[0]).toMatch(/^Alarm 1 was not taken by 127\.0\.0\.1:\d+: it answered 500$/);
    expect(alarms.find(1)).toMatchObject({ tries: PAUSES.length + 1, toldAt: undefined });
    await sender.close();
    const next = webhook();
    next.resume();
    await next.close();
    expect(asked).toBe(PAUSES.length + 1);
  });

  it('is not begun twice, and is over when it was taken', async () => {
    status = 204;
    const sender = webhook();
    const alarm = raised();
    sender.send(alarm);
    sender.send(alarm);
    await until(() => alarms.find(1)!.toldAt !== undefined);
    await sender.close();
    expect(asked).toBe(1);
    expect(alarms.untold(99)).toEqual([]);
    expect(told).toEqual([]);
  });

  it('says why nobody could be reached', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const sender = webhook(port);
    sender.send(raised());
    await until(() => told.length > 0);
    expect(told[0]).toContain('ECONNREFUSED');
    await sender.close();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
});
