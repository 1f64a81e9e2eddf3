import type { Instant } from '#kernel/instant';
import type { AcceptedEntry } from '#ledger-store/submission';
import type { Effective, Known, MatrixQuestion, PointInTime } from '#answers/point-in-time';
import type {
  ChangeStatus,
  ChangeView,
  CredentialView,
  DelegationState,
  EngagementView,
  EvidenceView,
  MatrixView,
  MemberState,
  OwnerAnswer,
  PartyView,
  ShortAnswer,
  TermsView,
  TimelineView,
} from '#answers/views';
import type { Certificate } from '#answers/certificate/views';
import type { InboxView } from '#answers/inbox/views';
import type { DiffView } from '#answers/views.diff';
import type {
  ExceptionState,
  ReviewState,
  ReviewView,
  VersionChanges,
  VersionState,
  VersionView,
} from '#answers/matrix-version/views';
import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import type { SnapshotComparison, SnapshotState, SnapshotVerdict, SnapshotView } from '#answers/views.snapshot';
import type { RequestedQuestion } from '#pack/make-pack';
import type { VersionProposed } from '#matrix-version/domain/version.events';
import type { LedgerReceipt, ReceiptEntry } from '#transparency/receipt';
import type { ImportProgress, ImportReport, ImportRequest } from '#intake/recording/import-file';
import type { OnusSubmission } from '#apps/ledger/src/runtime/onus';
import type { Side } from '#snapshot/compare-snapshots/compare-snapshots';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';

/** What a command recorded: its entries are durable. With their proofs and the checkpoint it is a receipt. */
export interface Recorded extends Pick<LedgerReceipt, 'treeSize' | 'rootHash' | 'checkpoint'> {
  readonly entries: readonly (Omit<AcceptedEntry, 'data'> & Pick<ReceiptEntry, 'proof'>)[];
  readonly position: number;
  /** The command had been recorded before under this id; this is its first result. */
  readonly replayed: boolean;
}

/** One of many questions: who owned the item at the instant? */
export interface Question {
  readonly item: string;
  readonly at: Instant;
}

export type FileToImport = Omit<ImportRequest, 'engagementId'>;

export interface Imported {
  readonly report: ImportReport;
  /** Whether the engagement was opened for it. */
  readonly opened: boolean;
}

/** The terms on which an engagement is opened. */
export type Opening = Extract<OnusSubmission, { readonly type: 'OpenEngagement' }>['data'];

/** What a command line submits to an engagement that is there. */
export type Submission = Extract<
  OnusSubmission,
  {
    readonly type:
      | 'AddParty'
      | 'AddMembers'
      | 'RevokeCredential'
      | 'ChangeRoles'
      | 'RemoveMember'
      | 'SetMemberPeriod'
      | 'SetContact'
      | 'GrantDelegation'
      | 'RevokeDelegation'
      | 'AmendTerms'
      | 'DraftChange'
      | 'ReviseChange'
      | 'DescribeChange'
      | 'OpenChange'
      | 'ApproveChange'
      | 'RequestChanges'
      | 'RejectChange'
      | 'WithdrawChange'
      | 'RequestOverride'
      | 'ConfirmOverride'
      | 'AcknowledgeAssignment'
      | 'AcknowledgeAssignments'
      | 'DeclineAssignment'
      | 'RaiseObjection'
      | 'AnswerObjection'
      | 'WithdrawObjection'
      | 'SubmitEvidence'
      | 'ReviewEvidence'
      | 'SignVersion'
      | 'WithdrawVersion'
      | 'DeclineVersion'
      | 'StartReview'
      | 'ConfirmLines'
      | 'RecordException'
      | 'AcceptException'
      | 'EndException';
  }
>;

