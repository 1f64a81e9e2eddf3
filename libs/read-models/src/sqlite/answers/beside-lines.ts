import type { Micros } from '#kernel/instant';
import type { NamedLine } from '#answers/matrix-version/line-exceptions';
import type { ExceptionMention } from '#answers/matrix-version/views';
import type { ObjectionMention } from '#answers/views.objection';
import type { Prefix, Reader } from '../queries/reader.ts';
import { exceptionsFrom } from './register/line-exceptions.ts';

/** What is told beside the lines of a matrix. Few lines have any of it, so it is read once for all of them. */
export interface Beside {
  /** Open objections, by the key of their task. */
  readonly objections: ReadonlyMap<number, readonly ObjectionMention[]>;
  /** Undefined where there is none. */
  readonly exceptions: ((line: NamedLine) => readonly ExceptionMention[]) | undefined;
  /** Whether lines are to say how much was shown of them. That is asked line by line. */
  readonly evidence: boolean;
}

/** What is told beside the lines at an instant, as far as a tree size knows. */
export const besideLines = (reader: Reader, prefix: Prefix, at: Micros, evidence = false): Beside => ({
  objections: reader.objections.open(prefix.ledger, prefix.treeSize),
  exceptions: exceptionsFrom(reader, prefix, { from: at, to: at + 1 }),
  evidence,
});
