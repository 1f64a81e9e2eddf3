import { describe, expect, it } from '@jest/globals';
import type { Basis, Named } from '../views.ts';
import { introductionWords } from './introduction-words.ts';
import { introductionOf, introductionsBehind, type Introducing } from './introductions.ts';

const PARTIES = { p1: ['Northwind', 'provider'], p2: ['Contoso', 'client'] } as const;
const NAMES: Readonly<Record<string, string>> = {
  m3: 'Nora Lund',
  m4: 'Anna Meier',
  m5: 'Ben Ortiz',
  m6: 'Dora Jansen',
};
const named = ({ party, member }: { readonly party: string; readonly member?: string }): Named => {
  const [partyName, side] = PARTIES[party as keyof typeof PARTIES];
  return { party, partyName, side, ...(member !== undefined && { member }), name: NAMES[member ?? ''] ?? null };
};

/** Nora founds, and adds Anna of her own side and Ben of the other, who adds Dora. */
const ADDED: Readonly<Record<string, readonly [party: string, by: string, of: string]>> = {
  m3: ['p1', 'm3', 'p1'],
  m4: ['p1', 'm3', 'p1'],
  m5: ['p2', 'm3', 'p1'],
  m6: ['p2', 'm5', 'p2'],
};
const introducing: Introducing = {
  added: (member) => {
    const [party, by, of] = ADDED[member] ?? [];
    if (party === undefined) return undefined;
    const actor = { party: of!, member: by! };
    const entry = Number(member.slice(1));
    return { party, by: actor, mention: () => ({ entry, recordedAt: '2026-01-01T00:00:00Z', by: named(actor) }) };
  },
  named,
  hasPasskey: (member) => member === 'm6',
};

const wordsOf = (member: string): string | undefined => {
  const introduction = introductionOf(member, introducing);
  return introduction && introductionWords(introduction);
};

describe('Who brought in whom', () => {
  it('is told of whom another side brought in, and of whom that one brought in', () => {
    expect(wordsOf('m5')).toBe(
      'Ben Ortiz (client) was brought in by Nora Lund of Northwind (provider) in entry 5, and has registered no passkey.',
    );
    expect(wordsOf('m6')).toBe(
      'Dora Jansen (client) goes back to Ben Ortiz, brought in by Nora Lund of Northwind (provider) in entry 5.',
    );
  });

  it('is not told of the founder, of whom he brought in on his own side, and of whom nobody added', () => {
    expect(['m3', 'm4', 'm99'].map(wordsOf)).toEqual([undefined, undefined, undefined]);
  });

  it('is told once of each who approved, and of whoever he acted for', () => {
    const approval = (party: 'p1' | 'p2', member: string, onBehalfOf?: string) => ({
      entry: 9,
      recordedAt: '2026-01-01T00:00:00Z',
      by: named({ party, member }),
      ...(onBehalfOf !== undefined && { onBehalfOf: named({ party, member: onBehalfOf }) }),
      side: PARTIES[party][1],
    });
    const basis: Basis = {
      kind: 'change',
      agreed: true,
      change: 'C-1',
      title: null,
      approvals: [approval('p1', 'm4'), approval('p2', 'm6', 'm5')],
    };
    const told = introductionsBehind([basis, null, basis], introducing);
    expect(told.map(({ member }) => member.member)).toEqual(['m6', 'm5']);
  });
});
