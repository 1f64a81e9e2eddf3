import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { founder, type Onus } from '#apps/ledger/src/runtime/onus';
import { take } from '#snapshot/domain/snapshot.examples';
import { makeSnapshot } from '#snapshot/making/made-snapshot';
import { WatchedLedger } from './service/watched-ledger.ts';

let watched: WatchedLedger;
beforeAll(async () => {
  watched = await WatchedLedger.begin();
});
afterAll(() => watched.end());

type Stated = ReturnType<typeof take>['data'];
const OTHER = take().data;

/** What an honest service seals of the first entries. */
async function honest(onus: Onus, treeSize: number): Promise<Stated> {
  const point = { effective: { at: '2026-03-13T23:00:00Z' }, known: { treeSize } };
  const { document, digest } = await makeSnapshot(onus, watched.engagement, point);
  const { format, effective, root, lines } = document;
  return { format, effective, treeSize, root, digest, lines: lines.length };
}

/** What the audit finds where the rules were asked to record such snapshots, which they cannot tell from others. */
async function foundAfter(...changes: readonly Partial<Stated>[]) {
  const folder = watched.copy();
  const onus = await openOnus({ folder });
  try {
    await onus.read.reach(await onus.store.lastPosition(), 120_000);
    const { size } = await onus.state(watched.engagement);
    for (const change of changes) {
      const data = { ...(await honest(onus, size - 3)), ...change };
      const asking = { commandId: randomUUID(), actor: founder('test') };
      const { position } = await onus.submit(watched.engagement, { type: 'TakeSnapshot', data }, asking);
      await onus.read.reach(position, 120_000);
    }
    const { findings } = await auditFolder(onus, folder);
    return { size, findings, stopped: onus.fault !== null };
  } finally {
    await onus.close();
  }
}

describe('An operator who seals a snapshot that does not follow', () => {
  it('is not suspected where every snapshot follows', async () => {
    expect(await foundAfter({}, {})).toMatchObject({ findings: [], stopped: false });
  });

  it.each([
    [
      'with another root',
      { root: OTHER.root },
      /^entry \d+ seals snapshot s\d+, and the root of the first \d+ entries is/,
    ],
    ['with another digest', { digest: OTHER.digest }, /its document has the digest sha256:/],
    ['with more lines', { lines: 1_000 }, /its document has \d+ lines, not 1000$/],
  ] as const)(
    '%s is found out by the audit, which names the entry; the ledger itself is whole',
    async (_how, lie, says) => {
      const { size, findings, stopped } = await foundAfter({}, lie);
      expect(findings).toMatchObject([{ code: 'wrong-snapshot', index: size + 1 }]);
      expect(findings[0]!.detail).toMatch(says);
      expect(stopped).toBe(false);
    },
  );
});
