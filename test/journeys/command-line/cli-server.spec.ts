import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TimedReport } from '#apps/cli/src/print/import-report';
import type { MatrixView, OwnerAnswer, TimelineView } from '#answers/views';
import { onus, onusAnswers, onusJson } from './onus-command.ts';
import { RunningService } from '../running-service.ts';

const ABOUT = ['--engagement', 'contoso'] as const;

/** More lines than a page has. */
const LINES = 450;
const MATRIX = [
  'ref,title,owner',
  ...Array.from(
    { length: LINES },
    (_, i) => `T-${String(i).padStart(3, '0')},Duty ${i},${i % 2 === 0 ? 'MSSP' : 'Client'}`,
  ),
].join('\n');
const MAP = {
  ref: 'ref',
  texts: { title: 'title' },
  marks: [{ column: 'owner', words: { MSSP: 'mssp', Client: 'client' } }],
};
const FEED = [
  { item: 'INC-1', at: '2026-03-14T09:30:00Z', kind: 'assigned', owner: 'A. Meier', group: 'SOC' },
  { item: 'INC-1', at: '2026-03-14T12:00:00Z', kind: 'assigned', owner: 'B. Roth', group: 'SOC' },
];
const CHANGE = {
  title: 'Handover',
  reason: 'Agreed',
  effectiveFrom: '2026-04-02T00:00:00+02:00',
  lines: [
    { ref: 'T-000', act: 'assign', assignment: { marks: ['client'], raci: [{ party: 'p2', roles: ['R', 'A'] }] } },
  ],
};
const QUESTIONS =
  'a\tINC-1\t2026-03-14T09:30:00Z\nb\tINC-1\t2026-03-14T14:00:00+01:00\n7\tT-001\t2026-03-14T00:00:00Z\n';