/** What is said of how a ledger grew from one size to another: its roots at both, and the proof (RFC 6962 section 2.1.2). */
export interface Growth {
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** What is to be sealed; now, and everything recorded, where it is not said. */
export interface ToSealMatrix {
  readonly effective?: Effective;
  readonly known?: Known;
}

export type TakenSnapshot = Recorded & { readonly snapshot: SnapshotTaken['data'] };

/** Snapshots of an engagement. What is not there is `NotFound`, or the server's problem. */
export interface SnapshotClient {
  take(slug: string, matrix: ToSealMatrix, commandId: string): Promise<TakenSnapshot>;
  list(slug: string): Promise<readonly SnapshotView[]>;
  show(slug: string, id: string): Promise<SnapshotState>;
  /** The sealed document, byte for byte. @throws where another would follow from the entries now */
  document(slug: string, id: string): Promise<Uint8Array>;
  /** Compares a document that somebody holds with the sealed one. */
  verify(slug: string, id: string, document: Uint8Array): Promise<SnapshotVerdict>;
  compare(slug: string, from: Side, to: Side): Promise<SnapshotComparison>;
}

/** Objections to lines of an engagement. */
export interface ObjectionClient {
  list(slug: string, ref?: string, status?: ObjectionStatus): Promise<readonly ObjectionView[]>;
  show(slug: string, id: string): Promise<ObjectionView>;
}

/** Passkeys of the members of an engagement. */
export interface PasskeyClient {
  /** Revoked ones included, in the order in which they were registered. */
  list(slug: string): Promise<readonly CredentialView[]>;
}

/** What waits for the member in whose name commands are given, and what both sides have agreed to. */
export interface AgreementClient {
  /** The inbox: of each part as much as one page holds. */
  inbox(slug: string): Promise<InboxView>;
  /** What stands behind a change that is in force; and as a page. */
  certificate(slug: string, change: string): Promise<Certificate>;
  certificatePage(slug: string, change: string): Promise<string>;
}

export type ProposedVersion = Recorded & { readonly version: VersionProposed['data'] };

/** The matrix of an engagement as a whole: versions, reviews, exceptions. What is not there is `NotFound`, or the server's problem. */
export interface MatrixClient {
  /** Proposes the matrix of an instant; now, where it is not said. */
  propose(slug: string, effective: Effective | undefined, commandId: string): Promise<ProposedVersion>;
  versions(slug: string): Promise<readonly VersionView[]>;
  version(slug: string, id: string): Promise<VersionState>;
  /** The document that is signed, byte for byte. @throws where another would follow from the entries now */
  document(slug: string, id: string): Promise<Uint8Array>;
  /** What is different since a version, or since the one that was agreed last. */
  changes(slug: string, effective: Effective, since?: string): Promise<VersionChanges>;
  reviews(slug: string): Promise<readonly ReviewView[]>;
  review(slug: string, id: string): Promise<ReviewState>;
  /** Exceptions as they stand now. */
  exceptions(slug: string): Promise<readonly ExceptionState[]>;
  exception(slug: string, id: string): Promise<ExceptionState>;
}

/** Who takes part in an engagement, as they stand now; and what the contract says of itself. */
export interface PeopleClient {
  parties(slug: string, known?: Known): Promise<readonly PartyView[]>;
  /** The member in whose name commands are given. */
  me(slug: string): Promise<MemberState>;
  members(slug: string): Promise<readonly MemberState[]>;
  delegations(slug: string): Promise<readonly DelegationState[]>;
  terms(slug: string): Promise<TermsView>;
}

export interface TimelineFilter {
  readonly ref?: string;
  readonly known?: Known;
  readonly after?: string;
  readonly limit: number;
}

/**
 * The product as a command sees it: the data folder of this machine, or a server.
 *
 * - Engagements are named by slug. What is not there is `NotFound`.
 * - What a write recorded is durable when it resolves, and seen by every read of this client that starts later.
 * - Lists are whole: pages are put together here. Only the timeline, which may be as long as the ledger, stays in pages.
 */
export interface OnusClient {
  readonly snapshots: SnapshotClient;
  readonly matrixWide: MatrixClient;
  readonly objections: ObjectionClient;
  readonly passkeys: PasskeyClient;
  readonly agreement: AgreementClient;
  readonly people: PeopleClient;
  engagements(): Promise<readonly EngagementView[]>;
  engagement(slug: string): Promise<EngagementView>;
  owner(slug: string, ref: string, point: PointInTime): Promise<OwnerAnswer>;
  /** Answers in the order of the questions, all from one tree size. */
  answers(slug: string, questions: readonly Question[], known?: Known): Promise<readonly ShortAnswer[]>;
  matrix(slug: string, question: MatrixQuestion): Promise<MatrixView>;
  diff(slug: string, before: PointInTime, after: PointInTime): Promise<DiffView>;
  timeline(slug: string, filter: TimelineFilter): Promise<TimelineView>;
  changes(slug: string, status?: ChangeStatus): Promise<readonly ChangeView[]>;
  change(slug: string, id: string): Promise<ChangeView>;
  evidence(slug: string, ref?: string): Promise<readonly EvidenceView[]>;
  /** The evidence pack that answers a question: the bytes of the file. @throws NotFound for a task that nobody ever defined */
  pack(slug: string, asked: RequestedQuestion): Promise<Uint8Array>;
  /** Both sizes are from 1 on, the old one first. Undefined where the ledger is not so long. Whoever asks verifies what is said. */
  growth(slug: string, oldSize: number, newSize: number): Promise<Growth | undefined>;
  openEngagement(terms: Opening, commandId: string): Promise<Recorded>;
  submit(slug: string, command: Submission, commandId: string): Promise<Recorded>;
  /**
   * Records a file as it stands. An engagement that is not there is opened on the given terms, but only once the file was read to
   * its end and is sound.
   */
  importFile(terms: Opening, request: FileToImport, onProgress: ImportProgress): Promise<Imported>;
  close(): Promise<void>;
}
