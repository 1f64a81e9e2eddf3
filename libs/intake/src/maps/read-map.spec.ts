import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readMatrixCsv } from '../matrix-csv.ts';
import { READY_MAPS } from './ready-maps.ts';
import { readMatrixMap } from './read-map.ts';

const read = (value: unknown): ReturnType<typeof readMatrixMap> => readMatrixMap(Buffer.from(JSON.stringify(value)));
const marks = [{ column: 'a', words: { x: 'mssp' } }];

describe('Reading a map', () => {
  it.each(READY_MAPS)('accepts the ready map $name', (map) => {
    expect(read(map)).toEqual(map);
  });

  it('accepts the example of the README, which reads the lines beside it', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [json, csv] = [/```json\n(.*?)```/s, /```csv\n(.*?)```/s].map((block) =>
      Buffer.from(block.exec(readme)![1]!),
    );
    const file = readMatrixCsv(csv!, readMatrixMap(json!));
    expect(file.lines.map(({ marks: found }) => found)).toEqual([['shared'], ['mssp', 'inherited']]);
    expect(file.lines.flatMap(({ findings }) => findings)).toEqual([]);
    expect(file.lines[0]!.definition.controls).toHaveLength(2);
  });

  it.each([
    ['', [], 'no object', 'braces'],
    ['/colour', { colour: 'red' }, 'a map has no "colour" here', 'Use name, recognises, ref'],
    ['/constructor', { constructor: 'x' }, 'a map has no "constructor" here', 'Use name'],
    ['/ref', { ref: 3 }, 'no text', 'in quotes'],
    ['/texts/owner', { texts: { owner: 'a' } }, 'a map has no "owner" here', 'Use title, objective'],
    ['/texts/a~1b', { texts: { 'a/b': 'a' } }, 'a map has no "a/b" here', 'Use title'],
    [
      '/lists/preconditions',
      { lists: { preconditions: { column: 'a' } } },
      '"separator" is missing',
      'Add "separator"',
    ],
    [
      '/lists/preconditions/separator',
      { lists: { preconditions: { column: 'a', separator: '' } } },
      'no separator',
      '";"',
    ],
    ['/marks', { marks: {} }, 'no list', 'brackets'],
    ['/marks', { marks: [] }, 'an empty one', 'brackets'],
    ['/marks/0', { marks: [{ column: 'a' }] }, '"words" is missing', 'Add "words"'],
    ['/marks/0/words', { marks: [{ column: 'a', words: [] }] }, 'no object', 'braces'],
    [
      '/marks/0/words/x',
      { marks: [{ column: 'a', words: { x: 'us' } }] },
      '"us" is not known',
      'Use one of client, mssp, shared',
    ],
    [
      '/marks/0/words/x/1',
      { marks: [{ column: 'a', words: { x: ['mssp', 'us'] } }] },
      '"us" is not known',
      'client, mssp',
    ],
    [
      '/marks/0/words/X ',
      { marks: [{ column: 'a', words: { x: 'mssp', 'X ': 'client' } }] },
      'there twice',
      'Keep one',
    ],
    ['/marks/0/otherwise', { marks: [{ ...marks[0], otherwise: 'no' }] }, '"no" is not known', 'finding, ignore'],
    [
      '/marks/0/combinations/0',
      { marks: [{ ...marks[0], combinations: [{ all: ['mssp'] }] }] },
      '"give" is missing',
      'Add',
    ],
    ['/raci/mssp', { raci: { mssp: 'a' } }, 'a map has no "mssp" here', 'Use client, provider, third'],
    ['/parts/client/when', { parts: { client: { column: 'a', when: 'shared' } } }, 'no list', 'brackets'],
    ['/controls/1', { controls: [{ framework: 'f', column: 'a', separator: ';' }, null] }, 'no object', 'braces'],
  ])('refuses what is wrong at %j', (pointer, map, detail, mend) => {
    expect(() => read(map)).toThrow(
      expect.objectContaining({
        name: 'BrokenMap',
        code: 'intake/broken-map',
        pointer,
        detail: expect.stringContaining(detail),
        mend: expect.stringContaining(mend),
      }),
    );
  });

  it('refuses what is no JSON, with line and column', () => {
    const fault = {
      name: 'BrokenFile',
      code: 'intake/not-json',
      line: 2,
      column: 2,
      mend: expect.stringContaining('one JSON object'),
    };
    expect(() => readMatrixMap(Buffer.from('{"ref":"a",\n "ref":"b"}'))).toThrow(expect.objectContaining(fault));
  });
});
