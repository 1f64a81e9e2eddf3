import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TimedReport } from '#apps/cli/src/print/import-report';
import { onusAnswers, onusJson } from '#test/journeys/command-line/onus-command';
import { workplace } from '#test/journeys/command-line/onus-process';

const HISTORY = '../shared/data/history/servicenow';
const whenThere = existsSync(HISTORY) ? describe : describe.skip;

interface Answer {
  readonly id: number;
  readonly item: string;
  readonly at: string;
  readonly exists: boolean;
  readonly owner: string | null;
  readonly group: string | null;
  readonly closed: boolean | null;
}

const answersIn = (text: string): readonly Answer[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);

/** What the answers are compared by: what both sides say. */
const said = ({ id, item, at, exists, owner, group, closed }: Answer) => ({
  id,
  item,
  at,
  exists,
  owner: owner ?? null,
  group: group ?? null,
  closed: exists ? closed : null,
});

whenThere('A real assignment history of 106,875 events', () => {
  const { folder, clear } = workplace();
  const about = ['--engagement', 'servicenow', '--data', folder] as const;
  let report: TimedReport;

  beforeAll(async () => {
    const feed = `${HISTORY}/events.jsonl.gz`;
    report = (await onusJson('import', feed, ...about, '--format', 'assignments')) as TimedReport;
    process.stdout.write(
      `imported ${report.lines} events in ${report.seconds} s: ${report.perSecond} events per second\n`,
    );
  }, 300_000);
  afterAll(clear);

  it('is recorded whole', () => {
    expect(report).toMatchObject({ recorded: true, lines: 106_875, opened: true });
  });

  it('answers each of 1,000 questions as independent code did', async () => {
    const questions = `${HISTORY}/questions.tsv`;
    const answers = answersIn(await onusAnswers(['who', ...about, '--questions', questions, '--json']));
    const expected = answersIn(readFileSync(`${HISTORY}/answers.jsonl`, 'utf8'));
    expect(expected).toHaveLength(1_000);
    expect(answers.map(said)).toEqual(expected.map(said));
  });

  it('records nothing when it comes again', async () => {
    const feed = `${HISTORY}/events.jsonl.gz`;
    const again = (await onusJson('import', feed, ...about, '--format', 'assignments')) as TimedReport;
    expect(again).toMatchObject({
      recorded: false,
      reason: 'already-recorded',
      import: report.import,
      treeSize: report.treeSize,
      entries: 0,
    });
  });
});
