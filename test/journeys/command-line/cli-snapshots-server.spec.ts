import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SnapshotComparison, SnapshotState, SnapshotVerdict, SnapshotView } from '#answers/views.snapshot';
import { RunningService } from '../running-service.ts';
import { agree, define, openEngagement, type Cast } from '../http-story.ts';
import { onus, onusAnswers, onusJson } from './onus-command.ts';

const ABOUT = ['--engagement', 'contoso'] as const;

interface Taken {
  readonly snapshot: { readonly snapshotId: string; readonly digest: string; readonly treeSize: number };
}

describe('Snapshots on a server, from the command line', () => {
  let service: RunningService;
  let cast: Cast;
  let file: (name: string) => string;
  let taken: Taken;
  const at = (key = cast.carl) => ['--server', service.url, '--key', key];

  beforeAll(async () => {
    service = await RunningService.start();
    cast = await openEngagement(service);
    file = (name) => join(service.folder, name);
    await agree(service, cast, [define('LOG-03'), define('BCK-01')], '2026-02-01T00:00:00Z');
    const out = ['--out', file('march.json')];
    taken = (await onusJson('snapshot', 'take', ...ABOUT, '--on', '2026-03-14', ...out, ...at())) as Taken;
    await agree(service, cast, [{ act: 'retire', ref: 'BCK-01' }], '2026-03-01T00:00:00Z');
  });
  afterAll(() => service.stop());

  it('are taken with a receipt that is kept', async () => {
    const kept = ['--receipt', file('kept.json')];
    const second = (await onusJson('snapshot', 'take', ...ABOUT, '--on', '2026-03-14', ...kept, ...at())) as Taken;
    expect(second.snapshot.treeSize).toBeGreaterThan(taken.snapshot.treeSize);
    const receipt = JSON.parse(readFileSync(file('kept.json'), 'utf8')) as { entries: { index: number }[] };
    expect(`s${receipt.entries[0]!.index}`).toBe(second.snapshot.snapshotId);
  });

  it('are listed, shown and given out, to a viewer as well', async () => {
    const id = taken.snapshot.snapshotId;
    const list = (await onusJson('snapshot', 'list', ...ABOUT, ...at(cast.vera))) as SnapshotView[];
    expect(list.map((each) => each.id)).toContain(id);
    const out = ['--out', file('again.json')];
    const state = (await onusJson('snapshot', 'show', id, ...ABOUT, ...out, ...at(cast.vera))) as SnapshotState;
    expect(state).toMatchObject({ id, verifies: true, digest: taken.snapshot.digest });
    expect(readFileSync(file('again.json'))).toEqual(readFileSync(file('march.json')));
    expect(await onusAnswers(['snapshot', 'verify', id, ...ABOUT, ...at(cast.vera)])).toMatch(/^same: /);
  });

  it('are verified by the file, and what differs is told as on a data folder', async () => {
    const verify = (name: string) => onus(['snapshot', 'verify', file(name), ...ABOUT, ...at(cast.vera), '--json']);
    expect(await verify('march.json')).toMatchObject({ exit: 0 });
    writeFileSync(file('altered.json'), readFileSync(file('march.json'), 'utf8').replace('"mssp"', '"client"'));
    const { exit, stdout } = await verify('altered.json');
    expect({ exit, ...(JSON.parse(stdout) as SnapshotVerdict) }).toMatchObject({
      exit: 1,
      verdict: 'differs',
      lines: [{ ref: 'BCK-01', kind: 'changed', fields: ['/assignment/marks'] }],
    });
    writeFileSync(file('none.json'), '[]');
    expect(await verify('none.json')).toMatchObject({ exit: 2 });
    expect(await verify('missing.json')).toMatchObject({ exit: 2 });
  });

  it('are compared with any instant', async () => {
    const sides = [taken.snapshot.snapshotId, '2026-03-14'];
    const view = (await onusJson('snapshot', 'compare', ...sides, ...ABOUT, ...at(cast.vera))) as SnapshotComparison;
    expect(view).toMatchObject({ from: { id: sides[0] }, to: null, counts: { removed: 1, same: 1 } });
  });

  it('are refused as the rules refuse them', async () => {
    expect(await onus(['snapshot', 'take', ...ABOUT, ...at(cast.vera)])).toMatchObject({ exit: 3 });
    expect(await onus(['snapshot', 'show', 's0', ...ABOUT, ...at()])).toMatchObject({ exit: 1 });
  });
});
