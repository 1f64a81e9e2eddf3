import type { Recorded } from '#kernel/decider';
import { instantOf, type Instant } from '#kernel/instant';
import type { OnusEvent } from '#rulebook/rulebook';
import { Facts, type Prefix } from './facts/facts.ts';
import type { OpenText } from './facts/people.ts';
import { controlsIn } from './matrix-version/line-exceptions.ts';
import { exceptionsAbout, exceptionsIn, reviewsIn, versionsIn } from './matrix-version/matrix-answers.ts';
import {
  askedAbout,
  echoed,
  type Asked,
  type Known,
  type MatrixQuestion,
  type OwnerQuestion,
  type PointInTime,
} from './point-in-time.ts';
import { introductionsBehind } from './people/introductions.ts';
import { evidenceCounts, shownEvidence } from './points/evidence.ts';
import { mentionOf } from './points/grounds.ts';
import { intervalOf } from './points/interval.ts';
import { openObjections } from './points/objections.ts';
import { laterStatements, pendingChanges } from './points/pending.ts';
import { stretchesOf, type Stretch } from './points/stretches.ts';
import type { SnapshotMatter } from './snapshot/document.ts';
import { statedLines } from './snapshot/stated-lines.ts';
import type { ExceptionState, ReviewState, VersionView } from './matrix-version/views.ts';
import type { AsOf, Basis, EngagementView, Introduction, MatrixView, OwnerAnswer } from './views.ts';

export interface AnswersOptions {
  /** Name of the ledger, as its entries carry it. What follows its last slash is the id of the engagement. */
  readonly ledger: string;
  /** Opens the commitment to a text; null where it was erased, or is not for whoever asks. */
  readonly open: OpenText;
}

/**
 * What an answer is, by definition: entries are folded in order, and whatever is asked is worked out from them. Pure, and written
 * to be clear; the stored read models are held equal to it, and a verifier recomputes with it what somebody was told.
 * The same question at the same tree size has the same answer for ever, but for `later` and for texts that were erased.
 */
export class Answers {
  readonly #facts: Facts;

  constructor({ ledger, open }: AnswersOptions) {
    this.#facts = new Facts(ledger, open);
  }

  /** How many entries were folded. */
  get size(): number {
    return this.#facts.size;
  }

  /** How many entries count as known. @throws NotYetKnown for a tree size beyond the entries */
  treeSize(known: Known | undefined): number {
    return this.#facts.treeSize(known);
  }

  /** Folds the next entry. Entries are believed: whether what they say was allowed is for `replay` to find out, before. */
  record(recorded: Recorded<OnusEvent>): void {
    this.#facts.record(recorded);
  }

  /**
   * Who bore a task, with everything that the answer rests on. One interval for an instant; for a day or a period as many as it
   * had, in order, without holes. `exists` is false for a task that nobody ever defined.
   *
   * @throws NotYetKnown for a tree size beyond the entries
   * @throws NotAnInstant for a day that no calendar has
   */
  owner(ref: string, { effective, known }: OwnerQuestion): OwnerAnswer {
    const prefix = this.#prefix(known);
    const { facts, treeSize } = prefix;
    const asked = askedAbout(effective, facts.opened.event.data.zone);
    const task = facts.statements.task(ref, treeSize);
    const intervals = stretchesOf(prefix, task?.id, asked.from, asked.to)
      .map((stretch) => (asked.clips ? clipped(stretch, asked) : stretch))
      .filter(({ from, to }) => from < to)
      .map((stretch) => intervalOf(prefix, stretch));
    const exceptions = exceptionsAbout(prefix, { ref, controls: controlsIn(intervals) }, asked);
    const introductions = introductionsIn(
      prefix,
      intervals.map(({ basis }) => basis),
    );
    const title = intervals.find(({ definition }) => definition !== null)?.definition?.title ?? null;
    return {
      engagement: engagementView(prefix),
      asOf: asOf(prefix, effective),
      task: task === undefined ? null : { id: task.id, ref, title },
      exists: intervals.some(({ exists }) => exists),
      intervals,
      pending: pendingChanges(prefix, ref, asked),
      evidence: shownEvidence(prefix, task, asked),
      objections: openObjections(prefix, task?.id),
      ...(exceptions.length > 0 && { exceptions }),
      ...(introductions.length > 0 && { introductions }),
      later: laterStatements(prefix, ref, asked),
    };
  }

