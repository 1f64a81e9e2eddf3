import type { Recorded } from '#kernel/decider';
import { ownersOf } from '#responsibility/domain/assignment.rules';
import { MARK_WORDS } from '#responsibility/domain/assignment';
import type { ResponsibilityAssigned } from '#responsibility/domain/responsibility.events';
import type { Facts } from '../facts/facts.ts';
import { calledName } from '../facts/people.ts';
import type { OwnerInterval } from '../views.ts';

type Bearers = Pick<
  OwnerInterval,
  'mark' | 'marks' | 'owner' | 'owners' | 'group' | 'deputy' | 'raci' | 'parts' | 'findings' | 'assignment'
>;

/** Where nothing was assigned. */
export const NOBODY: Bearers = {
  mark: null,
  marks: [],
  owner: null,
  owners: [],
  group: null,
  deputy: null,
  raci: [],
  parts: null,
  findings: [],
  assignment: null,
};

/** Whom an assignment names, by the names that were known when it began to count. */
export function bearersOf(facts: Facts, assigned: Recorded<ResponsibilityAssigned>): Bearers {
  const { people } = facts;
  const { assignment, digest, findings = [] } = assigned.event.data;
  const { marks, raci, parts } = assignment;
  const knownFrom = facts.statements.knownFrom(assigned) ?? assigned.index + 1;
  const owners = ownersOf(assignment).map((bearer) => people.named(knownFrom, bearer));
  const group = people.member(knownFrom, assignment.group);
  return {
    mark: marks.length === 0 ? null : marks.map((mark) => MARK_WORDS[mark]).join(' + '),
    marks,
    // Where nobody is accountable, a shared duty has both sides for owners: one owner alone is accountable.
    owner: owners.length === 1 ? calledName(owners[0]!) : null,
    owners,
    group: group === null ? null : calledName(group),
    deputy: people.member(knownFrom, assignment.deputy),
    raci: raci.map(({ roles, ...bearer }) => ({ ...people.named(knownFrom, bearer), roles })),
    parts: parts ?? null,
    findings,
    assignment: { entry: assigned.index, digest, knownSince: facts.recordedAt(knownFrom - 1), knownFrom },
  };
}
