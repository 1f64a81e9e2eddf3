import { baselineCsv } from '#intake/baseline';
import { msspBaseline } from '#intake/maps/mssp-baseline';
import { readMatrixCsv, type MatrixLine } from '#intake/matrix-csv';
import type { Assignment, RaciEntry } from '#responsibility/domain/assignment';
import { castMember, type MemberKey } from './cast.ts';
import type { Told } from './step.ts';

/** The duties that ship with the product, in the order of the file. */
export const BASELINE: readonly MatrixLine[] = readMatrixCsv(baselineCsv(), msspBaseline).lines;

/** The part of a reference before its number: `LOG` of `LOG-03`. */
export const area = (ref: string): string => ref.slice(0, ref.indexOf('-'));

export function baselineLine(ref: string): MatrixLine {
  const line = BASELINE.find((each) => each.ref === ref);
  if (line === undefined) throw new Error(`the baseline has no ${ref}`);
  return line;
}

/** The line as the baseline has it: borne by parties, nobody named. */
export function asInBaseline(ref: string, told: Told): Assignment {
  const { marks, raci, parts } = baselineLine(ref);
  const entries = raci.map(({ side, roles }): RaciEntry => ({ party: told.party(partyOn(side)), roles }));
  return { marks, raci: entries, ...(parts !== undefined && { parts }) };
}

/** The same line with the people who answer for it and do it by name. */
export function withNames(ref: string, told: Told): Assignment {
  const assignment = asInBaseline(ref, told);
  const raci = baselineLine(ref).raci.map(({ side, roles }): RaciEntry => {
    const bearer = told.bearer(nameFor(ref, side));
    return roles.includes('A') || roles.includes('R')
      ? { party: bearer.party, member: bearer.member, roles }
      : { party: bearer.party, roles };
  });
  const accountable = accountableFor(ref);
  const { team } = castMember(accountable);
  const deputy = DEPUTIES[accountable];
  return {
    ...assignment,
    raci,
    ...(team !== undefined && { group: told.bearer(team).member }),
    ...(deputy !== undefined && { deputy: told.bearer(deputy).member }),
  };
}

/** Who answers for the line once people are named. */
export function accountableFor(ref: string): MemberKey {
  const { side } = baselineLine(ref).raci.find(({ roles }) => roles.includes('A'))!;
  return nameFor(ref, side);
}

const partyOn = (side: 'client' | 'provider' | 'third') => (side === 'client' ? 'contoso' : 'northwind');

const nameFor = (ref: string, side: 'client' | 'provider' | 'third'): MemberKey =>
  side === 'client'
    ? (CLIENT_LINES[ref] ?? CLIENT_AREAS[area(ref)] ?? 'okoro')
    : (PROVIDER_LINES[ref] ?? PROVIDER_AREAS[area(ref)] ?? 'lindqvist');

const PROVIDER_LINES: Readonly<Record<string, MemberKey>> = { 'DET-02': 'castillo', 'DET-03': 'castillo' };
const PROVIDER_AREAS: Readonly<Record<string, MemberKey>> = {
  LOG: 'meier',
  DET: 'meier',
  INC: 'adeyemi',
  EDR: 'castillo',
  EML: 'castillo',
  VUL: 'nowak',
  PAT: 'nowak',
  NET: 'nowak',
  IAM: 'nowak',
  BKP: 'nowak',
  CLD: 'nowak',
};

const CLIENT_LINES: Readonly<Record<string, MemberKey>> = {
  'PAT-01': 'laurent',
  'VUL-02': 'tanaka',
  'VUL-05': 'tanaka',
};
const CLIENT_AREAS: Readonly<Record<string, MemberKey>> = {
  INC: 'tanaka',
  GOV: 'tanaka',
  TRN: 'tanaka',
  IAM: 'silva',
};

const DEPUTIES: Partial<Record<MemberKey, MemberKey>> = { meier: 'castillo', adeyemi: 'meier', tanaka: 'haddad' };
