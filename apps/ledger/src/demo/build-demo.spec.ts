import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toSeal } from '#kernel/sealed';
import { decodeEntry } from '#ledger-store/entry-codec';
import type { Effective, Known } from '#answers/point-in-time';
import { DEMONSTRATION } from '../runtime/engagements/demonstrations.ts';
import { founder, streamOf, type Onus } from '../runtime/onus.ts';
import { openOnus } from '../runtime/open-onus.ts';
import { buildDemo, type Demo } from './build-demo.ts';
import { local } from './step.ts';

const day = (text: string): Effective => ({ day: text });
const asKnown = (text: string): Known => ({ at: local(text) });

async function opened(): Promise<{ onus: Onus; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'onus-demo-'));
  return { folder, onus: await openOnus({ folder, origin: 'onus.example' }) };
}

async function entriesOf(onus: Onus) {
  const stored = await onus.store.readStream(streamOf(onus.engagementId('contoso')), 0, 10_000);
  return stored.map(({ bytes }) => decodeEntry(bytes));
}

describe('The demonstration', () => {
  let onus: Onus;
  let folder: string;
  let demo: Demo;
  let steps: readonly number[];

  beforeAll(async () => {
    ({ onus, folder } = await opened());
    const told: number[] = [];
    demo = await buildDemo(onus, { onProgress: (done, of) => told.push(done / of) });
    steps = told;
  });

  afterAll(async () => {
    await onus.close();
    await rm(folder, { recursive: true });
  });

  const owner = (ref: string, effective: Effective, known?: Known) =>
    onus.read.owner(onus.engagementId('contoso'), ref, { effective, ...(known !== undefined && { known }) });
  const interval = (ref: string, effective: Effective, known?: Known) => owner(ref, effective, known).intervals[0]!;

  it('says how far it has come, and what it made', async () => {
    const { receipt, ...made } = demo;
    expect(made).toEqual({ engagement: 'contoso', entries: 1427, position: 1427, built: true });
    expect(receipt).toMatchObject({ treeSize: 1427, entries: [{ index: 1426 }] });
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
  });

  it('says in the title and in every entry that it is a demonstration', async () => {
    expect(onus.read.engagement('contoso').title).toBe('Contoso (demonstration)');
    const entries = await entriesOf(onus);
    expect(entries).toHaveLength(1427);
    expect(new Set(entries.map(({ actor }) => actor.auth))).toEqual(new Set([DEMONSTRATION]));
  });

  it('lasts from November 2025 to October 2026, and never goes back in time', async () => {
    const times = (await entriesOf(onus)).map(({ recordedAt }) => recordedAt);
    expect(times[0]).toBe(local('2025-11-03T09:00'));
    expect(times.at(-1)).toBe(local('2026-10-26T15:10'));
    expect(times).toEqual([...times].sort());
  });

  it('answers who owned LOG-03 on 14 March 2026', () => {
    const { intervals, pending, later } = owner('LOG-03', day('2026-03-14'));
    expect(intervals).toHaveLength(1);
    const [only] = intervals;
    expect(only).toMatchObject({
      owner: 'A. Meier',
      group: 'Northwind SOC',
      mark: 'MSSP',
      inForce: { from: local('2026-02-01'), to: local('2026-04-02') },
      basis: { kind: 'change', agreed: true, change: 'C-118' },
      acknowledgements: [{ recordedAt: local('2026-02-03T09:12'), by: { name: 'A. Meier' } }],
      assignment: { knownSince: local('2026-01-29T09:34') },
      findings: [],
    });
    expect(only!.basis).toMatchObject({ approvals: [{ side: 'provider' }, { side: 'client' }] });
    const handover = pending.find(({ change }) => change === 'C-144');
    expect(handover).toMatchObject({
      title: 'Handover of LOG-03 to Contoso IT',
      proposedAt: local('2026-03-12T15:05'),
      effectiveFrom: local('2026-04-02'),
      status: 'agreed',
    });
    expect(later).toEqual([]);
  });

  it('answers the same question as it was known on that day: until further notice, the handover undecided', () => {
    const { intervals, pending, later } = owner('LOG-03', day('2026-03-14'), asKnown('2026-03-15'));
    expect(intervals[0]).toMatchObject({ owner: 'A. Meier', inForce: { from: local('2026-02-01'), to: null } });
    expect(pending).toMatchObject([{ change: 'C-144', status: 'proposed', agreedAt: null }]);
    expect(later).toEqual([]);
  });

  it('answers the same question as it was known before names were put on lines', () => {
    const { intervals, later } = owner('LOG-03', day('2026-03-14'), asKnown('2026-01-15'));
    expect(intervals[0]).toMatchObject({ owner: 'Northwind Security', group: null, basis: { change: 'C-3' } });
    expect(later).toMatchObject([{ type: 'ResponsibilityAssigned', recordedAt: local('2026-01-29T09:34') }]);
  });

  it('knows nothing of the task before the first import', () => {
    expect(owner('LOG-03', day('2026-03-14'), asKnown('2025-11-03T09:15')).exists).toBe(false);
  });

  it('says of November that the matrix was imported and not agreed', () => {
    expect(interval('LOG-03', day('2025-11-10')).basis).toMatchObject({ kind: 'import', agreed: false, line: 4 });
  });

  it('shows that nobody had accepted log review in the night of 9 April, and that no record of it came', () => {
    const { owner: who, acknowledgements } = interval(
      'LOG-03',
      { at: local('2026-04-09T23:00') },
      asKnown('2026-04-20'),
    );
    expect(who).toBe('D. Okoro');
    expect(acknowledgements).toEqual([]);
    const { items } = onus.read.evidence(onus.engagementId('contoso'), { ref: 'LOG-03' }, { limit: 200 });
    const covering = items.filter(
      ({ covers }) => covers!.from < local('2026-04-27') && covers!.to > local('2026-04-02'),
    );
    expect(covering).toEqual([]);
  });

  it('has a correction of the past, which leaves what was known before as it was', () => {
    expect(interval('BKP-03', day('2026-04-15'))).toMatchObject({
      owner: 'P. Nowak',
      basis: { kind: 'change', backdatedDays: 106 },
    });
    expect(interval('BKP-03', day('2026-04-15'), asKnown('2026-05-01')).owner).toBe('D. Okoro');
  });

  it('has a recorded gap and a recorded overlap', () => {
    expect(interval('PAT-01', day('2026-07-20'))).toMatchObject({
      owner: null,
      owners: [],
      findings: [{ code: 'assignment/accountable-gap' }],
    });
    expect(interval('INC-02', day('2026-10-01'))).toMatchObject({
      owner: null,
      owners: [{ name: 'B. Tanaka' }, { name: 'K. Adeyemi' }],
      findings: [{ code: 'assignment/accountable-overlap' }],
    });
  });

  it('has a duty that was closed, reopened, and one that went', () => {
    expect(owner('VUL-05', day('2026-06-30')).intervals.map(({ closed }) => closed)).toEqual([false, true]);
    expect(interval('VUL-05', day('2026-09-02')).closed).toBe(false);
    expect(interval('DET-06', day('2026-09-30')).exists).toBe(true);
    expect(interval('DET-06', day('2026-10-01')).exists).toBe(false);
  });

  it('has changes of every outcome, and evidence that takes the place of other evidence', () => {
    const changes = (status: 'agreed' | 'rejected' | 'withdrawn') =>
      onus.read.changes(onus.engagementId('contoso'), { status }, { limit: 200 }).items.length;
    expect([changes('agreed'), changes('rejected'), changes('withdrawn')]).toEqual([146, 4, 2]);
    const { items } = onus.read.evidence(onus.engagementId('contoso'), { ref: 'GOV-05' }, { limit: 200 });
    expect(items.filter(({ supersedes }) => supersedes !== null)).toHaveLength(1);
  });

  it('records nothing when it is built again, also by two at once', async () => {
    const again = await Promise.all([buildDemo(onus), buildDemo(onus)]);
    expect(again.map(({ built, entries }) => [built, entries])).toEqual([
      [false, 1427],
      [false, 1427],
    ]);
    expect(await entriesOf(onus)).toHaveLength(1427);
  });
});

