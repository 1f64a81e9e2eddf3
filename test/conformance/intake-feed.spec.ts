import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readAssignmentFeed, type FeedFile } from '#intake/assignment-feed';
import { readQuestions } from '#intake/questions';

const HISTORY = '../shared/data/history/servicenow';
const whenThere = existsSync(HISTORY) ? describe : describe.skip;

whenThere('A real assignment history', () => {
  const packed = existsSync(HISTORY) ? readFileSync(`${HISTORY}/events.jsonl.gz`) : Buffer.of();
  let feed: FeedFile;

  beforeAll(() => {
    feed = readAssignmentFeed(packed);
  });

  it('has 106,875 events on 24,918 items, in the order of their sequence numbers', () => {
    const { lines } = feed;
    expect(lines).toHaveLength(106_875);
    expect(new Set(lines.map(({ item }) => item)).size).toBe(24_918);
    expect(lines.every(({ seq }, i) => seq === i + 1)).toBe(true);
  });

  it('is read field by field as it is written', () => {
    const { lines } = feed;
    const written = gunzipSync(packed).toString().trimEnd().split('\n');
    const given = lines.map(({ seq, item, at, owner, group, actor, kind, what, ref, attributes }) => {
      const { line, ...rest } = attributes;
      return JSON.stringify({ seq, item, at, owner, group, actor, kind, what, ref, ...rest, line: Number(line) });
    });
    const plain = written.map((text) => {
      const { seq, item, at, owner, group, actor, kind, what, ref, ...rest } = JSON.parse(text) as Record<
        string,
        unknown
      >;
      return JSON.stringify({ seq, item, at, owner, group, actor, kind, what, ref, ...rest });
    });
    expect(given.filter((text, i) => text !== plain[i])).toEqual([]);
    expect(lines.every(({ ownerStated, groupStated }) => ownerStated && groupStated)).toBe(true);
  });

  it('is refused whole when it is cut off', () => {
    const cut = packed.subarray(0, packed.length - 100);
    expect(() => readAssignmentFeed(cut)).toThrow(expect.objectContaining({ code: 'intake/corrupt-gzip' }));
  });

  it('comes with 1,000 questions, whose answers name the same ids, items and instants', () => {
    const questions = readQuestions(readFileSync(`${HISTORY}/questions.tsv`, 'utf8'));
    expect(questions).toHaveLength(1_000);
    const answers = readFileSync(`${HISTORY}/answers.jsonl`, 'utf8').trimEnd().split('\n');
    const asked = answers.map((text) => {
      const { id, item, at } = JSON.parse(text) as Record<string, unknown>;
      return { id, item, at };
    });
    expect(questions.map(({ id, item, written }) => ({ id, item, at: written }))).toEqual(asked);
    expect(questions.every(({ at, written }) => at === written)).toBe(true);
  });
});
