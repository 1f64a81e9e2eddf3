import { isApprovalEvent, type ApprovalEvent } from '#approval/domain/approval.events';
import type { CredentialRegistered } from '#engagement/domain/credential.events';
import {
  isPeopleEvent,
  type EngagementOpened,
  type MemberAdded,
  type PartyAdded,
} from '#engagement/domain/engagement.events';
import type { EvidenceEvent } from '#evidence/domain/evidence.events';
import type { Recorded } from '#kernel/decider';
import { microsOf, type Instant } from '#kernel/instant';
import type { ObjectionEvent } from '#objection/domain/objection.events';
import type { AssignmentAnswer, ResponsibilityEvent } from '#responsibility/domain/responsibility.events';
import { isMatrixVersionEvent, type MatrixVersionEvent } from '#matrix-version/domain/matrix-version.events';
import { PeriodBook } from '#responsibility/domain/two-clocks/periods';
import type { OnusEvent } from '#rulebook/rulebook';
import { NotYetKnown, type Known } from '../point-in-time.ts';
import { Changes } from './changes.ts';
import { MatrixRecords } from './matrix-records.ts';
import { Evidence } from './evidence.ts';
import { People, type OpenText } from './people.ts';
import { Objections } from './objections.ts';
import { Statements } from './statements.ts';

/** Everything of a ledger that an answer can rest on, folded entry by entry. */
export class Facts {
  /** Name of the ledger: the origin of its checkpoints. */
  readonly ledger: string;
  readonly open: OpenText;
  readonly people: People;
  readonly changes = new Changes();
  readonly evidence = new Evidence();
  readonly objections = new Objections();
  readonly matrix = new MatrixRecords();
  readonly statements = new Statements();
  readonly periods = new PeriodBook();
  readonly #recordedAt: Instant[] = [];
  readonly #answers = new Map<number, Recorded<AssignmentAnswer>[]>();
  #opened: Recorded<EngagementOpened> | undefined;

  constructor(ledger: string, open: OpenText) {
    this.ledger = ledger;
    this.open = open;
    this.people = new People(open);
  }

  /** How many entries there are. */
  get size(): number {
    return this.#recordedAt.length;
  }

  /** The entry that opened the engagement. */
  get opened(): Recorded<EngagementOpened> {
    if (this.#opened === undefined) throw new Error('nothing can be said of a ledger that was never opened');
    return this.#opened;
  }

  /** Folds the next entry. */
  record(recorded: Recorded<OnusEvent>): void {
    if (recorded.index !== this.size) throw new Error(`entry ${this.size} comes next, not entry ${recorded.index}`);
    this.#recordedAt.push(recorded.recordedAt);
    const { event } = recorded;
    if (isApprovalEvent(event)) return this.changes.record(recorded as Recorded<ApprovalEvent>);
    if (isMatrixVersionEvent(event)) return this.matrix.record(recorded as Recorded<MatrixVersionEvent>);
    // What is known of people beside their names is a list of its own.
    if (isPeopleEvent(event)) return;
    switch (event.type) {
      case 'EngagementOpened':
        this.#opened = recorded as Recorded<EngagementOpened>;
        return;
      case 'PartyAdded':
        return this.people.addParty(recorded as Recorded<PartyAdded>);
      case 'MemberAdded':
        return this.people.addMember(recorded as Recorded<MemberAdded>);
      case 'CredentialRegistered':
        return this.people.addCredential(recorded as Recorded<CredentialRegistered>);
      case 'AssignmentAcknowledged':
      case 'AssignmentDeclined':
        return this.#answer(recorded as Recorded<AssignmentAnswer>);
      case 'EvidenceSubmitted':
      case 'EvidenceReviewed':
        return this.evidence.record(recorded as Recorded<EvidenceEvent>);
      case 'ObjectionRaised':
      case 'ObjectionAnswered':
      case 'ObjectionWithdrawn':
      case 'ObjectionResolved':
        return this.objections.record(recorded as Recorded<ObjectionEvent>);
      case 'TaskDefined':
      case 'TaskRevised':
      case 'TaskRetired':
      case 'ResponsibilityAssigned':
      case 'TaskClosed':
      case 'TaskReopened':
      case 'ImportStarted':
      case 'ImportCompleted':
        this.statements.record(recorded as Recorded<ResponsibilityEvent>);
        this.periods.record(recorded as Recorded<ResponsibilityEvent>);
        return;
      // Who holds which role decides what is allowed, and a part that others follow is nothing yet: no answer tells of it.
      // Nor does one of what was done about a duty: evidence and facts that an import brought are lists of their own. And what
      // was sealed follows from the entries before it. What a passkey signed before it was revoked stands.
      case 'MemberRolesChanged':
      case 'MemberRemoved':
      case 'SigningKeyRotated':
      case 'CredentialRevoked':
      case 'ImportPartRecorded':
      case 'FactImported':
      case 'SnapshotTaken':
        return;
    }
  }

  /** When an entry was recorded. */
  recordedAt(index: number): Instant {
    return this.#recordedAt[index]!;
  }

  /** What those whom an assignment names made of it, as far as a tree size knows, in order. */
  answers(assignment: number, treeSize: number): readonly Recorded<AssignmentAnswer>[] {
    return (this.#answers.get(assignment) ?? []).filter(({ index }) => index < treeSize);
  }

  /** How many entries an answer rests on. An instant stands for what was recorded at or before it. @throws NotYetKnown */
  treeSize(known: Known | undefined): number {
    if (known === undefined) return this.size;
    if ('at' in known) {
      const at = microsOf(known.at);
      const after = this.#recordedAt.findIndex((recordedAt) => microsOf(recordedAt) > at);
      return after < 0 ? this.size : after;
    }
    if (known.treeSize > this.size) throw new NotYetKnown(known.treeSize, this.size);
    return known.treeSize;
  }

  #answer(recorded: Recorded<AssignmentAnswer>): void {
    const { assignment } = recorded.event.data;
    const earlier = this.#answers.get(assignment);
    if (earlier === undefined) this.#answers.set(assignment, [recorded]);
    else earlier.push(recorded);
  }
}

/** A ledger as known to its first `treeSize` entries: what every answer is given from. */
export interface Prefix {
  readonly facts: Facts;
  readonly treeSize: number;
}
