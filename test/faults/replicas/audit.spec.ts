import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { auditAtStart } from '#apps/ledger/src/auditing/audit-at-start';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { openEngagement } from '../service/writing/acts.ts';

describe('The audit of a replica', () => {
  let folder: string;
  let server: KurrentTestServer;
  let onus: Onus;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-replica-audit-'));
    server = await KurrentTestServer.start();
    onus = await openOnus({ folder, shared: server.url });
    await openEngagement(onus, 'contoso');
  });
  afterEach(async () => {
    await onus.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Somebody writes into the event store, past all replicas. */
  function changeName(from: string, to: string): void {
    const text = server.log.all.find(({ data }) => Buffer.from(data).includes(`"value":"${from}"`))!;
    Object.assign(text, { data: Buffer.from(Buffer.from(text.data).toString().replace(from, to)) });
  }

  it('is begun again where the event store did not answer to its end, and finds then what there is to find', async () => {
    changeName('Anna Meier', 'Anna Maier');
    server.plan = ({ method, stream }) =>
      method === 'read' && stream === undefined ? 'drop-before-commit' : undefined;
    const told: string[] = [];
    const [gone, found] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const end = auditAtStart(
      onus,
      folder,
      (what) => {
        told.push(what);
        (what.startsWith('AUDIT') ? found : gone).resolve();
      },
      10,
    );
    await gone.promise;
    server.plan = () => undefined;
    await found.promise;
    expect(told[0]).toMatch(/^The audit could not be finished: /);
    expect(told.at(-1)).toMatch(/^AUDIT: engagement .*text/);
    await end();
  });

  it('ends while it waits for the event store', async () => {
    server.plan = ({ method, stream }) =>
      method === 'read' && stream === undefined ? 'drop-before-commit' : undefined;
    const gone = Promise.withResolvers<string>();
    const end = auditAtStart(onus, folder, (what) => gone.resolve(what));
    expect(await gone.promise).toContain('could not be finished');
    await end();
    server.plan = () => undefined;
  });
});
