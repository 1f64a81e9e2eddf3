import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { toSeal } from '#kernel/sealed';
import { BrokenInput } from '../broken-input.ts';
import { readChangeFile } from './change-file.ts';

const assignment = { marks: ['mssp'], raci: [{ party: 'p1', member: 'm4', roles: ['R', 'A'] }] };
const change = {
  title: 'Log review moves',
  effectiveFrom: '2026-04-02T00:00:00+02:00',
  lines: [{ ref: 'LOG-03', act: 'assign', assignment }],
};

const DIGEST = 'ab'.repeat(32);

const read = (value: unknown) =>
  readChangeFile({ name: 'c.json', bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });

const fault = async (value: unknown): Promise<BrokenInput> => {
  try {
    await read(value);
  } catch (error) {
    if (error instanceof BrokenInput) return error;
    throw error;
  }
  throw new Error('the change was accepted');
};

const POLICY = { quorum: { p1: { atLeast: 1 }, p2: { atLeast: 1 } }, ratifyWithinHours: 24 };

describe('A change in a file', () => {
  it('is read with its texts to be sealed and its times in UTC', async () => {
    expect(await read({ ...change, reason: 'New team' })).toEqual({
      about: { title: toSeal('Log review moves'), reason: toSeal('New team'), kind: 'ordinary' },
      text: { lines: [{ drafted: change.lines[0] }], effectiveFrom: '2026-04-01T22:00:00Z' },
    });
  });

  it('can alter the terms, name attachments and the objections that it settles, and say what it replaces', async () => {
    const policy = { quorum: { p1: { atLeast: 1 }, p2: { percent: 50, roles: ['owner'] } }, ratifyWithinHours: 24 };
    const more = {
      supersedes: 'C-3',
      resolves: ['o12'],
      attachments: [{ digest: DIGEST, name: 'runbook.pdf' }],
      terms: { policy, retention: { entriesYears: 10 } },
    };
    expect(await read({ ...change, ...more })).toMatchObject({
      about: { supersedes: 'C-3' },
      text: {
        attachments: [{ digest: DIGEST, name: toSeal('runbook.pdf') }],
        terms: { policy, retention: { entriesYears: 10 } },
        resolves: ['o12'],
      },
    });
  });

  it('says in an emergency who bore the duty before, apart from the line', async () => {
    const written = { ...change, kind: 'emergency', lines: [{ ...change.lines[0], before: assignment }] };
    expect(await read(written)).toMatchObject({
      about: { kind: 'emergency' },
      text: { lines: [{ drafted: change.lines[0], before: assignment }] },
    });
  });

  it('is refused with line and column where it is no JSON', async () => {
    const error = await fault('{\n  "title": "x",\n  "lines": [,]\n}');
    expect(error.code).toBe('cli/not-json');
    expect(error.place).toMatchObject({ line: 3, column: 13 });
    expect(error.message).toMatch(/^c\.json:3:13: /);
  });

  it.each([
    [
      'a word that is no mark',
      { ...change, lines: [{ ...change.lines[0], assignment: { ...assignment, marks: ['us'] } }] },
      '/lines/0/assignment/marks/0',
    ],
    ['an act that nobody knows', { ...change, lines: [{ ref: 'A', act: 'move' }] }, '/lines/0/act'],
    ['a line without a reference', { ...change, lines: [{ act: 'retire' }] }, '/lines/0'],
    ['a field that nobody knows', { ...change, owner: 'me' }, '/owner'],
    ['an instant without offset', { ...change, effectiveFrom: '2026-04-02T00:00:00' }, '/effectiveFrom'],
    ['no title', { ...change, title: '' }, '/title'],
    ['a list that is none', { ...change, lines: {} }, '/lines'],
    [
      'a quorum that is no number',
      { ...change, terms: { policy: { quorum: { p1: { atLeast: 'one' } }, ratifyWithinHours: 1 } } },
      '/terms/policy/quorum/p1/atLeast',
    ],
    [
      'an attachment whose digest says its algorithm',
      { ...change, attachments: [{ digest: `sha256:${DIGEST}`, name: 'runbook.pdf' }] },
      '/attachments/0/digest',
    ],
    [
      'a digest in capital letters',
      { ...change, attachments: [{ digest: DIGEST.toUpperCase(), name: 'runbook.pdf' }] },
      '/attachments/0/digest',
    ],
    [
      'a deadline beyond all years',
      { ...change, terms: { policy: { ...POLICY, expiresAfterDays: 100_000 } } },
      '/terms/policy/expiresAfterDays',
    ],
    [
      'an emergency that need not be ratified in a year',
      { ...change, terms: { policy: { ...POLICY, ratifyWithinHours: 8_761 } } },
      '/terms/policy/ratifyWithinHours',
    ],
  ])('is refused with a pointer for %s', async (_, value, pointer) => {
    const error = await fault(value);
    expect(error.code).toBe('cli/broken-change');
    expect(error.place).toEqual({ pointer });
  });
});
