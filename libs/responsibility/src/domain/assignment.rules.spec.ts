import { describe, expect, it } from '@jest/globals';
import type { Assignment, RaciEntry } from './assignment.ts';
import { accountableOf, bearersWith, findingsOf, ownersOf } from './assignment.rules.ts';
import { assignments } from './examples/duties.ts';

const marked = (marks: Assignment['marks'], more: Partial<Assignment> = {}): Assignment => ({
  marks,
  raci: [],
  ...more,
});
const raci = (...entries: readonly RaciEntry[]): Assignment => ({ marks: ['mssp'], raci: entries });
const codes = (assignment: Assignment) => findingsOf(assignment).map(({ code }) => code);
const parts = { client: 'approves', mssp: 'restores' };

describe('Who is accountable', () => {
  it('is the party that the mark names, where there is no RACI', () => {
    expect(accountableOf(marked(['client']))).toEqual([{ party: 'p2' }]);
    expect(accountableOf(marked(['mssp']))).toEqual([{ party: 'p1' }]);
    expect(accountableOf(marked(['inherited'], { inheritedFrom: 'p13' }))).toEqual([{ party: 'p13' }]);
  });

  it.each(['shared', 'not-applicable', 'not-determined', 'inherited'] as const)(
    'is nobody by the mark "%s" alone',
    (mark) => {
      expect(accountableOf(marked([mark]))).toEqual([]);
    },
  );

  it('is everybody whom several marks name', () => {
    expect(accountableOf(marked(['client', 'mssp']))).toEqual([{ party: 'p2' }, { party: 'p1' }]);
    expect(accountableOf(marked(['mssp', 'inherited'], { inheritedFrom: 'p13' }))).toEqual([
      { party: 'p1' },
      { party: 'p13' },
    ]);
  });

  it('is whoever bears the A of the RACI, whatever the mark says', () => {
    expect(accountableOf(assignments.northwind)).toEqual([{ party: 'p1', member: 'm3' }]);
    expect(accountableOf(raci({ party: 'p2', roles: ['A'] }))).toEqual([{ party: 'p2' }]);
    expect(accountableOf(raci({ party: 'p1', roles: ['R'] }))).toEqual([]);
  });

  it('is the person and not the party as well, where a person of the party is named', () => {
    const both = raci({ party: 'p1', roles: ['A', 'R'] }, { party: 'p1', member: 'm3', roles: ['A'] });
    expect(accountableOf(both)).toEqual([{ party: 'p1', member: 'm3' }]);
    expect(bearersWith(both, 'R')).toEqual([{ party: 'p1' }]);
  });

  it('is two where two persons or two parties bear the A', () => {
    const persons = raci({ party: 'p1', member: 'm3', roles: ['A'] }, { party: 'p1', member: 'm5', roles: ['A'] });
    expect(accountableOf(persons)).toHaveLength(2);
    expect(accountableOf(raci({ party: 'p1', roles: ['A'] }, { party: 'p2', roles: ['A'] }))).toHaveLength(2);
    const one = { party: 'p1', member: 'm3', roles: ['A'] } as const;
    expect(accountableOf(raci({ party: 'p2', roles: ['A'] }, one))).toHaveLength(2);
  });

  it('is one where one and the same is named twice', () => {
    const twice = raci({ party: 'p1', roles: ['A'] }, { party: 'p1', roles: ['A', 'R'] });
    expect(accountableOf(twice)).toEqual([{ party: 'p1' }]);
    expect(accountableOf(marked(['mssp', 'mssp']))).toEqual([{ party: 'p1' }]);
  });
});

describe('Whom to name as owner', () => {
  it('is who is accountable', () => {
    expect(ownersOf(assignments.northwind)).toEqual([{ party: 'p1', member: 'm3' }]);
  });

  it('is both sides of a shared duty that names nobody accountable', () => {
    expect(ownersOf(marked(['shared'], { parts }))).toEqual([{ party: 'p2' }, { party: 'p1' }]);
  });

  it('is nobody where nothing is determined, or the duty does not apply', () => {
    expect(ownersOf(assignments.nobody)).toEqual([]);
    expect(ownersOf(assignments.notApplicable)).toEqual([]);
  });
});

describe('What the rules have to say against an assignment', () => {
  it.each(['northwind', 'contoso', 'provider', 'client', 'inherited', 'shared', 'notApplicable'] as const)(
    'is nothing, where it is sound: %s',
    (name) => {
      expect(findingsOf(assignments[name])).toEqual([]);
    },
  );

  it('is a gap, where nobody is accountable', () => {
    expect(codes(assignments.nobody)).toEqual(['assignment/accountable-gap']);
    expect(codes(marked([]))).toEqual(['assignment/accountable-gap']);
    expect(codes(marked(['shared'], { parts }))).toEqual(['assignment/accountable-gap']);
    expect(codes(marked(['not-applicable', 'not-determined']))).toEqual(['assignment/accountable-gap']);
    expect(codes(raci({ party: 'p1', roles: ['R'] }))).toEqual(['assignment/accountable-gap']);
  });

  it('is an overlap, where more than one is accountable', () => {
    expect(codes(assignments.twoAccountable)).toEqual(['assignment/accountable-overlap']);
    expect(codes(raci({ party: 'p1', roles: ['R', 'A'] }, { party: 'p2', roles: ['A'] }))).toEqual([
      'assignment/accountable-overlap',
    ]);
  });

  it('is that nobody does it, where a RACI names no Responsible', () => {
    expect(codes(assignments.noResponsible)).toEqual(['assignment/no-responsible']);
    expect(codes(raci({ party: 'p1', roles: ['C', 'I'] }))).toEqual([
      'assignment/accountable-gap',
      'assignment/no-responsible',
    ]);
  });

  it.each([
    ['no parts at all', undefined],
    ['only the client’s part', { client: 'approves' }],
    ['only the provider’s part', { mssp: 'restores' }],
    ['a part of blanks', { client: 'approves', mssp: ' \t' }],
  ])('is that it is shared without parts, where it says %s', (_what, said) => {
    const shared: Assignment = { ...assignments.sharedWithoutParts, ...(said && { parts: said }) };
    expect(codes(shared)).toEqual(['assignment/shared-without-parts']);
  });
});
