import type { ApprovalEvent, ChangeDrafted, ChangeProposed, ChangeRevised } from '#approval/domain/approval.events';
import { refsOf } from '#approval/domain/change';
import type { Recorded } from '#kernel/decider';
import { groundIn, type Ground } from '../changes/course.ts';

/** A text of a change: the proposal, or a revision of it, with the tasks that its lines speak of. */
export interface Written {
  readonly text: Recorded<ChangeProposed | ChangeDrafted | ChangeRevised>;
  readonly lines: { readonly entry: number; readonly ref: string }[];
}

/** A change with everything that was recorded about it, in order. */
export interface Change {
  readonly proposed: Recorded<ChangeProposed | ChangeDrafted>;
  readonly texts: Written[];
  readonly course: Recorded<ApprovalEvent>[];
}

/** The register of changes. */
export class Changes {
  readonly #changes = new Map<string, Change>();
  readonly #about = new Map<string, Set<Change>>();

  record(recorded: Recorded<ApprovalEvent>): void {
    const { event, index } = recorded;
    if (event.type === 'ChangeProposed' || event.type === 'ChangeDrafted') {
      const proposed = recorded as Change['proposed'];
      const texts = [{ text: proposed, lines: [] }];
      this.#changes.set(event.data.changeId, { proposed, texts, course: [recorded] });
      return;
    }
    const change = this.change(event.data.changeId);
    change.course.push(recorded);
    if (event.type === 'ChangeRevised') change.texts.push({ text: recorded as Recorded<ChangeRevised>, lines: [] });
    if (event.type === 'ChangeLineProposed') this.#addLine(change, index, [event.data.proposed.ref]);
    if (event.type === 'ChangeLineDrafted') this.#addLine(change, index, refsOf(event.data.drafted));
  }

  /** A change that an entry names. */
  change(id: string): Change {
    const change = this.#changes.get(id);
    if (change === undefined) throw new Error(`change ${id} was never proposed`);
    return change;
  }

  /** Changes of which the text that stands at a tree size has a line about a task, in the order in which they were proposed. */
  about(ref: string, treeSize: number): readonly Change[] {
    return [...(this.#about.get(ref) ?? [])]
      .filter((change) => change.proposed.index < treeSize && linesAbout(change, ref, treeSize).length > 0)
      .sort((a, b) => a.proposed.index - b.proposed.index);
  }

  #addLine(change: Change, entry: number, refs: readonly string[]): void {
    for (const ref of refs) {
      change.texts.at(-1)!.lines.push({ entry, ref });
      let about = this.#about.get(ref);
      if (about === undefined) this.#about.set(ref, (about = new Set()));
      about.add(change);
    }
  }
}

/** The text of a change that stands at a tree size. */
export const standing = ({ texts }: Change, treeSize: number): Written =>
  texts.findLast(({ text }) => text.index < treeSize)!;

/** The entries with lines about a task, of the text that stands at a tree size. */
export const linesAbout = (change: Change, ref: string, treeSize: number): readonly number[] =>
  standing(change, treeSize)
    .lines.filter((line) => line.ref === ref && line.entry < treeSize)
    .map(({ entry }) => entry);

/** What happened to a change, as far as a tree size knows. */
export const courseIn = ({ course }: Change, treeSize: number): readonly Recorded<ApprovalEvent>[] =>
  course.filter(({ index }) => index < treeSize);

/** By what a statement of a change is in force: as it was when the statement was recorded. Undefined where nobody had decided it. */
export const groundOf = (change: Change, statement: number): Ground | undefined =>
  groundIn(courseIn(change, statement));
