import type { Acceptance } from '../views/duty.ts';
import type { Mention } from '../views.ts';
import type { Moments } from './moments.ts';
import { doneBy, list, named } from './phrases.ts';

/** What those who are named made of an assignment: who accepted it, who declined, and who has not answered. */
export function acceptanceLines(acceptance: readonly Acceptance[], moments: Moments): readonly string[] {
  const accepted = acceptance.filter(({ state }) => state === 'accepted');
  const ofThis = accepted.filter(({ text }) => text !== 'another');
  const ofAnother = accepted.filter(({ text }) => text === 'another');
  const silent = acceptance.filter(({ state }) => state === 'not-answered');
  const declined = acceptance.filter(({ state }) => state === 'declined');
  const lines: string[] = [];
  if (ofThis.length > 0) lines.push(`Acknowledged by ${saidBy(ofThis, moments)}.`);
  if (ofAnother.length > 0) {
    lines.push(`Another text of the task was acknowledged by ${saidBy(ofAnother, moments)}; this one was not.`);
  }
  if (silent.length > 0) {
    const answered = silent.length < acceptance.length;
    lines.push(answered ? `Not acknowledged by ${list(silent.map(({ by }) => named(by)))}.` : 'Not acknowledged.');
  }
  for (const { answer, reason, text } of declined) {
    const what = text === 'another' ? 'Declined, with another text of the task, by' : 'Declined by';
    lines.push(`⚠ ${what} ${mentioned(answer!, moments)}${quoted(reason)}`);
  }
  return acceptance.length === 0 ? ['Not acknowledged.'] : lines;
}

const saidBy = (acceptance: readonly Acceptance[], moments: Moments): string =>
  list(distinct(acceptance.map(({ answer }) => answer!)).map((answer) => mentioned(answer, moments)));

/** One answer may be that of a person and of his party. */
const distinct = (answers: readonly Mention[]): readonly Mention[] =>
  answers.filter(({ entry }, i) => i === answers.findIndex((other) => other.entry === entry));

const mentioned = (answer: Mention, moments: Moments): string =>
  `${doneBy(answer)} on ${moments.day(answer.recordedAt)}`;

/** `: “the text”.`; a full stop where the text was erased, or there is none. */
export const quoted = (text: string | null): string => (text === null ? '.' : `: “${text}”.`);
