import { ownersOf } from '#responsibility/domain/assignment.rules';
import type { Assignment, RaciEntry } from '#responsibility/domain/assignment';
import type { Acceptance } from '../views/duty.ts';

/** What somebody made of an assignment, and in which entry. */
export interface GivenAnswer {
  readonly entry: number;
  readonly member: string;
  /** The party for which he spoke. */
  readonly party: string;
  readonly accepted: boolean;
  /** Digest of the text that was read; null where the answer names none. */
  readonly text: string | null;
}

/** The text of a task: its digest, and the tree size from which on it counts. */
export interface TextInForce {
  readonly digest: string;
  readonly knownFrom: number;
}

/** Somebody whom an assignment names: a member, or a party that is named without a person. */
export type NamedBearer = { readonly member: string } | { readonly party: string };

/** What somebody named made of the assignment. */
export interface Stance extends Pick<Acceptance, 'state' | 'text'> {
  readonly bearer: NamedBearer;
  readonly answer: GivenAnswer | undefined;
}

/**
 * What each of those who bear a duty made of it: who does it, who answers for it, and the deputy. Who is only consulted or informed is
 * told of where he answered. `answers` are those to this assignment, in order; the last of each counts.
 */
export function stancesOf(
  assignment: Assignment,
  answers: readonly GivenAnswer[],
  text: TextInForce,
): readonly Stance[] {
  const { raci, deputy } = assignment;
  const asked =
    raci.length === 0 ? ownersOf(assignment).map(({ party }) => ({ party })) : raci.filter(bears).map(bearerIn);
  const others = raci.filter((entry) => !bears(entry)).map(bearerIn);
  const stances = distinct([...asked, ...(deputy === undefined ? [] : [{ member: deputy }])]).map((bearer) =>
    stanceOf(bearer, answers, text),
  );
  const told = new Set(stances.map(({ bearer }) => keyOf(bearer)));
  const beside = distinct(others)
    .filter((bearer) => !told.has(keyOf(bearer)))
    .map((bearer) => stanceOf(bearer, answers, text));
  return [...stances, ...beside.filter(({ answer }) => answer !== undefined)];
}

/** The last answer of each member who gave one, in the order in which they were given. */
export function lastAnswers(answers: readonly GivenAnswer[]): readonly GivenAnswer[] {
  const last = new Map(answers.map((answer) => [answer.member, answer.entry]));
  return answers.filter(({ member, entry }) => last.get(member) === entry);
}

/** Whether somebody is still to be asked: he said nothing yet, or spoke of another text. */
export const isAsked = ({ state, text }: Pick<Acceptance, 'state' | 'text'>): boolean =>
  state === 'not-answered' || text === 'another';

function stanceOf(bearer: NamedBearer, answers: readonly GivenAnswer[], text: TextInForce): Stance {
  const answer = answers.findLast(({ member, party }) =>
    'member' in bearer ? member === bearer.member : party === bearer.party,
  );
  if (answer === undefined) return { bearer, state: 'not-answered', text: null, answer };
  return { bearer, state: answer.accepted ? 'accepted' : 'declined', text: textOf(answer, text), answer };
}

/** An answer that names no text cannot be about one that came to be known only later. */
function textOf({ text, entry }: GivenAnswer, { digest, knownFrom }: TextInForce): Acceptance['text'] {
  if (text === null) return knownFrom > entry ? 'another' : null;
  return text === digest ? 'this' : 'another';
}

const bears = ({ roles }: RaciEntry): boolean => roles.includes('R') || roles.includes('A');

const bearerIn = ({ party, member }: RaciEntry): NamedBearer => (member === undefined ? { party } : { member });

const keyOf = (bearer: NamedBearer): string => ('member' in bearer ? `m ${bearer.member}` : `p ${bearer.party}`);

const distinct = (bearers: readonly NamedBearer[]): readonly NamedBearer[] => [
  ...new Map(bearers.map((bearer) => [keyOf(bearer), bearer])).values(),
];
