import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';
import { onus, onusAnswers } from './onus-command.ts';

describe('The command line with a server that has not derived yet what it signed', () => {
  let service: RunningService;
  let cast: Cast;
  let at: readonly string[];
  const file = (name: string): string => join(service.folder, name);

  beforeAll(async () => {
    service = new RunningService();
    service.positionWaitMs = 50;
    await service.open();
    cast = await openEngagement(service);
    at = ['--engagement', 'contoso', '--server', service.url, '--key', cast.owner];
  });
  afterAll(() => service.stop());

  const add = (name: string) =>
    onusAnswers(['member', 'add', name, '--party', 'client', '--receipt', file(name), ...at]);

  it('says that it has not come so far, and not that it has lost what it signed', async () => {
    writeFileSync(
      file('policy'),
      await onusAnswers(['key', 'policy', '--engagement', 'contoso', '--data', service.folder]),
    );
    await add('before');
    await service.caughtUp();
    const stranger = new DatabaseSync(modelFile(service.folder, PROJECTION_VERSION, 1).path);
    stranger.exec('BEGIN IMMEDIATE');
    await add('after');
    const asked = ['consistency', file('before'), file('after'), '--policy', file('policy'), ...at];
    const early = await onus(asked);
    stranger.exec('ROLLBACK');
    stranger.close();
    expect(early).toMatchObject({ exit: 5, stdout: '' });
    await service.caughtUp();
    expect(await onusAnswers(asked)).toMatch(/^proven: /);
  });

  it('holds the ledger to what it signed also while the server is not ready, for the sake of another ledger', async () => {
    await openEngagement(service, 'litware');
    await add('newest');
    const { checkpoint } = JSON.parse(readFileSync(file('newest'), 'utf8')) as { readonly checkpoint: string };
    const [origin, size, ...rest] = checkpoint.split('\n');
    writeFileSync(file('longer'), [origin, `${Number(size) + 1}`, ...rest].join('\n'));
    service.onus.stop(service.onus.engagementId('litware'), 'entry 1 is not what was signed');
    expect(await service.get('/readyz')).toMatchObject({ status: 503 });
    const [asked, longer] = ['newest', 'longer'].map((name) => ['consistency', file('before'), file(name), ...at]);
    expect(await onusAnswers(asked!)).toMatch(/^proven: /);
    expect(await onus(longer!)).toMatchObject({
      exit: 1,
      stdout: `refuted (beyond-the-ledger): ${Number(size) + 1} entries were signed, and there are only ${size}\n`,
    });
  });
});
