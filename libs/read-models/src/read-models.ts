import type { Instant, Micros } from '#kernel/instant';
import type { Known, MatrixQuestion, OwnerQuestion, PointInTime } from '#answers/point-in-time';
import type { Assignment } from '#responsibility/domain/assignment';
import type {
  ChangeStatus,
  ChangeView,
  EngagementView,
  EvidenceView,
  MatrixView,
  MemberView,
  OwnerAnswer,
  OwnerInterval,
  PartyView,
  ShortAnswer,
  TimelineView,
} from '#answers/views';
import type { Share } from '#ledger-store/shares/share';
import type { SnapshotMatter } from '#answers/snapshot/document';
import type { DiffView } from '#answers/views.diff';
import type { DueMatter } from './due-matter.ts';
import type { LedgerTrees } from './ledger-trees.ts';
import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import type { MatrixRegister } from './matrix-register.ts';
import type { Page } from './page.ts';
import type { PeopleRegister } from './people-register.ts';
import type { SnapshotView } from '#answers/views.snapshot';

export type { Page };

/** Nothing of that name in this replica's read models. `what` is 'engagement', 'task', 'change' … */
export class NotFound extends Error {
  readonly what: string;

  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`);
    this.name = 'NotFound';
    this.what = what;
  }
}

/** The replica did not come as far as asked within the time allowed. */
export class NotThereYet extends Error {
  readonly position: number;
  readonly reached: number;

  constructor(position: number, reached: number) {
    super(`The read models have reached position ${reached}, not yet ${position}.`);
    this.name = 'NotThereYet';
    this.position = position;
    this.reached = reached;
  }
}

/** Deriving has stopped for good, or could not be done; nothing was skipped. The message says where and why. */
export class ProjectionStopped extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The read models have stopped: ${reason}`, options);
    this.name = 'ProjectionStopped';
  }
}

/** A cursor that this service did not give, or gave for another question. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor does not belong to this question; start without one.');
    this.name = 'BadCursor';
  }
}

/** How deriving goes. `stalled`: the disk or the store gives trouble, it tries again. `stopped`: it will not go on by itself. */
export interface Progress {
  readonly position: number;
  readonly state: 'following' | 'stalled' | 'stopped';
  /** What the trouble is, for whoever runs the service: it may name files. */
  readonly reason?: string;
}

/** The text of a duty and who bears it, as stored: what an import is compared with. */
export interface LineInForce {
  readonly ref: string;
  readonly definitionDigest: string;
  readonly assignmentDigest: string | null;
  readonly assignment: Assignment | null;
  readonly closed: boolean;
}

/** What is in the command index about a command id. */
export interface IndexedCommand {
  readonly firstIndex: number;
  readonly count: number;
  /** `body` of the entries' command. */
  readonly body: string;
}

/**
 * What every replica derives from the ledgers, for reading. Thrown away and rebuilt at will.
 *
 * - Rows and the position up to which they are derived are committed together: what is read is always the fold of a prefix.
 * - An answer at (effective, known) never changes once that many entries are known.
 * - Reading never waits for the store; `reach` is how to wait for one's own writes.
 */
export abstract class ReadModels {
  /** What proofs are made of. */
  abstract readonly trees: LedgerTrees;

  /** Versions of the matrix, reviews of its lines, and exceptions. */
  abstract readonly register: MatrixRegister;

  /** Periods, contacts, delegations and passkeys of members, and the terms of the contract. */
  abstract readonly people: PeopleRegister;

  /** Position of the newest entry that is derived. */
  abstract position(): number;

  /**
   * Whose engagements can be asked for; without one, all. Another share than the one that this replica derives, while that is built for the
   * first time: then nothing can be said of an engagement that is not in both.
   */
  abstract share(): Share | undefined;

  /** How deriving goes, and why it does not where it does not. */
  abstract progress(): Progress;

  /**
   * Waits until everything up to a position is derived.
   * @throws NotThereYet after `milliseconds`
   * @throws ProjectionStopped where it never will be
   */
  abstract reach(position: number, milliseconds: number): Promise<void>;