describe('A demonstration beside the real world', () => {
  it('is refused where an engagement of that name is a real one, and leaves it alone', async () => {
    const { onus, folder } = await opened();
    const id = onus.engagementId('contoso');
    const open = {
      type: 'OpenEngagement',
      data: {
        slug: 'contoso',
        title: 'Real',
        zone: 'UTC',
        provider: 'P',
        client: 'C',
        founder: { kind: 'person', name: toSeal('Somebody') },
      },
    } as const;
    await onus.submit(id, open, { commandId: randomUUID(), actor: founder('local') });
    await expect(buildDemo(onus)).rejects.toMatchObject({ code: 'engagement/not-a-demonstration' });
    expect((await onus.state(id)).size).toBe(4);
    await onus.close();
    await rm(folder, { recursive: true });
  });

  it('goes on where it was interrupted, and a real act during the story waits for the real clock', async () => {
    const { onus, folder } = await opened();
    const id = onus.engagementId('contoso');
    const interrupted = buildDemo(onus, {
      onProgress: (done) => {
        if (done === 60) throw new Error('the power went');
      },
    });
    await expect(interrupted).rejects.toThrow('the power went');
    const { size } = await onus.state(id);
    expect(size).toBeLessThan(1427);

    const building = buildDemo(onus);
    const add = { type: 'AddParty', data: { side: 'third', name: 'A real one' } } as const;
    const real = await onus.submit(id, add, { commandId: randomUUID(), actor: founder('local') });
    const { entries } = await building;
    expect(entries).toBeGreaterThanOrEqual(1427);
    expect(real.entries[0]!.index).toBe(1427);
    expect(Date.parse(real.entries[0]!.recordedAt)).toBeGreaterThanOrEqual(Date.parse(local('2026-10-26T15:10')));
    await onus.close();
    await rm(folder, { recursive: true });
  });
});
