import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { streamOf, type Onus, type OnusSubmission } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { DEFAULT_POLICY, type ApprovalPolicy } from '#approval/domain/policy';
import { toSeal } from '#kernel/sealed';
import { decodeEntry } from '#ledger-store/entry-codec';
import { verdictOn } from '#test/model/replaying/entries-of';
import { ChildProgram, programOf } from './child-program.ts';
import { Random, runSeed } from './random.ts';
import { actorFor, openEngagement, type Person } from './service/writing/acts.ts';

const LEDGERS = 3;
const CHANGES = 60;
/** At least so many times it is killed while it records: in one run it does not get further than this part. */
const KILLS = 3;
const MOST = Math.floor((LEDGERS * CHANGES) / (KILLS + 1));
const POLICY: ApprovalPolicy = { ...DEFAULT_POLICY, expiresAfterDays: 30, remindAfterDays: 7 };
const LONG_AGO = '2024-01-05T09:00:00Z';

describe('What is due, recorded by a process that is killed again and again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-due-'));
  const random = new Random(runSeed());
  let engagements: readonly string[];

  const openedAt = async <T>(now: string | undefined, work: (onus: Onus) => Promise<T>): Promise<T> => {
    const onus = await openOnus({ folder, ...(now !== undefined && { now: () => now }) });
    try {
      return await work(onus);
    } finally {
      await onus.close();
    }
  };
  const give = (onus: Onus, engagement: string, by: Person, command: OnusSubmission) =>
    onus.submit(engagement, command, { commandId: randomUUID(), actor: actorFor(by) });
  const draft = (onus: Onus, engagement: string, text: object) =>
    give(onus, engagement, 'carl', {
      type: 'DraftChange',
      data: {
        title: toSeal('A change'),
        kind: 'ordinary',
        open: true,
        effectiveFrom: LONG_AGO,
        lines: [],
        ...text,
      },
    });

  beforeAll(async () => {
    engagements = await openedAt(LONG_AGO, async (onus) => {
      const ids: string[] = [];
      for (let i = 1; i <= LEDGERS; i++) {
        const id = await openEngagement(onus, `engagement-${i}`);
        ids.push(id);
        await draft(onus, id, { terms: { policy: POLICY } });
        for (const by of ['anna', 'ben'] as const) {
          const { digest } = (await onus.state(id)).state.approval.open.get('C-1')!.text;
          await give(onus, id, by, { type: 'ApproveChange', data: { change: 'C-1', digest } });
        }
        for (let change = 0; change < CHANGES; change++) {
          await draft(onus, id, { terms: { retention: { entriesYears: change + 1 } } });
        }
      }
      return ids;
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Lets it record until it is killed after so many matters. Gives whether it had come to the end before. */
  const runAndKill = async (matters: number): Promise<boolean> => {
    const child = new ChildProgram(process.execPath, [
      ...programOf('service/programs/due-recorder.ts'),
      '--folder',
      folder,
      '--most',
      `${MOST}`,
    ]);
    await child.until(matters);
    await pause(random.between(0, 3));
    const { errors } = await child.kill();
    expect(errors).toBe('');
    return child.lines.includes('done');
  };

  it('stands in each ledger once, and whoever executes the rules again finds it as they would have it', async () => {
    let kills = 0;
    while (!(await runAndKill(random.between(1, 10)))) kills++;
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    await openedAt(undefined, async (onus) => {
      for (const engagement of engagements) {
        const stored = await onus.store.readStream(streamOf(engagement), 0, 10_000);
        const entries = stored.map(({ bytes }) => decodeEntry(bytes));
        const due = entries.filter(({ actor }) => actor.kind === 'system');
        const named = due.map(({ type, data }) => `${type} ${(data as { changeId: string }).changeId}`);
        expect(named.toSorted()).toEqual(
          Array.from({ length: CHANGES }, (_, i) => `ChangeExpired C-${i + 2}`).toSorted(),
        );
        const ledger = entries[0]!.ledger;
        expect(
          verdictOn(
            stored.map(({ bytes }) => bytes),
            { ledger },
          ),
        ).toMatchObject({ verdict: 'consistent' });
      }
      expect(onus.read.due(onus.now(), { limit: 10 })).toEqual([]);
      expect((await auditFolder(onus, folder)).findings).toEqual([]);
    });
  }, 240_000);
});
