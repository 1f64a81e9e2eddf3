import type { FindingCode, Finding } from '#responsibility/domain/assignment.rules';
import type { RaciRole } from '#responsibility/domain/assignment';
import { INSTALLATION, type MemberId } from '#engagement/domain/members';
import type { Mention, Named } from '../views.ts';

/** Findings in the words of the people who have to mend them. */
const FINDINGS: Readonly<Record<FindingCode, string>> = {
  'assignment/shared-without-parts': 'shared, and the part of each side is not said',
  'assignment/accountable-gap': 'nobody is accountable',
  'assignment/accountable-overlap': 'more than one is accountable',
  'assignment/no-responsible': 'nobody is responsible for doing it',
  'assignment/unknown-word': 'a word that the map does not know',
};

export const RACI_WORDS: Readonly<Record<RaciRole, string>> = {
  R: 'Responsible',
  A: 'Accountable',
  C: 'Consulted',
  I: 'Informed',
};

export function findingInWords({ code, detail }: { readonly code: string; readonly detail?: string }): string {
  const words = (FINDINGS as Readonly<Record<string, string>>)[code] ?? code;
  return detail === undefined ? words : `${words}: ${detail}`;
}

/** `Northwind (A. Meier)`, or the party alone where no person or team is named. An erased name leaves the pseudonym. */
export function named({ member, name, partyName }: Named): string {
  return member === undefined ? partyName : `${partyName} (${name ?? unnamed(member)})`;
}

const unnamed = (member: MemberId): string => (member === INSTALLATION ? 'the installation' : `${member}, name erased`);

/** The person or team where one is named, else the party. */
export const shortName = ({ member, name, partyName }: Named): string =>
  member === undefined ? partyName : (name ?? unnamed(member));

/** `K. Sato for B. Tanaka`: who did it, and in whose right where it was not the own. */
export const doneBy = ({ by, onBehalfOf }: Pick<Mention, 'by' | 'onBehalfOf'>): string =>
  onBehalfOf === undefined ? shortName(by) : `${shortName(by)} for ${shortName(onBehalfOf)}`;

/** `one line`, `3 lines`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? `1 ${one}` : `${grouped(number)} ${many}`;
}

/** `1,275`: the same in every place and for ever, whatever the runtime knows of languages. */
export const grouped = (number: number): string => String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Findings of a line, each once, in words. */
export const findingsInWords = (findings: readonly Finding[]): string => findings.map(findingInWords).join('; ');

/** Characters of a digest that tell it apart at a glance. */
const DIGEST_GLANCE = 'sha256:'.length + 12;

export const shortDigest = (digest: string): string => `${digest.slice(0, DIGEST_GLANCE)}…`;
