import type { WordedAnswer, WordedMatrix } from '#answers/first-form';
import { MATRIX_COLUMNS, matrixRows } from '#answers/words/matrix-words';
import { Moments } from '#answers/words/moments';
import { count, grouped } from '#answers/words/phrases';
import { parseNote } from '#transparency/note/note';
import { answerInWords, entriesBehind, isOwnerAnswer, tellsOfPasskeys } from '../format/answering.ts';
import type { Statement } from '../format/manifest.ts';
import { proofName } from '../format/names.ts';
import { promisesOf } from './promises.ts';
import type { Run } from './run.ts';

/** What a line of an answer is: what matters most, what to look at, or neither; `part`: it belongs to a stretch of a day or a period. */
export interface AnswerLine {
  readonly kind: 'lead' | 'warn' | 'line';
  readonly part: boolean;
  readonly text: string;
}

export type Part =
  | { readonly is: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly is: 'answer'; readonly lines: readonly AnswerLine[] }
  | { readonly is: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | { readonly is: 'facts'; readonly facts: readonly (readonly [name: string, value: Run])[] };

export interface Section {
  readonly heading: string;
  readonly parts: readonly Part[];
}

/** What a report says, whatever it is written in. Made from the rest of the pack, and from nothing else. */
export interface ReportContent {
  /** Above the question. */
  readonly over: string;
  readonly question: string;
  readonly note: readonly Run[];
  readonly sections: readonly Section[];
  /** When the newest entry that the answer knows was recorded (RFC 3339); where it knows none, the first of all. */
  readonly dated: string;
  /** Name of the ledger. */
  readonly ledger: string;
}

/** `checkpoint` is the signed note. */
export function reportContent(statement: Statement, checkpoint: Uint8Array): ReportContent {
  const { answer, ledger, format } = statement;
  const { note, proven, notProven } = promisesOf(format, tellsOfPasskeys(answer));
  return {
    over: `Onus evidence pack · ${answer.engagement.title}`,
    question: questionInWords(statement),
    note,
    sections: [
      { heading: 'The answer', parts: [answerPart(answer)] },
      { heading: 'What it rests on', parts: grounds(statement) },
      { heading: 'What is proven, once the pack is verified', parts: [{ is: 'list', items: proven }] },
      { heading: 'What is not', parts: [{ is: 'list', items: notProven }] },
      { heading: 'The ledger', parts: [{ is: 'facts', facts: ledgerFacts(statement, checkpoint) }] },
      ...(format === 'onus-pack/1' ? [] : [HOW_TO_VERIFY]),
    ],
    dated: answer.asOf.knownAt ?? answer.engagement.openedAt,
    ledger,
  };
}

/** The question, as a sentence. */
export function questionInWords({ question, answer }: Statement): string {
  const moments = new Moments(answer.asOf.zone);
  const when = moments.asked(answer.asOf.effective);
  const word = 'from' in question.effective ? 'during' : 'day' in question.effective ? 'on' : 'at';
  const known = `as known from ${count(question.known, 'entry', 'entries')}`;
  const what = question.about === 'task' ? `Who bore ${taskInWords(question.task, answer)}` : 'Who bore which task';
  return `${what} for ${answer.engagement.title} ${word} ${when} (${moments.zone}), ${known}?`;
}

function taskInWords(ref: string, answer: Statement['answer']): string {
  const title = isOwnerAnswer(answer) ? (answer.task?.title ?? null) : null;
  return title === null || title === ref ? ref : `${ref} ${title}`;
}

/** The lines that `onus who` prints, or the table of `onus matrix`. */
function answerPart(answer: WordedAnswer | WordedMatrix): Part {
  if (!isOwnerAnswer(answer)) return { is: 'table', columns: MATRIX_COLUMNS, rows: matrixRows(answer) };
  const lines = answerInWords(answer)
    .split('\n')
    .filter((line) => line !== '');
  return { is: 'answer', lines: lines.map(answerLine) };
}

function answerLine(line: string): AnswerLine {
  const text = line.trim();
  const leads = /^(?:Accountable:|No single owner:|Nobody:)/.test(text);
  return { kind: text.startsWith('⚠') ? 'warn' : leads ? 'lead' : 'line', part: line.startsWith('  '), text };
}

function grounds({ answer, treeSize }: Statement): readonly Part[] {
  const entries = entriesBehind(answer);
  if (entries.length === 0) return [{ is: 'paragraph', runs: ['No entry: nothing was recorded of it.'] }];
  const list = entries.flatMap((index, i): Run[] => [
    ...(i === 0 ? [] : [', ']),
    { code: String(index), title: proofName(index) },
  ]);
  const howMany = `${count(entries.length, 'entry', 'entries')} of the ${grouped(treeSize)} in `;
  const where: readonly Run[] = [
    howMany,
    { code: 'entries.ndjson' },
    ', counted from 0. The proof of each is in ',
    { code: 'proofs/' },
    '.',
  ];
  return [
    { is: 'paragraph', runs: where },
    { is: 'paragraph', runs: list },
  ];
}

function ledgerFacts(
  { answer: { engagement, asOf }, ledger, treeSize, rootHash, format }: Statement,
  checkpoint: Uint8Array,
): readonly (readonly [string, Run])[] {
  const key = format === 'onus-pack/1' ? undefined : signingKeyIn(checkpoint, ledger);
  return [
    ['Name', { code: ledger }],
    ['Opened', engagement.openedAt],
    ['Entries in the pack', grouped(treeSize)],
    ['Entries known to the answer', grouped(asOf.treeSize)],
    ['Root of the tree', { code: rootHash }],
    ...(key === undefined ? [] : [['Checkpoint signed by', { code: key }] as const]),
    ['Contract time zone', asOf.zone],
  ];
}

/** `name+id` of the key of the ledger that signed the checkpoint. */
function signingKeyIn(checkpoint: Uint8Array, ledger: string): string | undefined {
  const line = parseNote(checkpoint).signatures.find(({ name }) => name === ledger);
  return line === undefined ? undefined : `${line.name}+${line.keyId}`;
}

const HOW_TO_VERIFY: Section = {
  heading: 'How to verify',
  parts: [
    {
      is: 'paragraph',
      runs: [
        'Get the trust policy of the ledger another way than this pack: from both sides, or from the witness. Then ',
        { code: 'onus verify PACK --policy POLICY' },
        ' says whether the pack is proven. It needs no server, no network and no account. ',
        { code: 'VERIFY.md' },
        ' in the pack says how to do it with other programs.',
      ],
    },
  ],
};
