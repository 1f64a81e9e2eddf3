import { describe, expect, it } from '@jest/globals';
import { Moments } from './moments.ts';

describe('Instants in the words of an answer', () => {
  const berlin = new Moments('Europe/Berlin');

  it('are a date where they fall on midnight of the contract zone', () => {
    expect(berlin.moment('2026-01-31T23:00:00Z')).toBe('1 Feb 2026');
    expect(berlin.moment('2026-04-01T22:00:00Z')).toBe('2 Apr 2026');
  });

  it('have a time elsewhere, as exact as they are', () => {
    expect(berlin.moment('2026-03-14T08:30:00Z')).toBe('14 Mar 2026 09:30');
    expect(berlin.moment('2026-03-14T08:30:05Z')).toBe('14 Mar 2026 09:30:05');
    expect(berlin.moment('2026-03-14T08:30:05.25Z')).toBe('14 Mar 2026 09:30:05.25');
  });

  it('say half-open spans, and an open end in words', () => {
    expect(berlin.span('2026-01-31T23:00:00Z', '2026-04-01T22:00:00Z')).toBe('1 Feb 2026 → 2 Apr 2026');
    expect(berlin.span('2026-01-31T23:00:00Z', null)).toBe('since 1 Feb 2026, open end');
    expect(berlin.span(null, '2026-01-31T23:00:00Z')).toBe('until 1 Feb 2026');
    expect(berlin.span(null, null)).toBe('at all times');
  });

  it('say a day as it was asked, whatever the zone', () => {
    expect(new Moments('Pacific/Kiritimati').asked('2026-03-14')).toBe('14 Mar 2026');
  });

  it('say a period with both ends', () => {
    expect(berlin.asked('2026-01-31T23:00:00Z/2026-03-14T08:30:00Z')).toBe('1 Feb 2026 → 14 Mar 2026 09:30');
  });

  it('end a day at 24:00', () => {
    expect(berlin.partOfDay('2026-03-14', '2026-03-13T23:00:00Z', '2026-03-14T11:00:00Z')).toBe('00:00 → 12:00');
    expect(berlin.partOfDay('2026-03-14', '2026-03-14T11:00:00Z', '2026-03-14T23:00:00Z')).toBe('12:00 → 24:00');
  });

  it('tell the two hours apart that a clock shows twice', () => {
    const first = '2026-10-25T00:30:00Z';
    const second = '2026-10-25T01:30:00Z';
    expect(berlin.partOfDay('2026-10-25', first, second)).toBe('02:30+02:00 → 02:30+01:00');
  });
});
