import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined, openContoso } from '#engagement/domain/engagement.examples';
import type { Decider } from '#kernel/decider';
import { sha256 } from '#ledger-store/entry-codec';
import { SCENARIO_BEGINS, specificationOf } from './given-when-then.ts';
import { rulebook } from './rulebook.ts';

const given = specificationOf(rulebook, sha256);
const { meier, ruiz } = cast;
const third = { type: 'AddParty', data: { side: 'third', name: 'Adatum' } } as const;
const second = { type: 'AddParty', data: { side: 'client', name: 'Adatum' } } as const;

describe('A specification', () => {
  it('fails where other events were recorded than it says, and shows where they differ', () => {
    const outcome = given(...everybodyJoined).when(third, { by: meier });
    const event = { type: 'PartyAdded', schema: 1, data: { partyId: 'p15', side: 'third', name: 'Adatum' } } as const;
    expect(() => outcome.records({ ...event, data: { ...event.data, name: 'Contoso' } })).toThrow(/Contoso[^]*Adatum/);
    expect(() => outcome.records()).toThrow('other events were recorded');
    expect(() => outcome.records(event, event)).toThrow('other events were recorded');
    expect(() => outcome.recordsTypes('MemberAdded')).toThrow('events of other types were recorded');
    expect(outcome.records(event).history).toHaveLength(16);
  });

  it('fails where the rules allow what it says they refuse, or refuse it for another reason', () => {
    expect(() =>
      given(...everybodyJoined)
        .when(third, { by: meier })
        .refuses('engagement/not-allowed'),
    ).toThrow('but recorded PartyAdded');
    expect(() =>
      given(...everybodyJoined)
        .when(second, { by: meier })
        .refuses('engagement/not-allowed'),
    ).toThrow('refused for another reason');
  });

  it('fails where the rules refuse what it says they allow, even among the things that are given', () => {
    expect(() =>
      given(...everybodyJoined)
        .when(second, { by: meier })
        .records(),
    ).toThrow('engagement/second-of-a-side');
    expect(() => given(...everybodyJoined, { command: third, by: ruiz })).toThrow('engagement/not-allowed');
  });

  it('fails where deciding changes the state', () => {
    const careless: Decider<
      { n: number },
      { type: 'Count'; data: object },
      { type: 'Counted'; schema: 1; data: object }
    > = {
      initial: () => ({ n: 0 }),
      decide: (_command, state) => [{ type: 'Counted', schema: 1, data: { n: ++state.n } }],
      evolve: () => undefined,
    };
    const count = () => specificationOf(careless, sha256)().when({ type: 'Count', data: {} }, { by: meier });
    expect(count).toThrow('deciding must not change the state');
  });

  it('records a step a minute after the one before, and never before it', () => {
    const { history } = given(
      { command: openContoso, by: meier },
      { command: third, by: meier },
      { command: third, by: meier, at: '2026-02-01T00:00:00Z' },
      { command: third, by: meier, at: '2026-01-01T00:00:00Z' },
    );
    expect(history.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(history.slice(3).map(({ recordedAt }) => recordedAt)).toEqual([
      SCENARIO_BEGINS,
      '2026-01-05T09:01:00Z',
      '2026-02-01T00:00:00Z',
      '2026-02-01T00:00:00Z',
    ]);
  });
});
