import { describe, expect, it } from '@jest/globals';
import { readQuestions } from './questions.ts';

describe('Reading questions', () => {
  it('reads id, item and instant, and ignores further fields, a carriage return and blank lines at the end', () => {
    expect(
      readQuestions('\ufeff1\tINC1\t2016-03-24T03:27:08+01:00\trandom\r\nQ-2\tLOG 03\t2016-05-14T16:38:29Z\n\n'),
    ).toEqual([
      { id: 1, item: 'INC1', at: '2016-03-24T02:27:08Z', written: '2016-03-24T03:27:08+01:00', line: 1 },
      { id: 'Q-2', item: 'LOG 03', at: '2016-05-14T16:38:29Z', written: '2016-05-14T16:38:29Z', line: 2 },
    ]);
  });

  it.each([
    ['0', 0],
    ['-7', -7],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['007', '007'],
    ['-0', '-0'],
    ['+1', '+1'],
    ['1.0', '1.0'],
    ['1e3', '1e3'],
  ])('gives the id %j as %j', (text, id) => {
    expect(readQuestions(`${text}\ta\t2016-05-14T16:38:29Z`)[0]!.id).toBe(id);
  });

  const good = '1\ta\t2016-05-14T16:38:29Z\n';

  it.each([
    ['there is none', '\n', 'intake/empty', 1, 1, 'no questions', 'id, item and instant'],
    ['a field is missing', `${good}2\tb\n`, 'intake/broken-question', 2, 1, '2 of the 3 fields', 'tabs between'],
    [
      'a line between is blank',
      `${good}\n${good}`,
      'intake/broken-question',
      2,
      1,
      '1 of the 3 fields',
      'tabs between',
    ],
    [
      'the id is empty',
      `${good}${good} \tb\t2016-05-14T16:38:29Z`,
      'intake/broken-question',
      3,
      1,
      'no id',
      'id, item',
    ],
    ['the item is empty', '😀\t\t2016-05-14T16:38:29Z', 'intake/broken-question', 1, 3, 'no item', 'id, item'],
    [
      'the instant has no offset',
      `${good}2\tb\t2016-05-14T16:38:29`,
      'intake/not-an-instant',
      2,
      5,
      'no offset',
      'RFC 3339',
    ],
    ['the instant is a day', `${good}2\tb\t2016-05-14`, 'intake/not-an-instant', 2, 5, 'no offset', 'with an offset'],
  ])('refuses the file when %s', (_, text, code, line, column, detail, mend) => {
    expect(() => readQuestions(text)).toThrow(
      expect.objectContaining({
        code,
        line,
        column,
        detail: expect.stringContaining(detail),
        mend: expect.stringContaining(mend),
      }),
    );
  });
});
