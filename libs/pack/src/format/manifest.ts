import type { MatrixView, OwnerAnswer } from '#answers/views';
import { canonicalize } from '#kernel/json';
import { count, hexDigest, list, object, positive, text, type Shape } from '#replay/shapes/shape';
import { questionShape, type PackQuestion } from './question.ts';

/** The format that is written, and the only one so far. A pack of it reads and verifies for ever. */
export const FORMAT = 'onus-pack/1';

export type PackAnswer = OwnerAnswer | MatrixView;

/** A file beside the manifest. */
export interface ListedFile {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What a pack says, without its files: what the report is made from. */
export interface Statement {
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
  readonly format: typeof FORMAT;
  /** Every other file, by name. */
  readonly files: readonly ListedFile[];
}

const anything: Shape = () => undefined;

/** What a manifest looks like, but for the answer: that is worked out again and compared. */
export const manifestShape: Shape = object<Manifest>({
  format: text,
  question: questionShape,
  answer: anything,
  ledger: text,
  treeSize: positive,
  rootHash: hexDigest,
  files: list(object<ListedFile>({ name: text, size: count, sha256: hexDigest })),
});

export const manifestText = (manifest: Manifest): string => canonicalize(manifest);
