/** What a verified pack shows, in sentences for people: the report says them, and docs/proofs.md says more of each. */
export const PROVEN: readonly string[] = [
  'The entries in this pack are all that the ledger had when its checkpoint was signed, from the first on: none was left out, changed, moved or put in between.',
  'The checkpoint was signed by the key of the ledger that the verifier trusts, and cosigned by the witnesses that the verifier asks for. Which, and when, the verifier says.',
  'Every entry was recorded by a command that the rules allowed on the entries before it. An approval is not only there: whoever gave it was entitled to.',
  'The answer follows from the entries, and from nothing else. The verifier works it out again and compares every letter, those of this page included.',
  'Each name and text that is shown in the clear is the one that was sealed in an entry.',
];

/** What no pack can show. */
export const NOT_PROVEN: readonly string[] = [
  'That what people recorded is true. An entry shows who stated what, and when the ledger came to know.',
  'Who sat at the keyboard. An entry names a member and how the service knew the caller; behind that stands whoever runs the service.',
  'The exact time of an entry: it is the clock of whoever runs the ledger. A cosignature bounds it from above.',
  'That nothing was recorded after the checkpoint.',
  'That two parties were shown the same ledger: for that there are witnesses, and receipts to compare.',
  'A name that is shown as erased was erased, or was not handed on with this pack.',
  'What was imported was not agreed in Onus. The answer says so where it is the case.',
];
