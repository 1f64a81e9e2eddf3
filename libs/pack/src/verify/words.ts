import { introductionWords } from '#answers/people/introduction-words';
import { count } from '#answers/words/phrases';
import { linesText, printable } from '#answers/words/printable';
import type { PackVerdict, Proven, Refuted } from './verdict.ts';

/** All that is told of a pack, on the command line and on the page that verifies. */
export const wordsOf = (verdict: PackVerdict): string => verdictText(verdict) + introductionsText(verdict);

/** A verdict as a person reads it: what it is in the first line, and the answer where it is proven. Ends with a newline. */
export function verdictText(verdict: PackVerdict): string {
  switch (verdict.verdict) {
    case 'proven':
      return printable(`${linesText(provenLines(verdict))}\n${verdict.words}`);
    case 'refuted':
      return printable(linesText([`refuted: ${placeOf(verdict)}${verdict.why} (${codesOf(verdict).join(', ')})`]));
    case 'unreadable':
      return printable(linesText([`unreadable: ${verdict.where}: ${verdict.why} (${verdict.code})`]));
  }
}

/**
 * What a verdict says of who brought in those who approved: the other side, for the first of each. It stands beside the words of the
 * pack, which its format settles. Ends with a newline; empty where nobody of another side did.
 */
export function introductionsText(verdict: PackVerdict): string {
  if (verdict.verdict !== 'proven' || verdict.introductions.length === 0) return '';
  const lines = verdict.introductions.map(introductionWords);
  return printable(`\n${linesText(['Who brought in those who approved, by the entries:', ...lines])}`);
}

function provenLines(verdict: Proven): readonly string[] {
  const { treeSize, rootHash, ledger, signedBy, keyReplacedBy, cosigned, recordedAhead, format } = verdict;
  return [
    `proven: ${count(treeSize, 'entry', 'entries')} of ${ledger}`,
    `Root ${rootHash}.`,
    `Signed by ${signedBy}.`,
    ...(keyReplacedBy === undefined ? [] : replaced(keyReplacedBy)),
    ...(cosigned.length === 0
      ? ['Witnessed by nobody: the policy asks for no witness.']
      : cosigned.map(
          ({ witness, key, at }) => `Witnessed by ${witness === key ? key : `${witness} (${key})`} at ${at}.`,
        )),
    ...(recordedAhead === undefined ? [] : ahead(recordedAhead)),
    ...(format === 'onus-pack/1' ? [] : FOR_READING),
  ];
}

const replaced = (entry: number): readonly string[] => [
  `⚠ Entry ${entry} puts another key in the place of that one. Who still has the old key could have signed this: ask for a pack that the new one`,
  'has signed, or for witnesses.',
];

const ahead = ({ entry, witness }: NonNullable<Proven['recordedAhead']>): readonly string[] => [
  `⚠ Entry ${entry} says that it was recorded later than ${witness} cosigned it: one of the two clocks is wrong. What rules count in hours and days,`,
  'such as a deadline, or silence that was taken for acceptance, goes by that of the entries.',
];

/** Since there is a report that is not made again. */
const FOR_READING = [
  'Proven is the answer below, worked out again from the entries. report.html says the same, letter by letter;',
  'report.pdf was not made again: it is for reading.',
];

function placeOf({ index, file }: Refuted): string {
  if (index !== undefined) return `entry ${index}: `;
  return file === undefined ? '' : `${file}: `;
}

const codesOf = ({ code, cause, refusal }: Refuted): readonly string[] =>
  [code, cause, refusal].filter((each) => each !== undefined);
