import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import type { Refusal } from '#kernel/refusal';
import { sha256 } from '#ledger-store/entry-codec';
import { JANUARY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { answer, raise, withdraw } from './objection.examples.ts';
import { checkResolves, resolutions } from './resolving.ts';

const given = specificationOf(rulebook, sha256);
const { ruiz, okafor, jansen } = cast;

/** The client objects to LOG-03 (entry 17) and the provider to PAT-01 (entry 18); one of them was withdrawn (entry 20). */
const scenario = given(
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: defineTask('PAT-01', JANUARY), by: ruiz },
  { command: raise('LOG-03'), by: jansen },
  { command: raise('PAT-01'), by: ruiz },
  { command: raise('LOG-03'), by: okafor },
  { command: withdraw('o19'), by: jansen },
);
const state = () => scenario.state.objection;

const refusalOf = (check: () => void): string | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Refusal).code;
  }
};

describe('A change that resolves objections', () => {
  it('may name those that are open and about a task that it touches', () => {
    const refs = ['LOG-03', 'PAT-01'];
    expect(refusalOf(() => checkResolves(state(), ['o17', 'o18'], refs))).toBeUndefined();
    expect(refusalOf(() => checkResolves(state(), [], refs))).toBeUndefined();
  });

  it('may not name one that is over, that never was, that is about another task, or that it names already', () => {
    const check = (...ids: string[]) => refusalOf(() => checkResolves(state(), ids, ['LOG-03']));
    expect(check('o19')).toBe('objection/not-open');
    expect(check('o16')).toBe('objection/unknown');
    expect(check('o18')).toBe('objection/other-line');
    expect(check('o17', 'o17')).toBe('objection/named-twice');
  });

  it('records with its agreement that they are resolved, and passes over what is over by then', () => {
    expect(resolutions(state(), ['o17', 'o19', 'o18'], 'C-4')).toEqual([
      { type: 'ObjectionResolved', schema: 1, data: { objectionId: 'o17', taskId: 't15', change: 'C-4' } },
      { type: 'ObjectionResolved', schema: 1, data: { objectionId: 'o18', taskId: 't16', change: 'C-4' } },
    ]);
  });

  it('ends them: nothing more is said to what is resolved', () => {
    const [event] = resolutions(state(), ['o17'], 'C-4');
    const resolved = scenario.and({ event: event!, by: okafor });
    resolved.when(answer('o17'), { by: ruiz }).refuses('objection/not-open');
    resolved.when(withdraw('o17'), { by: jansen }).refuses('objection/not-open');
    expect(resolutions(resolved.state.objection, ['o17'], 'C-5')).toEqual([]);
  });
});
