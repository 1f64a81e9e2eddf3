import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  unknownFormat: refusal(
    'snapshot/unknown-format',
    'invalid',
    (format: string) => `"${format}" is no format of a snapshot that this version writes.`,
  ),
  noSuchSize: refusal(
    'snapshot/no-such-size',
    'invalid',
    (treeSize: number, size: number) =>
      `A snapshot rests on at least one entry, and on no more than there are: ${treeSize} of ${size} cannot be.`,
  ),
  badRoot: refusal(
    'snapshot/bad-root',
    'invalid',
    (root: string) => `"${root}" is no root of a tree: write its 32 bytes in base64, with padding.`,
  ),
  badDigest: refusal(
    'snapshot/bad-digest',
    'invalid',
    (digest: string) => `"${digest}" is no digest: write "sha256:" and 64 lower-case hexadecimal digits.`,
  ),
  notReproducible: refusal(
    'snapshot/not-reproducible',
    'conflict',
    (id: string, sealed: string, made: string) =>
      `Snapshot ${id} was sealed with ${sealed}, but the document that follows from the entries now has ${made}.`,
  ),
  noDocument: refusal('snapshot/no-document', 'invalid', (reason: string) => reason),
  badCount: refusal(
    'snapshot/bad-count',
    'invalid',
    (lines: number) => `${lines} is no number of lines: write a whole number from 0 on.`,
  ),
};
