import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import type { Recorded } from '#kernel/decider';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { LEDGER, specificationOf } from './given-when-then.ts';
import { rulebook, UnknownEvent, type OnusEvent } from './rulebook.ts';

const given = specificationOf(rulebook, sha256);

const recorded = (event: { type: string; schema: number; data: unknown }): Recorded<OnusEvent> => ({
  index: 0,
  recordedAt: '2026-01-05T09:00:00Z',
  actor: cast.meier,
  event: event as OnusEvent,
});

describe('The rulebook', () => {
  it('stops at an event that it does not know, rather than answer from a part of the facts', () => {
    const state = rulebook.initial();
    const unknown = recorded({ type: 'LegalHoldPlaced', schema: 1, data: {} });
    expect(() => rulebook.evolve(state, unknown)).toThrow(UnknownEvent);
  });

  it('stops at a newer version of an event that it knows', () => {
    const state = rulebook.initial();
    const { type, data } = given(...everybodyJoined).history[0]!.event;
    expect(() => rulebook.evolve(state, recorded({ type, schema: 2, data }))).toThrow(/EngagementOpened/);
    expect(state.engagement.slug).toBeNull();
  });

  it('decides the same whenever it is asked the same', () => {
    const state = given(...everybodyJoined).state;
    const command = { type: 'AddParty', data: { side: 'third', name: 'Adatum' } } as const;
    const circumstances = {
      ledger: LEDGER,
      actor: cast.meier,
      recordedAt: '2026-01-05T10:00:00Z',
      nextIndex: 15,
      sha256,
      verifySignature,
    };
    const first = rulebook.decide(command, state, circumstances);
    expect(rulebook.decide(command, state, circumstances)).toEqual(first);
  });
});
