import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Answers } from '#answers/answers';
import type { AskedPeriod, Effective } from '#answers/point-in-time';
import type { MatrixLine } from '#answers/views';
import { buildDemo } from '#apps/ledger/src/demo/build-demo';
import { streamOf, type Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { parseInstant } from '#kernel/instant';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { Replay } from '#replay/replay';
import type { Verdict } from '#replay/verdict';
import { onusJson } from '#test/journeys/command-line/onus-command';
import { workplace } from '#test/journeys/command-line/onus-process';
import { sha1 } from '#test/model/replaying/entries-of';

const MATRICES = '../shared/data/matrices/real/cloud-gov';
const HISTORY = '../shared/data/history/servicenow/events.jsonl.gz';
const whenThere = (path: string) => (existsSync(path) ? it : it.skip);

/** Milliseconds. */
const PATIENCE = 300_000;
const { folder, clear } = workplace();
afterAll(clear);

interface Replayed {
  readonly verdict: Verdict;
  readonly answers: Answers;
}

/** Replays a ledger from its stored bytes, and folds the answers from what is allowed. */
async function replayed(onus: Onus, slug: string): Promise<Replayed> {
  const id = onus.engagementId(slug);
  const ledger = `${onus.origin}/engagements/${id}`;
  const stored = await onus.store.readStream(streamOf(id), 0, 1_000_000);
  const commitments = new Set<string>();
  for (const { bytes } of stored) {
    for (const [, commitment] of Buffer.from(bytes)
      .toString()
      .matchAll(/"sealed":"([^"]{43})"/g)) {
      commitments.add(commitment!);
    }
  }
  const disclosures = await onus.store.readDisclosures(streamOf(id), [...commitments]);
  const texts = new Map(disclosures.map(({ commitment, value }) => [commitment, value]));
  const answers = new Answers({ ledger, open: (commitment) => texts.get(commitment) ?? null });
  const replay = new Replay({
    sha256,
    verifySignature,
    sha1,
    ledger,
    onAllowed: (recorded) => answers.record(recorded),
  });
  for (const { bytes } of stored) if (!replay.add(bytes)) break;
  return { verdict: replay.finish(), answers };
}

/** The whole matrix as it is served, page by page. */
function servedMatrix(onus: Onus, slug: string, effective: Effective, treeSize: number): readonly MatrixLine[] {
  const lines: MatrixLine[] = [];
  for (let after: string | undefined; ;) {
    const point = { effective, known: { treeSize } };
    const page = onus.read.matrix(onus.engagementId(slug), point, {
      limit: 200,
      ...(after !== undefined && { after }),
    });
    lines.push(...page.lines);
    if (page.next === null) return lines;
    after = page.next;
  }
}

async function opened<T>(name: string, use: (onus: Onus) => Promise<T>): Promise<T> {
  const onus = await openOnus({ folder: `${folder}/${name}` });
  try {
    return await use(onus);
  } finally {
    await onus.close();
  }
}

/** Asks the service and the definition the same, about every task or some. */
function compareAnswers(
  onus: Onus,
  slug: string,
  { answers }: Replayed,
  moments: readonly (Effective | AskedPeriod)[],
  sizes: readonly number[],
  refs: readonly string[],
): void {
  const id = onus.engagementId(slug);
  for (const treeSize of sizes) {
    for (const effective of moments) {
      const known = { treeSize };
      if (!('from' in effective)) {
        const matrix = servedMatrix(onus, slug, effective, treeSize);
        expect(answers.matrix({ effective, known }).lines).toEqual(matrix);
      }
      for (const ref of refs) {
        expect(answers.owner(ref, { effective, known })).toEqual(onus.read.owner(id, ref, { effective, known }));
      }
    }
  }
}

