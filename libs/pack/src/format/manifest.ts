import type { WordedAnswer, WordedMatrix } from '#answers/first-form';
import { canonicalize } from '#kernel/json';
import { count, hexDigest, list, object, oneOf, positive, text, type Shape } from '#replay/shapes/shape';
import { questionShape, type PackQuestion } from './question.ts';

/**
 * The formats, each of which reads and verifies for ever. The second tells who accepted and declined what, and what is objected to;
 * the first knew acknowledgements alone.
 */
export const FORMATS = ['onus-pack/1', 'onus-pack/2'] as const;
export type PackFormat = (typeof FORMATS)[number];

/** The format that is written. */
export const FORMAT: PackFormat = 'onus-pack/2';

/** An answer in the form of its format. */
export type PackAnswer = WordedAnswer | WordedMatrix;

/** A file beside the manifest. */
export interface ListedFile {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What a pack says, without its files: what the report is made from. */
export interface Statement {
  readonly format: PackFormat;
  readonly question: PackQuestion;
  readonly answer: PackAnswer;
  /** Name of the ledger: the origin of its checkpoints. */
  readonly ledger: string;
  /** How many entries the pack holds: all of the ledger when its checkpoint was signed. */
  readonly treeSize: number;
  /** Root of their tree, hexadecimal. */
  readonly rootHash: string;
}

/** `manifest.json`: RFC 8785 bytes of this. */
export interface Manifest extends Statement {
  /** Every other file, by name. */
  readonly files: readonly ListedFile[];
}

const anything: Shape = () => undefined;

/** What a manifest looks like, but for the answer: that is worked out again and compared. */
export const manifestShape: Shape = object<Manifest>({
  format: oneOf(...FORMATS),
  question: questionShape,
  answer: anything,
  ledger: text,
  treeSize: positive,
  rootHash: hexDigest,
  files: list(object<ListedFile>({ name: text, size: count, sha256: hexDigest })),
});

export const manifestText = (manifest: Manifest): string => canonicalize(manifest);
