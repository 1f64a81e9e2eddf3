import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

interface Moment {
  readonly value: string;
  readonly words: string;
}

/** The page's own module: plain JavaScript that a browser loads as it is. */
const { readEffective, readKnown, shortWords, NotAMoment } = (await import(
  new URL('../../apps/ledger/src/page/parts/moments.js', import.meta.url).href
)) as {
  readonly readEffective: (text: string, zone: string) => Moment;
  readonly readKnown: (text: string, zone: string) => Moment;
  readonly shortWords: (instant: string, zone: string) => string;
  readonly NotAMoment: new () => Error;
};

const BERLIN = 'Europe/Berlin';
const ZONES = [
  BERLIN,
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Auckland',
  'Africa/Casablanca',
];
const anyZone = fc.constantFrom(...ZONES);
const anyDay = fc.integer({ min: 0, max: 40 * 365 }).map((days) => Temporal.PlainDate.from('2000-01-01').add({ days }));

describe('What the page reads as the time in the world', () => {
  it.each([
    ['2026-03-14', '2026-03-14'],
    [' 14 March 2026 ', '2026-03-14'],
    ['4 Mar 2026', '2026-03-04'],
    ['2026-03-14 09:30', '2026-03-14T08:30:00Z'],
    ['2026-07-14T09:30:15', '2026-07-14T07:30:15Z'],
    ['2026-03-14T09:30:00+01:00', '2026-03-14T09:30:00+01:00'],
    ['2026-03-14t09:30:00z', '2026-03-14T09:30:00Z'],
  ])('takes "%s" as %s', (text, value) => {
    expect(readEffective(text, BERLIN).value).toBe(value);
  });

  it.each(['', 'next week', '2026-02-30', '31 April 2026', '14.3.26', '2026-03-14 24:00', '2026-13-01T00:00:00Z'])(
    'refuses "%s", and says how to write it',
    (text) => {
      expect(() => readEffective(text, BERLIN)).toThrow(NotAMoment);
      expect(() => readEffective(text, BERLIN)).toThrow('Write 2026-03-14');
    },
  );

  it('says back in words what it understood', () => {
    expect(readEffective('2026-03-14', BERLIN).words).toBe('14 March 2026, the whole day in Europe/Berlin.');
    expect(readEffective('2026-03-14 09:30', BERLIN).words).toContain('14 March 2026');
    expect(readEffective('2026-03-14 09:30', BERLIN).words).toContain('09:30');
  });

  it('reads a wall-clock time in any zone as Temporal does, also where clocks are set', () => {
    fc.assert(
      fc.property(anyZone, anyDay, fc.nat(23), fc.nat(59), (zone, day, hour, minute) => {
        const wall = day.toPlainDateTime({ hour, minute });
        const text = wall.toString({ smallestUnit: 'minute' });
        const expected = wall.toZonedDateTime(zone).epochMilliseconds;
        expect(Date.parse(readEffective(text, zone).value)).toBe(expected);
      }),
    );
  });
});

describe('What the page reads as how much was known', () => {
  it('takes nothing as everything, a number as that many entries, and an instant as it is', () => {
    expect(readKnown('', BERLIN).value).toBe('');
    expect(readKnown('1,275', BERLIN).value).toBe('1275');
    expect(readKnown('2026-03-14T09:30:00Z', BERLIN).value).toBe('2026-03-14T09:30:00Z');
    expect(() => readKnown('soon', BERLIN)).toThrow(NotAMoment);
  });

  it('takes a day as everything recorded before the next one begins', () => {
    expect(readKnown('2026-03-14', BERLIN).value).toBe('2026-03-14T22:59:59.999999Z');
    fc.assert(
      fc.property(anyZone, anyDay, (zone, day) => {
        const end = Temporal.Instant.from(readKnown(day.toString(), zone).value);
        const next = day.add({ days: 1 }).toPlainDateTime().toZonedDateTime(zone).toInstant();
        expect(end.add({ microseconds: 1 }).toString()).toBe(next.toString());
      }),
    );
  });
});

describe('How the page writes times', () => {
  it('leaves the time out at midnight of the zone', () => {
    expect(shortWords('2026-04-01T22:00:00Z', BERLIN)).toBe('2 Apr 2026');
    expect(shortWords('2026-09-15T08:05:00Z', BERLIN)).toBe('15 Sep 2026, 10:05');
    expect(shortWords('2026-09-15T08:05:09Z', BERLIN)).toBe('15 Sep 2026, 10:05:09');
  });
});
