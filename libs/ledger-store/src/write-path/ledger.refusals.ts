import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  idReused: refusal(
    'ledger/command-id-reused',
    'invalid',
    (id: string, how: 'with another content' | 'by another actor') =>
      `Command ${id} was recorded before ${how}; use a new id for a new command.`,
  ),
  entryTooLarge: refusal(
    'ledger/entry-too-large',
    'invalid',
    (type: string, bytes: number, most: number) =>
      `A ${type} of ${bytes} bytes is larger than the ${most} bytes that an entry may have; refer to large texts by digest.`,
  ),
  appendTooLarge: refusal(
    'ledger/append-too-large',
    'invalid',
    (bytes: number, most: number) =>
      `This act takes ${bytes} bytes, more than the ${most} bytes that can be recorded at once; split it.`,
  ),
  notJson: refusal('ledger/not-json', 'invalid', (reason: string) => `The command cannot be recorded: ${reason}.`),
};