  abstract engagements(page: Page): { readonly items: readonly EngagementView[]; readonly next: string | null };

  /** By slug or by id. @throws NotFound */
  abstract engagement(slugOrId: string): EngagementView;

  abstract parties(engagementId: string, known?: Known): readonly PartyView[];

  abstract members(engagementId: string, known?: Known): readonly MemberView[];

  /** Who bore a task, with everything the answer rests on. `exists` is false for a task that nobody ever defined. */
  abstract owner(engagementId: string, ref: string, question: OwnerQuestion): OwnerAnswer;

  /** How a line stands at an instant: the interval of its answer, and nothing of what is told beside it. */
  abstract line(engagementId: string, ref: string, at: Instant): OwnerInterval;

  /** The short answer at an instant: the fast path for many questions (no decisions, no later statements). */
  abstract ownerAt(engagementId: string, ref: string, at: Instant, known?: Known): ShortAnswer;

  /** The matrix at an instant, by reference, in pages. A day is answered as of its first instant. */
  abstract matrix(engagementId: string, question: MatrixQuestion, page: Page): MatrixView;

  /** What differs between two points on the two clocks. */
  abstract diff(engagementId: string, before: PointInTime, after: PointInTime): DiffView;

  /** Entries in ledger order, of one task or of all. */
  abstract timeline(
    engagementId: string,
    of: { readonly ref?: string; readonly known?: Known },
    page: Page,
  ): TimelineView;

  abstract changes(
    engagementId: string,
    filter: { readonly status?: ChangeStatus; readonly known?: Known },
    page: Page,
  ): { readonly items: readonly ChangeView[]; readonly next: string | null };

  abstract change(engagementId: string, changeId: string, known?: Known): ChangeView;

  abstract evidence(
    engagementId: string,
    filter: { readonly ref?: string; readonly known?: Known },
    page: Page,
  ): { readonly items: readonly EvidenceView[]; readonly next: string | null };

  /** Objections in the order in which they were raised. @throws NotFound for a task that nobody defined */
  abstract objections(
    engagementId: string,
    filter: { readonly ref?: string; readonly status?: ObjectionStatus; readonly known?: Known },
    page: Page,
  ): { readonly items: readonly ObjectionView[]; readonly next: string | null };

  /** @throws NotFound */
  abstract objection(engagementId: string, objectionId: string, known?: Known): ObjectionView;

  /**
   * What the document of a snapshot is made of: the whole matrix at an instant, and what the entries behind it say. The same at the
   * same tree size, for ever. A day is answered as of its first instant.
   */
  abstract snapshotMatter(engagementId: string, point: PointInTime): SnapshotMatter;

  /** What was sealed, in order. */
  abstract snapshots(
    engagementId: string,
    filter: { readonly known?: Known },
    page: Page,
  ): { readonly items: readonly SnapshotView[]; readonly next: string | null };

  /** @throws NotFound */
  abstract snapshot(engagementId: string, snapshotId: string, known?: Known): SnapshotView;

  /** Every task of the matrix at an instant as stored, by reference: what an import computes its difference from. */
  abstract linesInForce(engagementId: string, at: Instant): ReadonlyMap<string, LineInForce>;

  /** The stored statements about one task as they are known now, from an instant on; for set-wise feeds. */
  abstract assignmentsFrom(
    engagementId: string,
    ref: string,
    from: Micros,
  ): readonly { readonly from: Micros; readonly to: Micros; readonly assignment: Assignment }[];

  /**
   * What has come due by itself by an instant in any ledger, as far as it is derived, in the order in which it came due. What is more
   * than `limit` is asked for with the last of them as `after`. Costs what it gives, however many ledgers there are.
   */
  abstract due(until: Instant, page: { readonly limit: number; readonly after?: DueMatter }): readonly DueMatter[];

  /** Looks a command id up in the command index; undefined where it is not there (yet: see `position`). */
  abstract command(stream: string, commandId: string): IndexedCommand | undefined;

  /** How many entries of a stream are derived. */
  abstract entriesOf(stream: string): number;

  /** Stops following and releases files and threads. */
  abstract close(): Promise<void>;
}