describe('Ledgers that the product has written', () => {
  it(
    'are found consistent, and answered alike: the year of the demonstration, with its own clock',
    () =>
      opened('demo', async (onus) => {
        const { entries } = await buildDemo(onus);
        const ledger = await replayed(onus, 'contoso');
        expect(ledger.verdict).toMatchObject({ verdict: 'consistent', entries, unfinished: 0 });
        const { state } = await onus.state(onus.engagementId('contoso'));
        expect(ledger.verdict).toMatchObject({ state });
        const moments = [
          { day: '2025-11-10' },
          { day: '2026-03-14' },
          { day: '2026-03-29' },
          { at: '2026-06-30T12:00:00Z' },
          { day: '2026-06-30' },
          { from: '2026-03-01T00:00:00Z', to: '2026-10-01T00:00:00Z' },
        ];
        const refs = [...new Set(answersRefs(ledger.answers, entries))];
        expect(refs.length).toBeGreaterThan(60);
        compareAnswers(onus, 'contoso', ledger, moments, [300, 700, 1_000, entries], refs);
      }),
    PATIENCE,
  );

  whenThere(MATRICES)(
    'are found consistent, and answered alike: eleven dated versions of a real matrix, imported in parts',
    async () => {
      const golden = JSON.parse(readFileSync(`${MATRICES}/golden_asof.json`, 'utf8')) as {
        versions: { committed_at: string; file: string }[];
      };
      const about = ['--engagement', 'cloud-gov', '--data', `${folder}/cloud-gov`];
      // Late ones first, now and then: a version that comes late stops at the next that is known.
      const versions = [...golden.versions.slice(4), ...golden.versions.slice(0, 4)];
      for (const { file, committed_at: effective } of versions) {
        const csv = `${MATRICES}/normalised/${file.replace(/\.xlsx$/, '.csv')}`;
        await onusJson('import', csv, '--format', 'matrix-csv', '--effective', effective, ...about);
      }
      await opened('cloud-gov', async (onus) => {
        const ledger = await replayed(onus, 'cloud-gov');
        expect(ledger.verdict).toMatchObject({ verdict: 'consistent', unfinished: 0 });
        const moments = golden.versions.map(({ committed_at }) => ({ at: parseInstant(committed_at) }));
        const { size } = ledger.answers;
        compareAnswers(onus, 'cloud-gov', ledger, moments, [Math.round(size / 2), size], ['AC-2', 'SI-4(4)']);
        const year = { from: '2021-01-01T00:00:00Z', to: '2023-01-01T00:00:00Z' };
        compareAnswers(onus, 'cloud-gov', ledger, [year], [size], ['AC-2', 'SI-4(4)', 'CM-8(5)']);
      });
    },
    PATIENCE,
  );

  whenThere(HISTORY)(
    'are found consistent, and answered alike: a real assignment history of 106,875 events',
    async () => {
      const about = ['--engagement', 'servicenow', '--data', `${folder}/servicenow`];
      await onusJson('import', HISTORY, '--format', 'assignments', ...about);
      await opened('servicenow', async (onus) => {
        const start = performance.now();
        const ledger = await replayed(onus, 'servicenow');
        const { size } = ledger.answers;
        process.stdout.write(`replayed ${size} entries in ${Math.round(performance.now() - start)} ms\n`);
        expect(ledger.verdict).toMatchObject({ verdict: 'consistent', entries: size, unfinished: 0 });
        const refs = ['INC0000045', 'INC0000057', 'INC0010000'];
        const moments = [{ at: '2016-03-05T12:00:00Z' }, { from: '2016-03-01T00:00:00Z', to: '2016-04-01T00:00:00Z' }];
        compareAnswers(onus, 'servicenow', ledger, moments, [size], refs);
      });
    },
    PATIENCE,
  );
});

const answersRefs = (answers: Answers, treeSize: number): readonly string[] =>
  ['2025-11-10T00:00:00Z', '2026-10-26T00:00:00Z'].flatMap((at) =>
    answers.matrix({ effective: { at }, known: { treeSize } }).lines.map(({ ref }) => ref),
  );
