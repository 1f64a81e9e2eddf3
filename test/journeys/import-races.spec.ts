import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { founder, type Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { importFile, type ImportReport, type ImportTarget } from '#intake/recording/import-file';
import { toSeal } from '#kernel/sealed';

const BY = { actor: founder('local') };
const CSV = new TextEncoder().encode('ref,title\nLOG-1,Review of logs\nLOG-2,Keeping of logs\n');
const SETTINGS = {
  format: 'matrix-csv',
  effective: '2026-02-01T00:00:00Z',
  map: { texts: { title: 'title' } },
} as const;

describe('A matrix that is imported while others speak of it', () => {
  let folder: string;
  let onus: Onus;
  let id: string;
  let tried: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-import-races-'));
    onus = await openOnus({ folder });
    id = onus.engagementId('contoso');
    tried = 0;
    const parties = {
      provider: 'Northwind',
      client: 'Contoso',
      founder: { kind: 'person', name: toSeal('F') },
    } as const;
    const data = { slug: 'contoso', title: 'Contoso', zone: 'UTC', ...parties } as const;
    await onus.submit(id, { type: 'OpenEngagement', data }, { commandId: randomUUID(), ...BY });
  });
  afterEach(async () => {
    await onus.close();
    rmSync(folder, { recursive: true });
  });

  const define = (ref: string) => {
    const data = { ref, definition: { title: 'Another duty' }, effectiveFrom: '2026-01-01T00:00:00Z' } as const;
    return onus.submit(id, { type: 'DefineTask', data }, { commandId: randomUUID(), ...BY });
  };

  /** Imports, where somebody defines a task just before the file is recorded, so many times. */
  function importedAgainst(times: number): Promise<ImportReport> {
    const submit: ImportTarget['submit'] = async (command) => {
      if (command.type === 'RecordImport' && tried++ < times) await define(`NEW-${tried}`);
      return onus.submit(id, command, { commandId: randomUUID(), ...BY });
    };
    const target = { read: onus.read, submit, state: () => onus.state(id) };
    return importFile(target, { engagementId: id, bytes: CSV, name: 'matrix.csv', settings: SETTINGS });
  }

  async function refs(): Promise<readonly string[]> {
    await onus.read.reach((await onus.state(id)).position, 120_000);
    const matrix = onus.read.matrix('contoso', { effective: { at: '2026-03-01T00:00:00Z' } }, { limit: 10 });
    return matrix.lines.map(({ ref }) => ref);
  }

  it('is compared with the matrix as it became, and is what the file says', async () => {
    const report = await importedAgainst(2);
    expect(tried).toBe(3);
    expect(report).toMatchObject({ recorded: true, counts: { define: 2, retire: 2 } });
    expect(await refs()).toEqual(['LOG-1', 'LOG-2']);
  });

  it('is given up where it moves each time, with nothing of it in force', async () => {
    await expect(importedAgainst(Infinity)).rejects.toMatchObject({ code: 'import/matrix-moved' });
    expect(tried).toBe(5);
    expect(await refs()).toEqual(['NEW-1', 'NEW-2', 'NEW-3', 'NEW-4', 'NEW-5']);
  });
});
