import { dateWords, shortWords } from '../moments.js';
import { doneByWords, namedWords, personWords } from '../words.js';

/** Sentences about who declined a duty, and who objects to a line: lists of pieces, as in `answer-words.js`. */

const quoted = (text) => (text === null ? '.' : `: “${text}”.`);

const dated = (instant, zone) => ({ time: instant, words: dateWords(instant, zone) });

/** Who declined the assignment and why, and who accepted another text of the duty than this one. */
export function refusalsInWords(acceptance, zone) {
  return acceptance.flatMap(({ state, text, answer, reason }) => {
    if (state === 'declined') {
      return [
        [{ strong: `Declined by ${doneByWords(answer)}` }, ' on ', dated(answer.recordedAt, zone), quoted(reason)],
      ];
    }
    if (state !== 'accepted' || text !== 'another') return [];
    return [
      [
        `${doneByWords(answer)} acknowledged another text of the duty on `,
        dated(answer.recordedAt, zone),
        ', and not this one.',
      ],
    ];
  });
}

/** Who brought in somebody who approved: the other side, for the first of each. */
export function introductionInWords({ member, first, broughtIn, passkey }) {
  const { by, entry } = broughtIn;
  return [
    `${namedWords(member)} `,
    first.member === member.member
      ? `was brought in by ${namedWords(by)}, of the other side, in `
      : `goes back to ${personWords(first)}, brought in by ${namedWords(by)}, of the other side, in `,
    { entry },
    passkey ? '.' : ', and has registered no passkey.',
  ];
}

/** Who objects, to what, and what was said to it: one sentence behind the other. */
export function objectionInWords({ id, side, raised, about, reason, answers }, zone) {
  const to =
    about === null
      ? ['']
      : [' to what was said of ', { time: about.effective, words: shortWords(about.effective, zone) }];
  return [
    { strong: `The ${side} objects to this line` },
    ` (${id}): ${personWords(raised.by)} on `,
    dated(raised.recordedAt, zone),
    ...to,
    quoted(reason),
    ...answers.flatMap((answer) => [
      ` ${namedWords(answer.by)} answered on `,
      dated(answer.recordedAt, zone),
      quoted(answer.words),
    ]),
  ];
}

/** What is not done as the line says, who bears the risk, what is done instead, and until when: one sentence behind the other. */
export function exceptionInWords({ id, status, owner, measure, reason, from, to, covers, accepted, ended }, zone) {
  const when = (instant) => ({ time: instant, words: shortWords(instant, zone) });
  const span = ({ from: begins, to: ends }) => [when(begins), ' → ', when(ends)];
  const standing = {
    'in-force': () => [{ strong: 'Excepted' }, ` (${id}) until `, when(covers.to)],
    expired: () => [{ strong: 'An exception has expired' }, ` (${id}) on `, when(to)],
    ended: () => [`An exception (${id}) was ended by ${namedWords(ended.by)} on `, dated(ended.recordedAt, zone)],
    'to-come': () => [`An exception (${id}), for `, ...span({ from, to }), ', was not in force yet'],
    'not-accepted': () => [{ strong: 'An exception is not accepted' }, ` (${id}), asked for `, ...span({ from, to })],
  }[status]();
  const bearer = owner === null ? 'nobody who is known' : namedWords(owner);
  const risk =
    accepted === null
      ? [`: ${bearer} has not accepted the risk.`]
      : [`: ${bearer} bears the risk, accepted on `, dated(accepted.recordedAt, zone), '.'];
  return [
    ...standing,
    ...risk,
    measure === null ? '' : ` Done instead: “${measure}”.`,
    reason === null ? '' : ` Because: “${reason}”.`,
  ];
}

/** `declined`, `objected to`, `excepted`: what is to be seen of a line among many. */
export const disputeWords = ({ declined, objections, exceptions = [] }) =>
  [
    declined.length > 0 && 'declined',
    objections.length > 0 && 'objected to',
    exceptions.some(({ status }) => status === 'in-force') && 'excepted',
    exceptions.some(({ status }) => status === 'expired') && 'an exception has expired',
    exceptions.some(({ status }) => status === 'not-accepted') && 'an exception is not accepted',
  ].filter(Boolean);
