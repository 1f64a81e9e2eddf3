import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEED_KINDS, MAX_FEED_LINE_BYTES, readAssignmentFeed, type FeedFile } from './assignment-feed.ts';

const read = (text: string): FeedFile => readAssignmentFeed(Buffer.from(text));
const event = (fields: object): string =>
  JSON.stringify({ item: 'I-1', at: '2026-03-14T09:30:00Z', kind: 'assigned', ...fields });

const refusal = (code: string, line: number, column: number, detail: string, mend: string): object =>
  expect.objectContaining({
    name: 'BrokenFile',
    code,
    line,
    column,
    detail: expect.stringContaining(detail),
    mend: expect.stringContaining(mend),
  });

describe('Reading an assignment feed', () => {
  it('gives each event with its canonical instant, and keeps what the format does not define word for word', () => {
    const line =
      '{"seq":7,"item":"I-1","at":"2026-03-14T10:30:00.250+01:00","owner":"Kim","group":null,"actor":"sys","kind":"assigned",' +
      '"what":"w","ref":"r","note":"a\\u00fc","line": 2.0 ,"big":12345678901234567890,"more":{"a": [1, "}"]},"none":null}\r';
    expect(read(`${line}\n\r\n`)).toEqual({
      digest: `sha256:${createHash('sha256').update(`${line}\n\r\n`).digest('hex')}`,
      lines: [
        {
          line: 1,
          item: 'I-1',
          at: '2026-03-14T09:30:00.25Z',
          micros: Date.UTC(2026, 2, 14, 9, 30, 0, 250) * 1000,
          seq: 7,
          kind: 'assigned',
          owner: 'Kim',
          ownerStated: true,
          group: null,
          groupStated: true,
          actor: 'sys',
          what: 'w',
          ref: 'r',
          attributes: { note: 'aü', line: '2.0', big: '12345678901234567890', more: '{"a": [1, "}"]}', none: 'null' },
        },
      ],
    });
  });

  it('tells an owner who is not mentioned from nobody', () => {
    const [silent, nobody] = read(`${event({})}\n${event({ owner: null, group: 'SOC' })}`).lines;
    expect(silent).toMatchObject({
      owner: null,
      ownerStated: false,
      group: null,
      groupStated: false,
      actor: null,
      seq: 1,
    });
    expect(nobody).toMatchObject({ owner: null, ownerStated: true, group: 'SOC', groupStated: true, seq: 2 });
    expect(silent).not.toHaveProperty('what');
  });

  it.each(FEED_KINDS)('knows the kind %s', (kind) => {
    expect(read(event({ kind })).lines[0]!.kind).toBe(kind);
  });

  it('keeps a field called __proto__ as an attribute', () => {
    const { attributes } = read(`${event({}).slice(0, -1)},"__proto__":"x"}`).lines[0]!;
    expect(Object.entries(attributes)).toEqual([['__proto__', 'x']]);
  });

  it('orders events by instant, then seq, then line, whatever the order and the offsets in the file', () => {
    const events = fc.array(
      fc.record({
        minute: fc.nat(3),
        offset: fc.constantFrom('Z', '+05:30', '-08:00'),
        seq: fc.option(fc.nat(3), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(events, (list) => {
        const texts = list.map(({ minute, offset, seq }) => event({ at: `2026-03-14T09:0${minute}:00${offset}`, seq }));
        const { lines } = read(texts.join('\n'));
        expect(lines.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(list.map((_, i) => i + 1));
        for (let i = 1; i < lines.length; i++) {
          const [a, b] = [lines[i - 1]!, lines[i]!];
          const order = Date.parse(a.at) - Date.parse(b.at) || a.seq - b.seq || a.line - b.line;
          expect(order).toBeLessThan(0);
        }
        for (const { line, seq } of lines) expect(seq).toBe(list[line - 1]!.seq ?? line);
      }),
    );
  });

  it('reads a packed feed as it reads the unpacked one, and digests the bytes that came in', () => {
    const text = `\ufeff${event({})}\n${event({ owner: 'Kim' })}\n`;
    const packed = gzipSync(text);
    expect(readAssignmentFeed(packed).lines).toEqual(read(text).lines);
    expect(readAssignmentFeed(packed).digest).toBe(`sha256:${createHash('sha256').update(packed).digest('hex')}`);
    const members = Buffer.concat([gzipSync(event({}) + '\n'), gzipSync(event({ owner: 'Kim' }))]);
    expect(readAssignmentFeed(members).lines).toEqual(read(text).lines);
  });
});

describe('A feed is refused whole', () => {
  const good = event({});

  it.each([
    ['when it is empty', '', 'intake/empty', 1, 1, 'no lines', 'Export'],
    ['when it has blank lines only', '\n \n', 'intake/empty', 1, 1, 'no lines', 'Export'],
    [
      'when a blank line stands between events',
      `${good}\n \n\n${good}\n`,
      'intake/blank-line',
      2,
      1,
      'blank',
      'Remove',
    ],
    ['when a line is no JSON', `${good}\n{"item":"ü",at:1}\n`, 'intake/not-json', 2, 13, '"a"', 'one JSON object'],
    [
      'when a line is cut off',
      `${good}\n${good.slice(0, 12)}`,
      'intake/not-json',
      2,
      9,
      'never closed',
      'one JSON object',
    ],
    [
      'when a name is there twice',
      `${good}\n{"item":"a","item":"b"}`,
      'intake/not-json',
      2,
      13,
      '"item" is there twice',
      'JSON',
    ],
    ['when a line is a list', `[]\n`, 'intake/not-an-object', 1, 1, 'no JSON object', 'one JSON object'],
    ['when a line is a number', `${good}\n3\n`, 'intake/not-an-object', 2, 1, 'no JSON object', 'one JSON object'],
    ['when the item is missing', '{"at":"2026-01-01T00:00:00Z"}', 'intake/missing-field', 1, 1, 'no "item"', '"kind"'],
    ['when the instant is missing', '{"item":"a","kind":"closed"}', 'intake/missing-field', 1, 1, 'no "at"', '"kind"'],
    ['when the item is no text', event({ item: 3 }), 'intake/wrong-type', 1, 9, '"item" is no text', 'as a text'],
    ['when the item is null', event({ item: null }), 'intake/wrong-type', 1, 9, '"item" is no text', 'as a text'],
    ['when the item is empty', event({ item: ' ' }), 'intake/wrong-type', 1, 9, '"item" is empty', 'as a text'],
    [
      'when the owner is a number',
      '{ "owner": 3,' + good.slice(1),
      'intake/wrong-type',
      1,
      12,
      '"owner" is no text',
      'null for none',
    ],
    [
      'when the owner is empty',
      '{"owner":"",' + good.slice(1),
      'intake/wrong-type',
      1,
      10,
      '"owner" is empty',
      'null for none',
    ],
    ['when seq is a fraction', '{"seq":1.5,' + good.slice(1), 'intake/wrong-type', 1, 8, '"seq"', 'whole number'],
    [
      'when seq is too large',
      '{"seq":9007199254740993,' + good.slice(1),
      'intake/wrong-type',
      1,
      8,
      '"seq"',
      'whole number',
    ],
    ['when seq is null', '{"seq":null,' + good.slice(1), 'intake/wrong-type', 1, 8, '"seq"', 'leave it out'],
    [
      'when the kind is unknown',
      '{"kind":"eaten","item":"a","at":"2026-01-01T00:00:00Z"}',
      'intake/unknown-kind',
      1,
      9,
      '"eaten"',
      FEED_KINDS.join(', '),
    ],
    [
      'when the instant has no offset',
      `${good}\n${event({ item: '😀', at: '2026-03-14T09:30:00' })}`,
      'intake/not-an-instant',
      2,
      18,
      'no offset',
      'with an offset',
    ],
    [
      'when there is no such day',
      `{"at":"2026-02-30T00:00:00Z","item":"a","kind":"closed"}`,
      'intake/not-an-instant',
      1,
      7,
      'no such date',
      'RFC 3339',
    ],
  ])('%s', (_, text, code, line, column, detail, mend) => {
    expect(() => read(text)).toThrow(refusal(code, line, column, detail, mend));
    expect(() => readAssignmentFeed(gzipSync(text))).toThrow(refusal(code, line, column, detail, mend));
  });

  it('when a line is too long for an entry', () => {
    const padding = MAX_FEED_LINE_BYTES - event({ note: '' }).length;
    expect(read(event({ note: 'x'.repeat(padding) })).lines).toHaveLength(1);
    expect(() => read(`${good}\n${event({ note: 'x'.repeat(padding + 1) })}`)).toThrow(
      refusal('intake/line-too-long', 2, 1, `${MAX_FEED_LINE_BYTES + 1} bytes`, 'Shorten'),
    );
  });

  it('when it is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from(`${good}\n{"item":"`), Buffer.from('é"}', 'latin1')]);
    expect(() => readAssignmentFeed(bytes)).toThrow(refusal('intake/not-utf8', 2, 10, '0xe9', 'UTF-8'));
    expect(() => readAssignmentFeed(Buffer.from(good, 'utf16le'))).toThrow(
      refusal('intake/utf16', 1, 1, 'UTF-16', 'UTF-8'),
    );
  });

  it('when its packing is damaged', () => {
    const packed = gzipSync(`${good}\n`);
    expect(() => readAssignmentFeed(packed.subarray(0, -1))).toThrow(
      refusal('intake/corrupt-gzip', 1, 1, 'cut off', 'again'),
    );
  });
});
