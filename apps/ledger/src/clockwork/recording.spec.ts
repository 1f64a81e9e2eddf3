import { describe, expect, it } from '@jest/globals';
import type { DueMatter } from '#read-models/due-matter';
import type { Onus } from '../runtime/onus.ts';
import { recordDue } from './recording.ts';

const reminder: DueMatter = {
  engagement: '7b7c1f6e-3a0f-5a52-8f4c-0d6f3c1b2a99',
  slug: 'contoso',
  change: 'C-7',
  command: 'RemindApprovers',
  at: '2026-03-14T09:00:00Z',
};

/** The id of the command that a process of this installation records something under. */
async function idOf(matter: DueMatter, origin = 'onus.example'): Promise<string> {
  let used: string | undefined;
  const submit = async (...[, , { commandId }]: Parameters<Onus['submit']>) => {
    used = commandId;
    return {} as Awaited<ReturnType<Onus['submit']>>;
  };
  await recordDue({ origin, submit, state: () => Promise.reject(new Error('nobody asked for it')) }, matter);
  return used!;
}

describe('What is due is recorded', () => {
  it('under one id by whoever tries it, so that whoever comes second is given the first result', async () => {
    expect(await idOf({ ...reminder })).toBe(await idOf(reminder));
  });

  it.each([
    ['the next reminder', { at: '2026-03-17T09:00:00Z' }],
    ['another change', { change: 'C-8' }],
    ['another command', { command: 'EscalateChange' }],
    ['another engagement', { engagement: '0d6f3c1b-3a0f-5a52-8f4c-7b7c1f6e2a99' }],
  ] as const)('under another id for %s', async (_what, other) => {
    expect(await idOf({ ...reminder, ...other })).not.toBe(await idOf(reminder));
  });

  it('under another id by another installation', async () => {
    expect(await idOf(reminder, 'other.example')).not.toBe(await idOf(reminder));
  });
});
