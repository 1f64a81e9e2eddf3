import type { Recorded } from '#kernel/decider';
import type { MatrixVersionEvent } from '#matrix-version/domain/matrix-version.events';

/** What was recorded about versions, reviews and exceptions, each by its id. */
export class MatrixRecords {
  readonly #about = new Map<string, Recorded<MatrixVersionEvent>[]>();

  record(recorded: Recorded<MatrixVersionEvent>): void {
    const id = subjectOf(recorded.event);
    const earlier = this.#about.get(id);
    if (earlier === undefined) this.#about.set(id, [recorded]);
    else earlier.push(recorded);
  }

  /** Everything about one of them that a tree size knows, in order; none where it does not know it. */
  about(id: string, treeSize: number): readonly Recorded<MatrixVersionEvent>[] {
    return (this.#about.get(id) ?? []).filter(({ index }) => index < treeSize);
  }

  /** The ids of one sort that a tree size knows, in the order in which they came. */
  ids(letter: 'v' | 'r' | 'x', treeSize: number): readonly string[] {
    return [...this.#about.keys()].filter((id) => id.startsWith(letter) && this.about(id, treeSize).length > 0);
  }
}

function subjectOf({ data }: MatrixVersionEvent): string {
  if ('versionId' in data) return data.versionId;
  return 'reviewId' in data ? data.reviewId : data.exceptionId;
}
