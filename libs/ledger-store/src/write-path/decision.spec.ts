import { describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import { MAX_APPEND_BYTES, MAX_ENTRY_BYTES, type DomainEvent } from '#kernel/event';
import { toSeal, type Sealed, type Unsealed } from '#kernel/sealed';
import { ACTOR, LEDGER } from '#test/faults/receipted-ledger';
import { ledgerNamespace } from '../entry-codec.ts';
import { LedgerMemory } from './copy/ledger-memory.ts';
import { decideCommand } from './decision.ts';
import { freshSalt, sealCommand } from './sealing.ts';

interface Line {
  readonly text?: string;
  readonly secret?: Sealed;
  /** Whom it is about. */
  readonly memberId?: string;
}
type Noted = DomainEvent<'Noted', 1, Line>;
type Note = Command<'Note', { readonly lines: readonly Line[] }>;

/** Records a line an entry. */
const notes: Decider<object, Note, Noted> = {
  initial: () => ({}),
  decide: ({ data }) => data.lines.map((line) => ({ type: 'Noted', schema: 1, data: line })),
  evolve: () => {},
};

function decided(lines: readonly Unsealed<Line>[]) {
  const command = { type: 'Note', data: { lines } } as const;
  const deciding = { name: LEDGER, decider: notes, now: () => '2026-03-14T09:00:00Z' };
  const memory = new LedgerMemory<object, Noted>(notes.initial(), notes.evolve);
  const submission = { commandId: '00000000-0000-4000-8000-000000000000', command, actor: ACTOR };
  const sealed = sealCommand<Note>(command, freshSalt);
  return decideCommand(deciding, ledgerNamespace(LEDGER), memory, submission, sealed);
}

/** How many bytes the entries have that texts are recorded as. */
const bytesOf = (...texts: readonly string[]): readonly number[] =>
  decided(texts.map((text) => ({ text }))).entries.map(({ bytes }) => bytes.length);

const sum = (lengths: readonly number[]): number => lengths.reduce((all, length) => all + length, 0);

describe('What an act is recorded as', () => {
  it('has as many bytes to an entry as one may have, and not one more', () => {
    const longest = 'x'.repeat(MAX_ENTRY_BYTES - sum(bytesOf('')));
    expect(bytesOf(longest)).toEqual([MAX_ENTRY_BYTES]);
    expect(() => bytesOf(`${longest}x`)).toThrow(expect.objectContaining({ code: 'ledger/entry-too-large' }));
  });

  it('has as many bytes in all as can be appended at once, and not one more', () => {
    const many = Array.from({ length: 20 }, () => 'x'.repeat(50_000));
    const last = 'x'.repeat(MAX_APPEND_BYTES - sum(bytesOf(...many, '')));
    expect(sum(bytesOf(...many, last))).toBe(MAX_APPEND_BYTES);
    expect(() => bytesOf(...many, `${last}x`)).toThrow(expect.objectContaining({ code: 'ledger/append-too-large' }));
  });

  it('says of each sealed text whom it is about: the member whom its entry names, or else who wrote it', () => {
    const { disclosures } = decided([
      { secret: toSeal('called in sick'), memberId: 'm7' },
      { secret: toSeal('we are short of people') },
    ]);
    expect(disclosures.map(({ value, subject }) => [value, subject])).toEqual([
      ['called in sick', 'm7'],
      ['we are short of people', ACTOR.member],
    ]);
  });
});
