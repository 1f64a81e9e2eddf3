import type { Instant } from '#kernel/instant';
import type { Finding } from '#responsibility/domain/assignment.rules';
import type { Mark, Parts, RaciRole } from '#responsibility/domain/assignment';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { ExceptionMention, ExceptionState } from './views/exceptions.ts';
import type { ObjectionMention, ObjectionView } from './views.objection.ts';
import type { PendingChange } from './views.change.ts';
import type { Basis } from './views/basis.ts';
import type { Acceptance, EvidenceCounts, ShownEvidence } from './views/duty.ts';
import type { Introduction, Mention, Named } from './views/people.ts';
import type { ContactView, DelegationState, MemberPeriodView, TermsView } from './views/standing.ts';

export type { Basis } from './views/basis.ts';
export type * from './views.change.ts';
export type { EvidenceView } from './views/duty.ts';
export type { CredentialView, Introduction, Mention, Named, PasskeySigned } from './views/people.ts';
export type * from './views/standing.ts';

/** The two clocks of an answer, echoed with it: which instant of the world, and how much of the ledger. */
export interface AsOf {
  /** The instant asked about, or the calendar day in the contract's zone. */
  readonly effective: Instant | string;
  /** Number of entries that the answer rests on: entries 0 to `treeSize - 1`. The same question at this size has this answer for ever. */
  readonly treeSize: number;
  /** When the newest of those entries was recorded; null for an empty prefix. */
  readonly knownAt: Instant | null;
  /** Contract time zone (IANA). */
  readonly zone: string;
}

export interface NamedWithRoles extends Named {
  readonly roles: readonly RaciRole[];
}

/** Who bore a task during `[from, to)`, and why that is so. */
export interface OwnerInterval {
  /** For an instant: the whole stretch in which this held. For a day: clipped to the day. Null: open. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** The stretch for which the assignment itself was stated to hold, as known; not clipped. */
  readonly inForce: { readonly from: Instant; readonly to: Instant | null } | null;
  readonly exists: boolean;
  readonly closed: boolean | null;
  /** In words, several joined by " + ", for example "MSSP + Inherited"; null where nothing was assigned. */
  readonly mark: string | null;
  readonly marks: readonly Mark[];
  /** The one who answers for it; null where there is none or more than one. Person's or team's name where one is named, else the party's. */
  readonly owner: string | null;
  readonly owners: readonly Named[];
  readonly group: string | null;
  readonly deputy: Named | null;
  readonly raci: readonly NamedWithRoles[];
  readonly parts: Parts | null;
  /** A recorded gap, overlap or other finding on the line. */
  readonly findings: readonly Finding[];
  readonly basis: Basis | null;
  /** The entry that assigned, and since when the ledger knows it. */
  readonly assignment: {
    readonly entry: number;
    readonly digest: string;
    readonly knownSince: Instant;
    readonly knownFrom: number;
  } | null;
  /** Everybody who accepted, in order, whatever he said later. */
  readonly acknowledgements: readonly Mention[];
  /** What each of those named made of it, by what he said last. */
  readonly acceptance: readonly Acceptance[];
  readonly definition: TaskDefinition | null;
  /** The entry that gave this text, and its digest: what somebody who accepts the duty has read. */
  readonly text: { readonly entry: number; readonly digest: string } | null;
  /** The columns of the imported line; null where the task was not imported. */
  readonly attributes: Readonly<Record<string, string>> | null;
  /** Indices of the entries that this interval rests on, ascending. */
  readonly entries: readonly number[];
}

/** What was recorded after the asked tree size and speaks about the asked time: it would change the answer. */
export interface LaterStatement {
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly effectiveFrom: Instant;
  readonly effectiveTo: Instant | null;
}

