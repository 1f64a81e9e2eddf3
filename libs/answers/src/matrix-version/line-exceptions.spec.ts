import { describe, expect, it } from '@jest/globals';
import { microsOf } from '#kernel/instant';
import type { ExceptionView } from '../views/exceptions.ts';
import { exceptionsDuring, isAbout } from './line-exceptions.ts';

const control = { framework: 'nist-800-53-r5', id: 'AU-6' };
const line = { ref: 'LOG-03', controls: [control, { framework: 'iso-27001-2022', id: 'A.8.15', part: 'b' }] };

describe('An exception', () => {
  it('is about a line that it names, and about every line that serves a control that it names', () => {
    expect(isAbout({ refs: ['LOG-04', 'LOG-03'] }, line)).toBe(true);
    expect(isAbout({ controls: [control] }, line)).toBe(true);
    expect(isAbout({ refs: ['LOG-04'], controls: [{ ...control, id: 'AU-7' }] }, line)).toBe(false);
    expect(isAbout({ controls: [{ ...control, framework: 'nist-800-53-r4' }] }, line)).toBe(false);
    expect(isAbout({}, line)).toBe(false);
  });

  it('is about a line where one names a whole control and the other a part of it, and not where both name other parts', () => {
    expect(isAbout({ controls: [{ ...control, part: '(1)' }] }, line)).toBe(true);
    expect(isAbout({ controls: [{ framework: 'iso-27001-2022', id: 'A.8.15' }] }, line)).toBe(true);
    expect(isAbout({ controls: [{ framework: 'iso-27001-2022', id: 'A.8.15', part: 'b' }] }, line)).toBe(true);
    expect(isAbout({ controls: [{ framework: 'iso-27001-2022', id: 'A.8.15', part: 'c' }] }, line)).toBe(false);
  });
});

describe('What an exception is in a stretch of time', () => {
  const by = { party: 'p2', member: 'm6', name: null, partyName: 'Contoso', side: 'client' } as const;
  const mention = (recordedAt: string) => ({ entry: 1, recordedAt, by });
  const accepted: ExceptionView = {
    id: 'x57',
    refs: ['LOG-03'],
    controls: [],
    owner: by,
    measure: null,
    reason: null,
    from: '2026-03-01T00:00:00Z',
    to: '2026-05-01T00:00:00Z',
    covers: { from: '2026-03-10T00:00:00Z', to: '2026-05-01T00:00:00Z' },
    recorded: mention('2026-02-01T00:00:00Z'),
    accepted: mention('2026-03-10T00:00:00Z'),
    ended: null,
    ending: null,
  };
  const during = (from: string, to: string, view = accepted) =>
    exceptionsDuring([view], { from: microsOf(from), to: microsOf(to) }).map(({ status }) => status);

  it('is in force where it covers any of it, half-open at both ends', () => {
    expect(during('2026-03-01T00:00:00Z', '2026-03-10T00:00:00.000001Z')).toEqual(['in-force']);
    expect(during('2026-04-30T23:59:59.999999Z', '2026-06-01T00:00:00Z')).toEqual(['in-force']);
    expect(during('2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z')).toEqual(['expired']);
  });

  it('is what it is at the beginning where it covers none of it', () => {
    expect(during('2026-03-01T00:00:00Z', '2026-03-10T00:00:00Z')).toEqual(['to-come']);
    const { accepted: _, ...rest } = accepted;
    const asked = { ...rest, accepted: null, covers: null };
    expect(during('2026-03-20T00:00:00Z', '2026-03-21T00:00:00Z', asked)).toEqual(['not-accepted']);
    expect(during('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z', asked)).toEqual(['expired']);
    const ended = { ...accepted, covers: { from: '2026-03-10T00:00:00Z', to: '2026-04-01T00:00:00Z' } };
    const over = { ...ended, ended: mention('2026-04-01T00:00:00Z') };
    expect(during('2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z', over)).toEqual(['ended']);
    expect(during('2026-03-31T00:00:00Z', '2026-04-02T00:00:00Z', over)).toEqual(['in-force']);
  });

  it('is nothing where it was to begin only afterwards', () => {
    expect(during('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([]);
  });
});
