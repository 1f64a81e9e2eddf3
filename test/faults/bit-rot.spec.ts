import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toSeal } from '#kernel/sealed';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { founder, type OnusSubmission } from '#apps/ledger/src/runtime/onus';
import { folderSettings } from '#apps/ledger/src/runtime/settings';
import { openAuditSource } from '#apps/ledger/src/runtime/storage';
import { audit } from '#sealing/audit/audit';
import type { AuditReport } from '#sealing/audit/findings';
import { Random, runSeed } from './random.ts';

const FLIPS = 250;
const PEOPLE = 60;

/** A blob in the file: of an entry or a seal, or of a text beside the ledger. */
interface Blob {
  readonly table: 'entries' | 'disclosures';
  readonly column: 'bytes' | 'body';
  readonly key: number;
  readonly stream: string;
  readonly revision: number;
  readonly bytes: Uint8Array;
}

/** How many bytes are committed to: whom a text is about stands last in it, and is no part of the commitment. */
function committed({ table, bytes }: Blob): number {
  if (table === 'entries') return bytes.length;
  const [, , , subject] = JSON.parse(Buffer.from(bytes).toString()) as readonly string[];
  return bytes.length - Buffer.byteLength(JSON.stringify(subject)) - 1;
}

describe('Bits that flip in what is stored', () => {
  let folder: string;
  let database: DatabaseSync;
  let blobs: readonly Blob[];
  const random = new Random(runSeed());
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-rot-'));
    const onus = await openOnus({ folder });
    const engagement = onus.engagementId('contoso');
    const record = (command: OnusSubmission): Promise<unknown> =>
      onus.submit(engagement, command, { commandId: randomUUID(), actor: founder('test') });
    const person = (name: string) => ({ kind: 'person' as const, name: toSeal(name) });
    const terms = { slug: 'contoso', title: 'Contoso', zone: 'UTC', provider: 'Northwind', client: 'Contoso' };
    await record({ type: 'OpenEngagement', data: { ...terms, founder: person('A. Meier') } });
    for (let i = 0; i < PEOPLE; i++) {
      const member = { ...person(`Person ${i}`), party: 'p1', roles: ['viewer' as const] };
      await record({ type: 'AddMembers', data: { members: [member], apart: true } });
      if (i % 10 === 0) await onus.sealing.rounds.sealNews();
    }
    await onus.close();
    database = new DatabaseSync(join(folder, 'events.sqlite'));
    database.exec('DROP TRIGGER entries_keep');
    const entries = database
      .prepare('SELECT position AS key, name AS stream, revision, bytes FROM entries JOIN streams ON id = stream')
      .all()
      .map((row) => ({ table: 'entries', column: 'bytes', ...row }));
    const texts = database
      .prepare('SELECT id AS key, body AS bytes FROM disclosures')
      .all()
      .map((row) => ({ table: 'disclosures', column: 'body', stream: '', revision: 0, ...row }));
    blobs = [...entries, ...texts] as unknown as readonly Blob[];
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  async function audited(): Promise<AuditReport> {
    const { origin, signingKeys: keys } = folderSettings(folder);
    const source = await openAuditSource(join(folder, 'events.sqlite'));
    try {
      return await audit(source, { origin, keys }, () => undefined);
    } finally {
      await source.close();
    }
  }

  const write = ({ table, column, key }: Blob, bytes: Uint8Array): void => {
    const name = table === 'entries' ? 'position' : 'id';
    database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${name} = ?`).run(bytes, key);
  };

  it('are not suspected where there are none', async () => {
    expect(await audited()).toMatchObject({ findings: [], contradicted: [], texts: PEOPLE + 1 });
  });

  it(`are found wherever they are, and located, in ${FLIPS} of them`, async () => {
    const seen = { entries: 0, seals: 0, texts: 0 };
    for (let i = 0; i < FLIPS; i++) {
      const blob = blobs[random.between(0, blobs.length - 1)]!;
      const flipped = Uint8Array.from(blob.bytes);
      flipped[random.between(0, committed(blob) - 1)]! ^= 1 << random.between(0, 7);
      write(blob, flipped);
      const { findings, contradicted } = await audited();
      write(blob, blob.bytes);
      const codes = findings.map(({ code }) => code);
      if (blob.table === 'disclosures') {
        seen.texts++;
        expect(codes).toEqual(['wrong-text']);
      } else if (blob.stream.startsWith('seal-')) {
        seen.seals++;
        expect(codes).toEqual(['seal-broken']);
      } else {
        seen.entries++;
        const [{ agreed, size }] = contradicted as [AuditReport['contradicted'][number]];
        expect({ within: agreed <= blob.revision && blob.revision < size, ...blob }).toMatchObject({ within: true });
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});
