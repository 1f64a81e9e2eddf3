import type { PackFormat } from '../format/manifest.ts';
import type { Run } from './run.ts';

/** What a report says of its own weight. */
export interface Promises {
  /** What the report itself is worth. */
  readonly note: readonly Run[];
  /** What a verified pack shows, in sentences for people; docs/proofs.md says more of each. */
  readonly proven: readonly string[];
  /** What no pack can show. */
  readonly notProven: readonly string[];
}

/** `signed`: whether the answer tells of approvals that passkeys signed. */
export function promisesOf(format: PackFormat, signed: boolean): Promises {
  if (format === 'onus-pack/1') return FIRST;
  return signed
    ? { ...SECOND, proven: [...SECOND.proven, SIGNED], notProven: [...SECOND.notProven, NOT_SIGNED] }
    : SECOND;
}

const SIGNED =
  'Each signature with a passkey was verified again: over exactly this text of the change, by the key that the member had registered for it, and by an authenticator that says whether it verified its user.';
const NOT_SIGNED =
  'That a passkey is in the hands of the member who registered it, and that the screen showed the text that was signed.';

const ANSWER_FOLLOWS =
  'The answer follows from the entries, and from nothing else. The verifier works it out again and compares every letter,';

const proven = (compared: string): readonly string[] => [
  'The entries in this pack are all that the ledger had when its checkpoint was signed, from the first on: none was left out, changed, moved or put in between.',
  'The checkpoint was signed by the key of the ledger that the verifier trusts, and cosigned by the witnesses that the verifier asks for. Which, and when, the verifier says.',
  'Every entry was recorded by a command that the rules allowed on the entries before it. An approval is not only there: whoever gave it was entitled to.',
  `${ANSWER_FOLLOWS} ${compared}`,
  'Each name and text that is shown in the clear is the one that was sealed in an entry.',
];

const NOT_PROVEN: readonly string[] = [
  'That what people recorded is true. An entry shows who stated what, and when the ledger came to know.',
  'Who sat at the keyboard. An entry names a member and how the service knew the caller; behind that stands whoever runs the service.',
  'The exact time of an entry: it is the clock of whoever runs the ledger. A cosignature bounds it from above.',
  'That nothing was recorded after the checkpoint.',
  'That two parties were shown the same ledger: for that there are witnesses, and receipts to compare.',
  'A name that is shown as erased was erased, or was not handed on with this pack.',
  'What was imported was not agreed in Onus. The answer says so where it is the case.',
];

const HOW: readonly Run[] = [{ code: 'VERIFY.md' }, ' says how, with tools of your own.'];

/** Version 1 had one report, which is a page. Its words never change. */
const FIRST: Promises = {
  note: ['This page proves nothing by itself. Verify the pack that it came in: ', ...HOW],
  proven: proven('those of this page included.'),
  notProven: NOT_PROVEN,
};

const SECOND: Promises = {
  note: [
    'This report is for reading, and proves nothing by itself. What is proven is the answer that a verifier works out again from the entries. Verify the pack that this came in: ',
    ...HOW,
  ],
  proven: proven('those of report.html included.'),
  notProven: [
    ...NOT_PROVEN,
    'That report.pdf says the same. It is made of the words of report.html, but a verifier does not make it again: it only sees that it is the file that the manifest lists. Where the two differ, believe the answer that the verifier says.',
  ],
};
