import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '#apps/ledger/src/config';
import { founder, streamOf, type OnusSubmission } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { toSeal } from '#kernel/sealed';
import { workplace } from './command-line/onus-process.ts';

const TASKS = 40;
const TERMS = {
  title: 'Managed detection',
  zone: 'Europe/Berlin',
  provider: 'Northwind',
  client: 'Contoso',
  founder: { kind: 'person' as const, name: toSeal('A. Meier') },
};

let place: ReturnType<typeof workplace>;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.clear());

/** The streams of two ledgers, written one after the other, of which the state was put aside before the service ended. */
async function putAside(environment: NodeJS.ProcessEnv): Promise<unknown[]> {
  const { folder, inMemory } = readConfig({ ...environment, ONUS_DATA: join(place.folder, 'data') });
  const onus = await openOnus({ folder, inMemory });
  const database = new DatabaseSync(join(folder, 'snapshots.sqlite'), { readOnly: true });
  try {
    for (const slug of ['contoso', 'fabrikam']) {
      const engagement = onus.engagementId(slug);
      const record = (command: OnusSubmission): Promise<unknown> =>
        onus.submit(engagement, command, { commandId: randomUUID(), actor: founder('test') });
      await record({ type: 'OpenEngagement', data: { ...TERMS, slug } });
      for (let i = 0; i < TASKS; i++) {
        const data = { ref: `T-${i}`, definition: { title: `Task ${i}` }, effectiveFrom: '2026-01-01T00:00:00Z' };
        await record({ type: 'DefineTask', data });
      }
    }
    const rows = database.prepare('SELECT stream FROM ledger_snapshots').all();
    return rows.map(({ stream }) => (stream === streamOf(onus.engagementId('contoso')) ? 'contoso' : stream));
  } finally {
    database.close();
    await onus.close();
  }
}

describe('Ledgers that stay in memory', () => {
  it('are as many as the environment says: the one that has to go is put aside', async () => {
    expect(await putAside({ ONUS_LEDGERS_IN_MEMORY: '1' })).toEqual(['contoso']);
  });

  it('are both where nothing is said', async () => {
    expect(await putAside({})).toEqual([]);
  });
});