  /**
   * The whole matrix at an instant, by reference. A day is answered as of its first instant.
   *
   * @throws NotYetKnown for a tree size beyond the entries
   * @throws NotAnInstant for a day that no calendar has
   */
  matrix({ effective, known, evidence = false }: MatrixQuestion): MatrixView {
    const prefix = this.#prefix(known);
    const { from } = askedAbout(effective, prefix.facts.opened.event.data.zone);
    const stated = statedLines(prefix, from).map(({ line }) => line);
    const lines = evidence
      ? stated.map((line) => ({ ...line, evidence: evidenceCounts(prefix, line.task, from) }))
      : stated;
    return { engagement: engagementView(prefix), asOf: asOf(prefix, effective), lines, next: null };
  }

  /**
   * What the document of a snapshot is made of, but for the root of the tree: that is for whoever has the bytes of the entries. A
   * day is answered as of its first instant.
   *
   * @throws NotYetKnown for a tree size beyond the entries
   * @throws NotAnInstant for a day that no calendar has
   */
  snapshot({ effective, known }: PointInTime): SnapshotMatter {
    const prefix = this.#prefix(known);
    const { treeSize, knownAt, zone } = asOf(prefix, effective);
    const { from } = askedAbout(effective, zone);
    const { ledger } = prefix.facts;
    return { ledger, zone, effective: instantOf(from), treeSize, knownAt, lines: statedLines(prefix, from) };
  }

  /**
   * Who brought in those who approved what an answer rests on, where somebody of another party did.
   *
   * @throws NotYetKnown for a tree size beyond the entries
   */
  introductions(bases: readonly (Basis | null)[], known?: Known): readonly Introduction[] {
    return introductionsIn(this.#prefix(known), bases);
  }

  /** Every version that was proposed, in order. @throws NotYetKnown for a tree size beyond the entries */
  versions(known?: Known): readonly VersionView[] {
    return versionsIn(this.#prefix(known));
  }

  /** Every review with its lines, in order. @throws NotYetKnown for a tree size beyond the entries */
  reviews(known?: Known): readonly ReviewState[] {
    return reviewsIn(this.#prefix(known));
  }

  /** Every exception as it is at an instant, in order. @throws NotYetKnown for a tree size beyond the entries */
  exceptions(at: Instant, known?: Known): readonly ExceptionState[] {
    return exceptionsIn(this.#prefix(known), at);
  }

  #prefix(known: OwnerQuestion['known']): Prefix {
    return { facts: this.#facts, treeSize: this.treeSize(known) };
  }
}

const introductionsIn = (prefix: Prefix, bases: readonly (Basis | null)[]): readonly Introduction[] => {
  const { facts, treeSize } = prefix;
  const { people } = facts;
  return introductionsBehind(bases, {
    added: (member) => {
      const added = people.addedWith(treeSize, member);
      if (added === undefined) return undefined;
      return { party: added.event.data.partyId, by: added.actor, mention: () => mentionOf(facts, treeSize, added) };
    },
    named: (bearer) => people.named(treeSize, bearer),
    hasPasskey: (member) => people.hasPasskey(treeSize, member),
  });
};

const clipped = (stretch: Stretch, asked: Asked): Stretch => ({
  ...stretch,
  from: Math.max(stretch.from, asked.from),
  to: Math.min(stretch.to, asked.to),
});

/** An answer as of a tree size shows the engagement at that size. */
function engagementView({ facts: { ledger, opened }, treeSize }: Prefix): EngagementView {
  const { slug, title, zone } = opened.event.data;
  return {
    id: ledger.slice(ledger.lastIndexOf('/') + 1),
    slug,
    title,
    zone,
    ledger,
    treeSize,
    openedAt: opened.recordedAt,
  };
}

const asOf = ({ facts, treeSize }: Prefix, effective: OwnerQuestion['effective']): AsOf => ({
  effective: echoed(effective),
  treeSize,
  knownAt: treeSize === 0 ? null : facts.recordedAt(treeSize - 1),
  zone: facts.opened.event.data.zone,
});
