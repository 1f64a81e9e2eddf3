import { CLIENT, PROVIDER } from '#engagement/domain/members';
import type { Assignment, RaciRole } from './assignment.ts';

/** Who bears something: a party, or a person (or team) who stands for it. */
export interface Bearer {
  readonly party: string;
  readonly member?: string;
}

/** What is not as it should be in an assignment. Recorded with the line; an import never loses a row over it. */
export interface Finding {
  readonly code: FindingCode;
  readonly detail?: string;
}

export const FINDING_CODES = [
  'assignment/shared-without-parts',
  'assignment/accountable-gap',
  'assignment/accountable-overlap',
  'assignment/no-responsible',
  'assignment/unknown-word',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** Findings that both sides may knowingly accept in a change. "Shared" without parts is not among them. */
export const ACCEPTABLE: readonly FindingCode[] = [
  'assignment/accountable-gap',
  'assignment/accountable-overlap',
  'assignment/no-responsible',
];

/**
 * Who answers for the duty. RACI speaks first; without it the mark does: Client and MSSP name one party, Inherited the
 * party inherited from. Shared, Not applicable and Not determined name nobody.
 */
export function accountableOf(assignment: Assignment): readonly Bearer[] {
  if (assignment.raci.length > 0) return bearersWith(assignment, 'A');
  const bearers: Bearer[] = [];
  for (const mark of assignment.marks) {
    if (mark === 'client') bearers.push({ party: CLIENT });
    if (mark === 'mssp') bearers.push({ party: PROVIDER });
    if (mark === 'inherited' && assignment.inheritedFrom !== undefined)
      bearers.push({ party: assignment.inheritedFrom });
  }
  return distinct(bearers);
}

/** Whom to name as owners: who is accountable, or, where nobody is, both sides of a shared duty. */
export function ownersOf(assignment: Assignment): readonly Bearer[] {
  const accountable = accountableOf(assignment);
  if (accountable.length > 0 || !assignment.marks.includes('shared')) return accountable;
  return [{ party: CLIENT }, { party: PROVIDER }];
}

/** Everything the rules have to say against an assignment, in a fixed order. Empty where it is sound. */
export function findingsOf(assignment: Assignment): readonly Finding[] {
  const findings: Finding[] = [];
  const { marks, parts, raci } = assignment;
  if (marks.includes('shared') && (isBlank(parts?.client) || isBlank(parts?.mssp))) {
    findings.push({ code: 'assignment/shared-without-parts' });
  }
  const accountable = accountableOf(assignment).length;
  const asksForNobody = marks.length === 1 && marks[0] === 'not-applicable';
  if (accountable === 0 && !asksForNobody) findings.push({ code: 'assignment/accountable-gap' });
  if (accountable > 1) findings.push({ code: 'assignment/accountable-overlap' });
  const isResponsible = raci.some(({ roles }) => roles.includes('R'));
  if (raci.length > 0 && !isResponsible) findings.push({ code: 'assignment/no-responsible' });
  return findings;
}

/** Bearers of a RACI role. Persons named beside their own party stand for it, so the party is not counted again. */
export function bearersWith(assignment: Assignment, role: RaciRole): readonly Bearer[] {
  const holders = assignment.raci.filter(({ roles }) => roles.includes(role));
  const bearers: Bearer[] = [];
  for (const { party, member } of holders) {
    if (member !== undefined) bearers.push({ party, member });
    else if (holders.every((other) => other.party !== party || other.member === undefined)) bearers.push({ party });
  }
  return distinct(bearers);
}

/** Whoever is named twice bears it once. */
function distinct(bearers: readonly Bearer[]): readonly Bearer[] {
  if (bearers.length < 2) return bearers;
  return bearers.filter(
    ({ party, member }, i) => i === bearers.findIndex((other) => other.party === party && other.member === member),
  );
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
