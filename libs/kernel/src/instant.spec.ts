import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertKept, instantOf, LAST_SECOND, laterOf, microsOf, NotAnInstant, parseInstant } from './instant.ts';

const micros = fc.integer({
  min: microsOf('1800-01-01T00:00:00Z'),
  max: microsOf('2249-12-31T23:59:59.999999Z'),
});

describe('Reading an instant', () => {
  const accepted: readonly (readonly [string, string])[] = [
    ['2026-03-14T09:30:00Z', '2026-03-14T09:30:00Z'],
    ['2026-03-14t09:30:00z', '2026-03-14T09:30:00Z'],
    ['2026-03-14T09:30:00+01:00', '2026-03-14T08:30:00Z'],
    ['2026-03-14T09:30:00-05:30', '2026-03-14T15:00:00Z'],
    ['2026-03-14T09:30Z', '2026-03-14T09:30:00Z'],
    ['2026-03-14T09:30:00.100Z', '2026-03-14T09:30:00.1Z'],
    ['2026-03-14T09:30:00.123456Z', '2026-03-14T09:30:00.123456Z'],
    ['2026-03-14T09:30:00.123456000Z', '2026-03-14T09:30:00.123456Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['1800-01-01T00:00:00Z', '1800-01-01T00:00:00Z'],
    ['2249-12-31T23:59:59.999999Z', '2249-12-31T23:59:59.999999Z'],
  ];

  it.each(accepted)('takes %s as %s', (text, canonical) => {
    expect(parseInstant(text)).toBe(canonical);
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['2026-03-14T09:30:00', 'there is no offset', /has no offset/],
    ['2026-03-14 09:30', 'there is no offset', /has no offset/],
    ['2026-03-14', 'it is a day and no instant', /has no offset/],
    ['14.03.2026 09:30', 'it is not RFC 3339', /RFC 3339/],
    ['', 'there is nothing', /RFC 3339/],
    ['2026-03-14T09:30:00 Z', 'it is not RFC 3339', /RFC 3339/],
    ['2026-03-14T09:30:00Z[Europe/Berlin]', 'it is not RFC 3339', /RFC 3339/],
    ['+002026-03-14T09:30:00Z', 'the year has more than four digits', /RFC 3339/],
    ['2026-02-30T00:00:00Z', 'February has no such day', /no such date or time/],
    ['2026-03-14T24:00:00Z', 'there is no such hour', /no such date or time/],
    ['2026-03-14T09:30:00+24:00', 'there is no such offset', /no such date or time/],
    ['2026-03-14T09:30:00.1234567Z', 'it would have to be rounded', /finer than a microsecond/],
    ['2026-03-14T09:30:00.000000001Z', 'it would have to be rounded', /finer than a microsecond/],
    ['2016-12-31T23:59:60Z', 'it is a leap second, which would become another second', /leap second/],
    ['1799-12-31T23:59:59Z', 'it lies before 1800', /1800 to 2249/],
    ['1800-01-01T00:00:00+00:01', 'it lies before 1800 in UTC', /1800 to 2249/],
    ['2250-01-01T00:00:00Z', 'it lies after 2249', /1800 to 2249/],
  ];

  it.each(refused)('refuses "%s", because %s', (text, _why, message) => {
    let fault: unknown;
    try {
      parseInstant(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(NotAnInstant);
    expect(fault).toMatchObject({ text, message: expect.stringMatching(message) });
  });
});

describe('The instants that are kept', () => {
  const FIRST = '1800-01-01T00:00:00Z';
  const LAST = '2249-12-31T23:59:59.999999Z';

  it('are all from the first of 1800 to the last of 2249, and no other', () => {
    for (const kept of [FIRST, LAST]) expect(() => assertKept(microsOf(kept), kept)).not.toThrow();
    for (const lost of [microsOf(FIRST) - 1, microsOf(LAST) + 1]) {
      expect(() => assertKept(lost, 'that day')).toThrow(/"that day" .* 1800 to 2249/);
    }
  });

  it('end with the last second that a timestamp of a witness may be of', () => {
    expect(instantOf(LAST_SECOND * 1_000_000)).toBe('2249-12-31T23:59:59Z');
  });
});

describe('Counting in microseconds', () => {
  it('loses nothing: text and count turn into each other, before and after 1970', () => {
    fc.assert(
      fc.property(micros, (count) => {
        const text = instantOf(count);
        expect(microsOf(text)).toBe(count);
        expect(parseInstant(text)).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  it('orders instants as time does, even where their texts sort otherwise', () => {
    expect(laterOf('2026-03-14T09:30:00.5Z', '2026-03-14T09:30:00Z')).toBe('2026-03-14T09:30:00.5Z');
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(laterOf(instantOf(a), instantOf(b))).toBe(instantOf(Math.max(a, b)));
      }),
    );
  });
});
