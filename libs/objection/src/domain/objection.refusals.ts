import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  unknownObjection: refusal('objection/unknown', 'absent', (id: string) => `There is no objection ${id}.`),
  notOpen: refusal(
    'objection/not-open',
    'conflict',
    (id: string) => `Objection ${id} was withdrawn or resolved; raise another one if the line is still wrong.`,
  ),
  notASide: refusal(
    'objection/not-a-side',
    'forbidden',
    () => 'Only the provider and the client object to a line and answer objections; a third party declines its duty.',
  ),
  robot: refusal('objection/robot', 'forbidden', () => 'A person objects, answers and withdraws; a service cannot.'),
  otherSide: refusal(
    'objection/other-side',
    'forbidden',
    (id: string, side: string) => `Objection ${id} was raised by the ${side}; only that side can withdraw it.`,
  ),
  notYetKnown: refusal(
    'objection/not-yet-known',
    'invalid',
    (treeSize: number, size: number) =>
      `No answer rests on ${treeSize} entries yet: the ledger has ${size}. Name the tree size that the answer had.`,
  ),
  namedTwice: refusal(
    'objection/named-twice',
    'invalid',
    (id: string) => `The change names objection ${id} twice; name it once.`,
  ),
  otherLine: refusal(
    'objection/other-line',
    'invalid',
    (id: string, ref: string) =>
      `Objection ${id} is about ${ref}, and no line of the change is. Add one, or leave the objection out.`,
  ),
};