describe('The command line with a server', () => {
  let service: RunningService;
  let key: string;
  /** Size of the ledger after its first import. */
  let matrixSize: number;
  let file: (name: string) => string;
  const at = (as = key) => ['--server', service.url, '--key', as];

  beforeAll(async () => {
    service = await RunningService.start();
    key = await service.ownerKey();
    file = (name) => join(service.folder, name);
    writeFileSync(file('matrix.csv'), MATRIX);
    writeFileSync(file('map.json'), JSON.stringify(MAP));
    writeFileSync(file('feed.ndjson.gz'), gzipSync(FEED.map((line) => JSON.stringify(line)).join('\n')));
    writeFileSync(file('change.json'), JSON.stringify(CHANGE));
    writeFileSync(file('review.txt'), 'all read');
    writeFileSync(file('broken.csv'), 'ref,title\nA,"x\n');
  });
  afterAll(() => service.stop());
  // What one process writes another one reads without naming a position.
  beforeEach(() => service.caughtUp());

  it('refuses a broken file before the engagement is opened', async () => {
    const effective = ['--format', 'matrix-csv', '--effective', '2026-01-01T00:00:00Z'];
    const refused = await onus(['import', file('broken.csv'), ...ABOUT, ...effective, ...at()]);
    expect(refused).toMatchObject({ exit: 2, stdout: '' });
    expect(refused.stderr).toContain('broken.csv:2:3: ');
    expect(await onusJson('engagements', ...at())).toEqual([]);
  });

  it('opens an engagement with the first import, and imports what follows', async () => {
    const effective = ['--format', 'matrix-csv', '--effective', '2026-01-01T00:00:00Z', '--map', file('map.json')];
    const matrix = (await onusJson('import', file('matrix.csv'), ...ABOUT, ...effective, ...at())) as TimedReport;
    expect(matrix).toMatchObject({
      recorded: true,
      opened: true,
      lines: LINES,
      counts: { define: LINES, assign: LINES },
    });
    matrixSize = matrix.treeSize;
    const again = (await onusJson('import', file('matrix.csv'), ...ABOUT, ...effective, ...at())) as TimedReport;
    expect(again).toMatchObject({ recorded: false, opened: false, reason: 'no-difference', treeSize: matrix.treeSize });
    const feed = ['--format', 'assignments'];
    expect(await onusJson('import', file('feed.ndjson.gz'), ...ABOUT, ...feed, ...at())).toMatchObject({ lines: 2 });
    const broken = await onus(['import', file('broken.csv'), ...ABOUT, ...effective, ...at()]);
    expect(broken).toMatchObject({ exit: 2, stdout: '' });
    expect(broken.stderr).toContain('line 2, column 3');
  });

  it('lets people agree on a change, each with a key of their own', async () => {
    const keys: string[] = [];
    for (const [name, party, role] of [
      ['A. Meier', 'provider', 'approver'],
      ['B. Roth', 'client', 'approver,contributor'],
    ] as const) {
      const added = await onusJson('member', 'add', name, ...ABOUT, '--party', party, '--role', role, ...at());
      const { member } = added as { member: string };
      const bindings = [{ engagement: service.onus.engagementId('contoso'), member }];
      keys.push((await service.keys.create({ label: name, bindings })).key);
    }
    const [meier, roth] = keys as [string, string];
    const proposed = await onusJson('change', 'propose', file('change.json'), ...ABOUT, ...at());
    expect(proposed).toMatchObject({ change: 'C-1', status: 'proposed' });
    expect(await onusJson('change', 'approve', 'C-1', ...ABOUT, ...at(meier))).toMatchObject({ status: 'proposed' });
    const own = await onus(['change', 'approve', 'C-1', ...ABOUT, ...at(meier)]);
    expect(own).toMatchObject({ exit: 3, stdout: '' });
    expect(await onusJson('change', 'approve', 'C-1', ...ABOUT, ...at(roth))).toMatchObject({ status: 'agreed' });
    expect(await onusJson('acknowledge', 'T-000', ...ABOUT, ...at(roth))).toMatchObject({ ref: 'T-000' });
    expect(await onusJson('acknowledge', '--all-mine', ...ABOUT, ...at(roth))).toMatchObject({ assignments: [] });
    expect(await onus(['acknowledge', 'T-000', 'T-002', ...ABOUT, ...at(meier)])).toMatchObject({
      exit: 3,
      stdout: '',
    });
    expect(await onusJson('acknowledge', 'T-002', 'T-004', ...ABOUT, ...at(meier))).toMatchObject({ left: 0 });
    expect(await onusJson('decline', 'T-006', ...ABOUT, '--reason', 'Not ours', ...at(meier))).toMatchObject({
      ref: 'T-006',
    });
    const raised = await onusJson('object', 'raise', 'T-000', ...ABOUT, '--reason', 'Annex B differs', ...at(roth));
    const { objection } = raised as { objection: string };
    expect(raised).toMatchObject({ status: 'open' });
    await onusJson('object', 'answer', objection, ...ABOUT, '--words', 'It was amended', ...at(meier));
    expect(await onusJson('object', 'withdraw', objection, ...ABOUT, ...at(roth))).toMatchObject({
      status: 'withdrawn',
    });
    const evidence = await onusJson('evidence', 'add', file('review.txt'), '--task', 'T-000', ...ABOUT, ...at(roth));
    expect(evidence).toMatchObject({ size: 8, replayed: false });
  });

  it('keeps receipts, which the policy of the data folder proves while the service runs', async () => {
    const about = ['--data', service.folder, ...ABOUT];
    writeFileSync(file('policy'), (await onus(['key', 'policy', ...about])).stdout);
    await onusJson('member', 'add', 'D. Haas', ...ABOUT, '--party', 'client', '--receipt', file('haas.json'), ...at());
    writeFileSync(file('more.ndjson'), JSON.stringify({ ...FEED[1], at: '2026-05-01T00:00:00Z' }));
    const more = [file('more.ndjson'), ...ABOUT, '--format', 'assignments', '--receipt', file('more.json')];
    const report = (await onusJson('import', ...more, ...at())) as TimedReport;
    for (const [name, entries] of [
      ['haas.json', [expect.any(Number)]],
      ['more.json', [report.treeSize - 1]],
    ] as const) {
      const verdict = await onusJson('receipt', 'verify', file(name), '--policy', file('policy'));
      expect(verdict).toMatchObject({ verdict: 'proven', entries });
    }
    const proofs = await Promise.all(
      [at(), ['--data', service.folder]].map((where) =>
        onus([
          'consistency',
          file('haas.json'),
          file('more.json'),
          ...ABOUT,
          '--policy',
          file('policy'),
          '--json',
          ...where,
        ]),
      ),
    );
    expect(JSON.parse(proofs[0]!.stdout)).toMatchObject({ verdict: 'proven', new: { treeSize: report.treeSize } });
    // The folder is the service's while it runs.
    expect(proofs[1]).toMatchObject({ exit: 4, stdout: '' });
    const everyLedger = await onus(['key', 'show', '--data', service.folder]);
    expect(everyLedger).toMatchObject({ exit: 4, stdout: '' });
    expect(await onus(['key', 'rotate', '--data', service.folder])).toMatchObject({ exit: 4, stdout: '' });
  });

  it('answers a repeated command with its first result', async () => {
    const id = crypto.randomUUID();
    const add = ['member', 'add', 'C. Lang', ...ABOUT, '--party', 'client', '--command-id', id, ...at()];
    const first = (await onusJson(...add)) as { entries: unknown };
    expect(await onusJson(...add)).toEqual({ ...first, replayed: true });
  });

  it('says what the server says, with the same exit codes as on a data folder', async () => {
    const exits = async (...args: readonly string[]) => (await onus(args)).exit;
    expect(await exits('who', 'T-999', ...ABOUT, ...at())).toBe(1);
    expect(await exits('who', 'T-000', '--engagement', 'nobody', ...at())).toBe(1);
    expect(await exits('change', 'show', 'C-9', ...ABOUT, ...at())).toBe(1);
    expect(await exits('matrix', ...ABOUT, '--known', '1000000', ...at())).toBe(2);
    expect(await exits('timeline', ...ABOUT, '--after', 'x', ...at())).toBe(2);
    expect(await exits('change', 'approve', 'C-1', ...ABOUT, ...at())).toBe(3);
    expect(await exits('who', 'T-000', ...ABOUT, ...at('onus_wrong'))).toBe(5);
    expect(await exits('member', 'add', 'X', ...ABOUT, '--party', 'client', '--as', 'm4', ...at())).toBe(2);
    expect(await exits('rebuild', ...at())).toBe(2);
  });

  it('gives the same answers as the data folder does once the server has stopped', async () => {
    const { treeSize } = ((await onusJson('matrix', ...ABOUT, ...at())) as MatrixView).asOf;
    const known = ['--known', String(treeSize)];
    const asked = [
      ['engagements'],
      ['member', 'list', ...ABOUT],
      ['who', 'T-000', ...ABOUT, '--on', '2026-03-14', ...known],
      ['who', 'T-000', ...ABOUT, '--on', '2026-04-02', ...known],
      ['who', 'INC-1', ...ABOUT, '--on', '2026-03-14', ...known],
      ['who', 'T-003', ...ABOUT, '--on', '2026-03-14T13:00:00Z', '--known', `${matrixSize}`],
      ['matrix', ...ABOUT, '--on', '2026-03-15', ...known],
      [
        'diff',
        ...ABOUT,
        '--from',
        '2026-01-01',
        '--to',
        '2026-05-01',
        '--known-from',
        '800',
        '--known-to',
        `${treeSize}`,
      ],
      ['timeline', ...ABOUT, ...known],
      ['timeline', 'T-000', ...ABOUT, ...known],
      ['change', 'list', ...ABOUT],
      ['change', 'show', 'C-1', ...ABOUT],
      ['object', 'list', ...ABOUT, '--task', 'T-000'],
      ['evidence', 'list', ...ABOUT],
      ['evidence', 'list', ...ABOUT, '--task', 'T-000'],
    ] as const;
    const many = ['who', ...ABOUT, '--questions', '-', ...known, '--json'];
    const overHttp = [];
    for (const args of asked) overHttp.push(await onusJson(...args, ...at()));
    const answersOverHttp = await onusAnswers([...many, ...at()], QUESTIONS);

    await service.close();
    for (const [i, args] of asked.entries()) {
      const said = await onusJson(...args, '--data', service.folder);
      expect(comparable({ args, said })).toEqual(comparable({ args, said: overHttp[i] }));
    }
    expect(await onusAnswers([...many, '--data', service.folder], QUESTIONS)).toBe(answersOverHttp);
    await service.open();

    const [, , day, , , , matrix, , timeline] = overHttp as [0, 0, OwnerAnswer, 0, 0, 0, MatrixView, 0, TimelineView];
    expect(day.intervals[0]!.owner).toBe('Provider');
    expect(matrix.lines).toHaveLength(LINES + 1);
    expect(new Set(matrix.lines.map(({ ref }) => ref)).size).toBe(LINES + 1);
    expect(timeline.items).toHaveLength(200);
    expect(Buffer.from(answersOverHttp).toString().trim().split('\n')).toHaveLength(3);
  });
});

/** Cursors are authenticated with a secret of their own each time a file is built; and they are not the answer. */
function comparable({ args, said }: { readonly args: readonly string[]; readonly said: unknown }) {
  const { next: _, ...rest } = said as { next?: unknown };
  return { args, said: Array.isArray(said) ? said : rest };
}
