import { describe, expect, it } from '@jest/globals';
import type { Command, Decider } from '#kernel/decider';
import { MAX_APPEND_BYTES, MAX_ENTRY_BYTES, type DomainEvent } from '#kernel/event';
import { ACTOR, LEDGER } from '#test/faults/receipted-ledger';
import { ledgerNamespace } from '../entry-codec.ts';
import { LedgerMemory } from './copy/ledger-memory.ts';
import { decideCommand } from './decision.ts';
import { freshSalt, sealCommand } from './sealing.ts';

type Noted = DomainEvent<'Noted', 1, { readonly note: string }>;
type Note = Command<'Note', { readonly notes: readonly string[] }>;

/** Records a note an entry. */
const notes: Decider<object, Note, Noted> = {
  initial: () => ({}),
  decide: ({ data }) => data.notes.map((note) => ({ type: 'Noted', schema: 1, data: { note } })),
  evolve: () => {},
};

/** How many bytes the entries have that an act is recorded as. */
function bytesOf(...texts: readonly string[]): readonly number[] {
  const command = { type: 'Note', data: { notes: texts } } as const;
  const deciding = { name: LEDGER, decider: notes, now: () => '2026-03-14T09:00:00Z' };
  const memory = new LedgerMemory<object, Noted>(notes.initial(), notes.evolve);
  const submission = { commandId: '00000000-0000-4000-8000-000000000000', command, actor: ACTOR };
  const sealed = sealCommand<Note>(command, freshSalt);
  const { entries } = decideCommand(deciding, ledgerNamespace(LEDGER), memory, submission, sealed);
  return entries.map(({ bytes }) => bytes.length);
}

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
});
