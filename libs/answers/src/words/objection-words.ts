import type { ObjectionMention, ObjectionView } from '../views.objection.ts';
import { quoted } from './acceptance-words.ts';
import type { Moments } from './moments.ts';
import { count, list, shortName } from './phrases.ts';

/** An objection with everything that was said to it, a line for each. */
export function objectionLines(objection: ObjectionView, moments: Moments): readonly string[] {
  const { id, ref, side, raised, reason, about, answers, ended } = objection;
  const to = about === null ? '' : ` to what ${aboutWords(about, moments)}`;
  const raising = `${shortName(raised.by)} (${side}) on ${moments.day(raised.recordedAt)}`;
  const lines = [`Objection ${id} to ${ref}, raised by ${raising}${to}${quoted(reason)}`];
  for (const { by, side: speaker, recordedAt, words } of answers) {
    lines.push(`Answered by ${shortName(by)} (${speaker}) on ${moments.day(recordedAt)}${quoted(words)}`);
  }
  if (ended === null) return lines;
  const { change, by, recordedAt } = ended;
  const how =
    change === null ? `Withdrawn by ${shortName(by)}` : `Resolved by change ${change}, agreed with ${shortName(by)}`;
  return [...lines, `${how} on ${moments.day(recordedAt)}${quoted(ended.reason)}`];
}

/** The same where an answer tells of what is open: to be looked at. */
export const openObjectionLines = (objections: readonly ObjectionView[], moments: Moments): readonly string[] =>
  objections.flatMap((objection) => {
    const [raised, ...said] = objectionLines(objection, moments);
    return [`⚠ ${raised}`, ...said.map((line) => `  ${line}`)];
  });

/** `objected to by the client (o57)`; empty where nobody did. */
export const objectedWords = (objections: readonly ObjectionMention[]): string =>
  list(objections.map(({ id, side }) => `objected to by the ${side} (${id})`));

const aboutWords = ({ effective, treeSize }: NonNullable<ObjectionView['about']>, moments: Moments): string =>
  `was said of ${moments.moment(effective)}, as known from ${count(treeSize, 'entry', 'entries')}`;
