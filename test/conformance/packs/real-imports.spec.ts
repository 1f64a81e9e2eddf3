import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { verifyPack } from '#pack/verify/verify-pack';
import { onusAnswers, onusJson } from '#test/journeys/command-line/onus-command';
import { workplace } from '#test/journeys/command-line/onus-process';

const MATRICES = '../shared/data/matrices/real/cloud-gov';
const whenThere = (path: string) => (existsSync(path) ? it : it.skip);

/** Milliseconds. */
const PATIENCE = 300_000;
const { folder, clear } = workplace();
afterAll(clear);

/** Packs an answer from a data folder, and verifies it by the policy that the folder gives. */
async function verdictOn(slug: string, ...asked: readonly string[]) {
  const about = ['--engagement', slug, '--data', `${folder}/${slug}`];
  const file = `${folder}/${slug}.zip`;
  await onusAnswers(['pack', ...about, ...asked, '--out', file]);
  const policy = await onusAnswers(['key', 'policy', ...about]);
  return verifyPack(new Uint8Array(readFileSync(file)), policy, nodePackCrypto);
}

describe('A pack of what was imported', () => {
  whenThere(MATRICES)(
    'is proven: dated versions of a real matrix',
    async () => {
      const { versions } = JSON.parse(readFileSync(`${MATRICES}/golden_asof.json`, 'utf8')) as {
        versions: { committed_at: string; file: string }[];
      };
      const about = ['--engagement', 'cloud-gov', '--data', `${folder}/cloud-gov`];
      for (const { file, committed_at: effective } of versions.slice(0, 6)) {
        const csv = `${MATRICES}/normalised/${file.replace(/\.xlsx$/, '.csv')}`;
        await onusJson('import', csv, '--format', 'matrix-csv', '--effective', effective, ...about);
      }
      const period = ['--from', '2018-01-01T00:00:00Z', '--to', '2022-01-01T00:00:00Z'];
      expect(await verdictOn('cloud-gov', '--task', 'AC-2', ...period)).toMatchObject({ verdict: 'proven' });
      const matrix = await verdictOn('cloud-gov', '--on', '2021-01-01', '--known', '400');
      expect(matrix).toMatchObject({ verdict: 'proven', question: { about: 'matrix', known: 400 } });
    },
    PATIENCE,
  );
});
