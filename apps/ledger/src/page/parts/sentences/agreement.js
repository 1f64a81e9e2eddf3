import { dateWords, shortWords } from '../moments.js';
import { namedWords, personWords } from '../words.js';

/** Sentences about who declined a duty, and who objects to a line: lists of pieces, as in `answer-words.js`. */

const quoted = (text) => (text === null ? '.' : `: “${text}”.`);

const dated = (instant, zone) => ({ time: instant, words: dateWords(instant, zone) });

/** Who declined the assignment and why, and who accepted another text of the duty than this one. */
export function refusalsInWords(acceptance, zone) {
  return acceptance.flatMap(({ state, text, answer, reason }) => {
    if (state === 'declined') {
      return [
        [{ strong: `Declined by ${namedWords(answer.by)}` }, ' on ', dated(answer.recordedAt, zone), quoted(reason)],
      ];
    }
    if (state !== 'accepted' || text !== 'another') return [];
    return [
      [
        `${namedWords(answer.by)} acknowledged another text of the duty on `,
        dated(answer.recordedAt, zone),
        ', and not this one.',
      ],
    ];
  });
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

/** `declined`, `objected to`: what is to be seen of a line among many. */
export const disputeWords = ({ declined, objections }) =>
  [declined.length > 0 && 'declined', objections.length > 0 && 'objected to'].filter(Boolean);
