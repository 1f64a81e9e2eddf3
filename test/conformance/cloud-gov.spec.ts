import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { MatrixView, OwnerAnswer } from '#answers/views';
import type { DiffView } from '#answers/views.diff';
import type { TimedReport } from '#apps/cli/src/print/import-report';
import { onusJson } from '#test/journeys/command-line/onus-command';
import { workplace } from '#test/journeys/command-line/onus-process';

const SOURCE = '../shared/data/matrices/real/cloud-gov';
const whenThere = existsSync(SOURCE) ? describe : describe.skip;

interface Golden {
  readonly versions: readonly { readonly committed_at: string; readonly file: string; readonly rows: number }[];
  readonly as_of: readonly {
    readonly at: string;
    readonly control: string;
    readonly answer: Readonly<Record<string, string>>;
  }[];
}

type Row = Readonly<Record<string, string>>;

const golden: Golden = existsSync(SOURCE)
  ? (JSON.parse(readFileSync(`${SOURCE}/golden_asof.json`, 'utf8')) as Golden)
  : { versions: [], as_of: [] };
const csvOf = (file: string): string => `${SOURCE}/normalised/${file.replace(/\.xlsx$/, '.csv')}`;
const rowsOf = (file: string): readonly Row[] =>
  parse(readFileSync(csvOf(file)), { columns: true, bom: true }) as readonly Row[];

whenThere('Eleven dated versions of a real matrix, imported in order', () => {
  const { folder, clear } = workplace();
  const reports = new Map<string, TimedReport>();
  const ask = (...args: readonly string[]): Promise<unknown> =>
    onusJson(...args, '--engagement', 'cloud-gov', '--data', folder);
  const who = (control: string, at: string) => ask('who', control, '--on', at) as Promise<OwnerAnswer>;
  const diff = (from: string, to: string) => ask('diff', '--from', from, '--to', to) as Promise<DiffView>;
  const dated = (start: string) => golden.versions.find(({ file }) => file.startsWith(start))!;

  beforeAll(async () => {
    for (const { file, committed_at: effective } of golden.versions) {
      reports.set(
        file,
        (await ask('import', csvOf(file), '--format', 'matrix-csv', '--effective', effective)) as TimedReport,
      );
    }
  }, 180_000);
  afterAll(clear);

  it.each(golden.as_of)('$control at $at is answered as the files say', async ({ control, at, answer }) => {
    const [interval, ...others] = (await who(control, at)).intervals;
    expect(others).toEqual([]);
    expect(interval!.exists).toBe(true);
    expect(interval!.attributes).toMatchObject(answer);
    expect(interval!.basis).toMatchObject({ kind: 'import', agreed: false, note: 'imported; not agreed in Onus' });
  });

  it('records every version but those that say nothing new', async () => {
    const silent = [...reports].filter(([, { recorded }]) => !recorded).map(([file]) => file.slice(0, 11));
    expect(silent).toEqual(['2021-03-15_', '2021-07-21b', '2023-03-16_']);
    for (const [file, report] of reports) {
      if (report.recorded) continue;
      expect({ file, ...report }).toMatchObject({ reason: 'no-difference', entries: 0, import: null });
    }
  });

  it('has at each commit time the matrix of that file, cell by cell', async () => {
    for (const { file, committed_at: at } of golden.versions) {
      const matrix = (await ask('matrix', '--on', at)) as MatrixView;
      const said = new Map(matrix.lines.map(({ ref, definition }) => [ref, definition!.attributes]));
      expect(said).toEqual(new Map(rowsOf(file).map((row) => [row['control']!, row])));
    }
  });

  it('knows nothing before the first version, and the first version until the moment of the second', async () => {
    const [first, second] = golden.versions;
    expect((await who('AC-2', '2017-02-09T18:26:47Z')).exists).toBe(false);
    expect((await who('AC-2', first!.committed_at)).exists).toBe(true);
    const justBefore = Temporal.Instant.from(second!.committed_at).subtract({ microseconds: 1 }).toString();
    expect((await who('AC-2', justBefore)).intervals[0]!.attributes!['can_be_inherited']).toBe('');
    expect((await who('AC-2', second!.committed_at)).intervals[0]!.attributes!['can_be_inherited']).toBe('Partial');
  });

  it('sees a responsibility that moved, and moved back unseen', async () => {
    const inherited = async (at: string) => (await who('SI-4(4)', at)).intervals[0]!.attributes!['can_be_inherited'];
    expect(await inherited('2022-07-14')).toBe('Yes');
    expect(await inherited('2022-07-15')).toBe('Partial');
    expect(await inherited('2022-11-17')).toBe('Yes');
    const [{ fields }] = (await diff('2022-07-14', '2022-07-15')).lines as [DiffView['lines'][0]];
    expect(fields).toContain('/attributes/can_be_inherited');
    // On the day itself the answer is two: half of it the customer had nothing to review.
    const day = (await who('SI-4(4)', '2022-07-14')).intervals;
    expect(day.map(({ attributes }) => attributes!['can_be_inherited'])).toEqual(['Yes', 'Partial']);
    expect(day[0]!.to).toBe(day[1]!.from);
  });

  it('tells a finer template from the old one: 422 lines added, 131 removed', async () => {
    const { counts } = await diff('2020-10-02', '2020-12-24');
    expect(counts).toMatchObject({ added: 422, removed: 131, changed: 27, same: 167 });
    expect(reports.get(dated('2020-12-23').file)!.counts).toMatchObject({ define: 422, retire: 131 });
  });

  it('finds the 34 fields on 22 lines of 21 July 2021', async () => {
    const { counts, lines } = await diff('2021-07-21T00:00:00Z', '2021-07-22T00:00:00Z');
    const fields = lines.flatMap((line) => line.fields.filter((field) => field.startsWith('/attributes/')));
    expect(counts).toMatchObject({ added: 0, removed: 0, changed: 22, same: 594 });
    expect(fields).toHaveLength(34);
    expect(lines.map(({ ref }) => ref)).toContain('CM-8(5)');
  });
});