export interface OwnerAnswer {
  readonly engagement: EngagementView;
  readonly asOf: AsOf;
  readonly task: { readonly id: string; readonly ref: string; readonly title: string | null } | null;
  /** Whether the task was part of the matrix at any moment of the asked instant or day. */
  readonly exists: boolean;
  /** One for an instant; for a day as many as it had, in order, without holes. */
  readonly intervals: readonly OwnerInterval[];
  readonly pending: readonly PendingChange[];
  /** What was shown of it for the time that was asked about, and checked. */
  readonly evidence: ShownEvidence;
  /** Objections to the line of the task that are open, as known, whatever time was asked about. */
  readonly objections: readonly ObjectionView[];
  /** Exceptions from the line, as they stood in the asked time; absent where none is known. */
  readonly exceptions?: readonly ExceptionState[];
  /** Who brought in those who approved what the answer rests on, where somebody of another party did; absent where nobody. */
  readonly introductions?: readonly Introduction[];
  readonly later: readonly LaterStatement[];
}

/** The short answer to one of many questions: what `onus who --questions` prints. */
export interface ShortAnswer {
  readonly exists: boolean;
  readonly owner: string | null;
  readonly owners: readonly string[];
  readonly group: string | null;
  readonly mark: string | null;
  readonly closed: boolean | null;
  readonly attributes: Readonly<Record<string, string>> | null;
  readonly entries: readonly number[];
  readonly treeSize: number;
}

export interface EngagementView {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly zone: string;
  /** Name of the ledger: the origin of its checkpoints. */
  readonly ledger: string;
  readonly treeSize: number;
  readonly openedAt: Instant;
}

export interface PartyView {
  readonly id: string;
  readonly side: 'provider' | 'client' | 'third';
  readonly name: string;
}

export interface MemberView {
  readonly id: string;
  readonly party: string;
  readonly kind: 'person' | 'team' | 'service';
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly removed: boolean;
}

/** The same, and how the member stands at an instant. */
export interface MemberState extends MemberView {
  /** The entry that added it, and who did. */
  readonly added: Mention;
  /** Null: always, from the entry on that added it. */
  readonly period: MemberPeriodView | null;
  /** Whether it takes part then: not removed, and within its time. */
  readonly present: boolean;
  readonly contact: ContactView | null;
  /** Rights that it lets others use, and those of others that it may use; over or revoked ones included, in order. */
  readonly delegations: { readonly given: readonly DelegationState[]; readonly held: readonly DelegationState[] };
}

/** An engagement, and what its contract says of itself. */
export interface EngagementDetails extends EngagementView {
  readonly terms: TermsView;
}

export interface MatrixLine extends Omit<OwnerInterval, 'acknowledgements' | 'acceptance' | 'attributes'> {
  readonly task: string;
  readonly ref: string;
  /** How many members accepted it, by what each said last. */
  readonly acknowledged: number;
  /** The members who declined it, by what each said last. */
  readonly declined: readonly Mention[];
  /** Those named who have not answered, or answered when the task had another text. */
  readonly unanswered: readonly Named[];
  /**
   * What was shown of the duty for the instant, and checked; absent where nobody asked for it. Assigned, acknowledged, performed and
   * checked are four facts.
   */
  readonly evidence?: EvidenceCounts;
  /** Objections to the line that are open, as known. */
  readonly objections: readonly ObjectionMention[];
  /** Exceptions from the line, as they stood then; absent where none is known. */
  readonly exceptions?: readonly ExceptionMention[];
}

export interface MatrixView {
  readonly engagement: EngagementView;
  readonly asOf: AsOf;
  readonly lines: readonly MatrixLine[];
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface TimelineItem {
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly by: Named;
  /** In whose right, where it was not the own. */
  readonly onBehalfOf?: Named;
  readonly task: string | null;
  readonly ref: string | null;
  readonly change: string | null;
  readonly import: string | null;
  readonly effectiveFrom: Instant | null;
  readonly effectiveTo: Instant | null;
  /** The fact itself, texts that were sealed and not erased opened in place as plain strings. */
  readonly data: unknown;
}

export interface TimelineView {
  readonly engagement: EngagementView;
  readonly asOf: AsOf;
  readonly items: readonly TimelineItem[];
  readonly next: string | null;
}
