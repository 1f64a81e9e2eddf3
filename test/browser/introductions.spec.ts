import { describe, expect, it } from '@jest/globals';
import type { Introduction, Named } from '#answers/views';

type Piece = string | { readonly entry: number };

/** The page's own module: plain JavaScript that a browser loads as it is. */
const { introductionInWords } = (await import(
  new URL('../../apps/ledger/src/page/parts/sentences/agreement.js', import.meta.url).href
)) as { readonly introductionInWords: (introduction: Introduction) => readonly Piece[] };

const wordsOf = (introduction: Introduction): string =>
  introductionInWords(introduction)
    .map((piece) => (typeof piece === 'string' ? piece : `entry ${piece.entry}`))
    .join('');

const meier: Named = { party: 'p1', member: 'm3', name: 'A. Meier', partyName: 'Northwind', side: 'provider' };
const tanaka: Named = { party: 'p2', member: 'm9', name: 'B. Tanaka', partyName: 'Contoso', side: 'client' };
const sato: Named = { ...tanaka, member: 'm10', name: 'K. Sato' };
const broughtIn = { by: meier, recordedAt: '2025-11-03T08:00:00Z', entry: 13 };

describe('The page', () => {
  it('says who of the other side brought in whoever approved', () => {
    expect(wordsOf({ member: tanaka, first: tanaka, broughtIn, passkey: false })).toBe(
      'B. Tanaka (Contoso) was brought in by A. Meier (Northwind), of the other side, in entry 13, and has registered no passkey.',
    );
    expect(wordsOf({ member: sato, first: tanaka, broughtIn, passkey: true })).toBe(
      'K. Sato (Contoso) goes back to B. Tanaka, brought in by A. Meier (Northwind), of the other side, in entry 13.',
    );
  });
});
