import type { Micros } from '#kernel/instant';
import type { NamedLine } from '#answers/matrix-version/line-exceptions';
import type { ExceptionMention } from '#answers/matrix-version/views';
import type { EvidenceCounts } from '#answers/views/duty';
import type { ObjectionMention } from '#answers/views.objection';
import type { Prefix, Reader } from '../queries/reader.ts';
import { exceptionsFrom } from './register/line-exceptions.ts';

/** What is told beside the lines of a matrix. Few lines have any of it, so it is read once for all of them. */
export interface Beside {
  /** Open objections, by the key of their task. */
  readonly objections: ReadonlyMap<number, readonly ObjectionMention[]>;
  readonly exceptions: (line: NamedLine) => readonly ExceptionMention[];
  /** What was shown for the instant, by the key of its task. */
  readonly evidence: ReadonlyMap<number, EvidenceCounts>;
}

/** What is told beside the lines at an instant, as far as a tree size knows. */
export const besideLines = (reader: Reader, prefix: Prefix, at: Micros): Beside => ({
  objections: reader.objections.open(prefix.ledger, prefix.treeSize),
  exceptions: exceptionsFrom(reader, prefix, { from: at, to: at + 1 }),
  evidence: reader.evidence.countsAt(prefix.ledger, at, prefix.treeSize),
});
