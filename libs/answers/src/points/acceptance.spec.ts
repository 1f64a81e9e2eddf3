import { describe, expect, it } from '@jest/globals';
import type { Assignment } from '#responsibility/domain/assignment';
import { assignments } from '#responsibility/domain/examples/duties';
import { isAsked, lastAnswers, stancesOf, type GivenAnswer } from './acceptance.ts';

const TEXT = { digest: 'd1', knownFrom: 16 };

const given = (entry: number, member: string, change: Partial<GivenAnswer> = {}): GivenAnswer => ({
  entry,
  member,
  party: 'p1',
  accepted: true,
  text: 'd1',
  ...change,
});

/** Who is told of, what he made of it, and of which text. */
const told = (assignment: Assignment, ...answers: readonly GivenAnswer[]) =>
  stancesOf(assignment, answers, TEXT).map(({ bearer, state, text, answer }) => [
    Object.values(bearer)[0],
    state,
    text,
    answer?.entry,
  ]);

describe('Who is asked to accept an assignment', () => {
  it('is who answers for it, who does it, and the deputy; who is only consulted is not', () => {
    expect(told(assignments.northwind)).toEqual([
      ['m3', 'not-answered', null, undefined],
      ['m5', 'not-answered', null, undefined],
      ['m4', 'not-answered', null, undefined],
    ]);
  });

  it('is the party that a mark names, where there is no RACI: both sides of a shared duty', () => {
    expect(told(assignments.provider)).toEqual([['p1', 'not-answered', null, undefined]]);
    expect(told({ marks: ['shared'], raci: [] }).map(([who]) => who)).toEqual(['p2', 'p1']);
    expect(told(assignments.nobody)).toEqual([]);
  });

  it('is told of once, however often he is named', () => {
    const raci = [
      { party: 'p1', member: 'm3', roles: ['A'] },
      { party: 'p1', member: 'm3', roles: ['C'] },
    ] as const;
    expect(told({ marks: ['mssp'], raci, deputy: 'm3' })).toEqual([['m3', 'not-answered', null, undefined]]);
  });
});

describe('What somebody made of an assignment', () => {
  it('is what he said last', () => {
    const answers = [given(20, 'm3'), given(21, 'm3', { accepted: false }), given(22, 'm5')];
    expect(told(assignments.northwind, ...answers)).toEqual([
      ['m3', 'declined', 'this', 21],
      ['m5', 'accepted', 'this', 22],
      ['m4', 'not-answered', null, undefined],
    ]);
    expect(lastAnswers(answers).map(({ entry }) => entry)).toEqual([21, 22]);
  });

  it('is of a party what the last of its members said', () => {
    const answers = [given(20, 'm3'), given(21, 'm5', { accepted: false })];
    expect(told(assignments.provider, ...answers)).toEqual([['p1', 'declined', 'this', 21]]);
  });

  it('is told of whoever is only consulted, where he said something', () => {
    const [, , , consulted] = told(assignments.northwind, given(20, 'm7', { party: 'p2' }));
    expect(consulted).toEqual(['p2', 'accepted', 'this', 20]);
  });

  it('is of another text where that is named, or where this one came only later', () => {
    const text = (answer: GivenAnswer) => told(assignments.provider, answer)[0]![2];
    expect(text(given(20, 'm3', { text: 'd0' }))).toBe('another');
    expect(text(given(15, 'm3', { text: null }))).toBe('another');
    expect(text(given(16, 'm3', { text: null }))).toBeNull();
    expect(text(given(15, 'm3'))).toBe('this');
  });

  it('leaves him to be asked where he has not answered, or spoke of another text', () => {
    expect(isAsked({ state: 'not-answered', text: null })).toBe(true);
    expect(isAsked({ state: 'accepted', text: 'another' })).toBe(true);
    expect(isAsked({ state: 'accepted', text: null })).toBe(false);
    expect(isAsked({ state: 'declined', text: 'this' })).toBe(false);
  });
});
