import type { DatabaseSync } from 'node:sqlite';
import type { ApprovalEvent } from '#approval/domain/approval.events';
import { isKnownVersion, type OnusEvent } from '#rulebook/rulebook';
import { ChangeTable } from '../projections/changes.ts';
import { DueTable } from '../projections/due/due.ts';
import { CommandTable, EntryTable } from '../projections/entries.ts';
import { EvidenceTable } from '../projections/evidence.ts';
import { CannotProject, type Fact } from '../projections/fact.ts';
import { ImportTable } from '../projections/imports.ts';
import { LikenessTable } from '../projections/ownership/likeness.ts';
import { LedgerTable } from '../projections/ledgers.ts';
import { ObjectionTable } from '../projections/objections.ts';
import { PeopleTable } from '../projections/people.ts';
import { PeriodTable } from '../projections/ownership/periods.ts';
import { RegisterTable } from '../projections/register/register.ts';
import { Statements } from '../projections/statements.ts';
import { TaskTable } from '../projections/tasks.ts';
import { TreeTable } from '../tree/tree-table.ts';

/** Everything that entries are derived into. */
export class Tables {
  readonly ledgers: LedgerTable;
  readonly entries: EntryTable;
  readonly commands: CommandTable;
  readonly people: PeopleTable;
  readonly tasks: TaskTable;
  readonly periods: PeriodTable;
  readonly likeness: LikenessTable;
  readonly imports: ImportTable;
  readonly statements: Statements;
  readonly changes: ChangeTable;
  readonly due: DueTable;
  readonly evidence: EvidenceTable;
  readonly objections: ObjectionTable;
  readonly register: RegisterTable;
  readonly trees: TreeTable;

  constructor(database: DatabaseSync) {
    this.ledgers = new LedgerTable(database);
    this.entries = new EntryTable(database);
    this.commands = new CommandTable(database);
    this.people = new PeopleTable(database);
    this.tasks = new TaskTable(database);
    this.periods = new PeriodTable(database);
    this.likeness = new LikenessTable(database);
    this.imports = new ImportTable(database, this.tasks, this.periods, this.likeness);
    this.statements = new Statements(this.tasks, this.periods, this.imports, this.likeness);
    this.changes = new ChangeTable(database);
    this.due = new DueTable(database);
    this.evidence = new EvidenceTable(database);
    this.objections = new ObjectionTable(database);
    this.register = new RegisterTable(database);
    this.trees = new TreeTable(database);
  }

  /** Writes what is gathered until the end of a batch. */
  flush(): void {
    this.commands.flush();
    this.ledgers.flush();
    this.trees.flush();
  }

  /** After a rollback: what was remembered of rows that are not there is forgotten. */
  forget(): void {
    this.commands.forget();
    this.ledgers.forget();
    this.periods.forget();
    this.changes.forget();
    this.likeness.forget();
    this.imports.forget();
    this.trees.forget();
  }
}

type Projections = {
  readonly [T in OnusEvent['type']]: (tables: Tables, fact: Fact<Extract<OnusEvent, { type: T }>>) => void;
};

const recordChange = ({ changes, due }: Tables, fact: Fact<ApprovalEvent>): void => {
  changes.record(fact);
  due.record(fact);
};

/** When this happened, the rows become that. An event that is missing here does not compile. */
const PROJECTIONS: Projections = {
  // The ledger's own row is made with its first entry.
  EngagementOpened: () => {},
  PartyAdded: ({ people }, fact) => people.addParty(fact),
  MemberAdded: ({ people }, fact) => people.addMember(fact),
  MemberRolesChanged: ({ people }, fact) => people.changeRoles(fact),
  MemberRemoved: ({ people }, fact) => people.removeMember(fact),
  TermsAmended: ({ people }, fact) => people.say(fact),
  ContactChanged: ({ people }, fact) => people.say(fact),
  MemberPeriodSet: ({ people }, fact) => people.say(fact),
  DelegationGranted: ({ people }, fact) => people.say(fact),
  DelegationRevoked: ({ people }, fact) => people.say(fact),
  // No answer tells of it: whoever verifies reads the entry itself.
  SigningKeyRotated: () => {},
  CredentialRegistered: ({ people }, fact) => people.addCredential(fact),
  CredentialRevoked: ({ people }, fact) => people.revokeCredential(fact),
  TaskDefined: ({ statements }, fact) => statements.define(fact),
  TaskRevised: ({ statements }, fact) => statements.add(fact),
  TaskRetired: ({ statements }, fact) => statements.add(fact),
  ResponsibilityAssigned: ({ statements }, fact) => statements.add(fact),
  TaskClosed: ({ statements }, fact) => statements.add(fact),
  TaskReopened: ({ statements }, fact) => statements.add(fact),
  FactImported: ({ statements }, fact) => statements.add(fact),
  AssignmentAcknowledged: ({ evidence }, fact) => evidence.answer(fact),
  AssignmentDeclined: ({ evidence }, fact) => evidence.answer(fact),
  ImportStarted: ({ imports }, fact) => imports.start(fact),
  ImportPartRecorded: () => {},
  ImportCompleted: ({ imports }, fact) => imports.complete(fact),
  ChangeDrafted: recordChange,
  ChangeLineDrafted: recordChange,
  ChangeRevised: recordChange,
  ChangeDescribed: recordChange,
  ChangeOpened: recordChange,
  ChangesRequested: recordChange,
  AcceptanceDeemed: recordChange,
  ChangeExpired: recordChange,
  ChangeSuperseded: recordChange,
  ApproversReminded: recordChange,
  ChangeEscalated: recordChange,
  ApprovalImpossible: recordChange,
  EmergencyTookEffect: recordChange,
  OverrideRequested: recordChange,
  ChangeOverridden: recordChange,
  PolicyAdopted: recordChange,
  RetentionAdopted: recordChange,
  ChangeProposed: recordChange,
  ChangeLineProposed: recordChange,
  ApprovalGranted: recordChange,
  ChangeAgreed: recordChange,
  ChangeRejected: recordChange,
  ChangeWithdrawn: recordChange,
  EvidenceSubmitted: ({ evidence }, fact) => evidence.submit(fact),
  EvidenceReviewed: ({ evidence }, fact) => evidence.review(fact),
  ObjectionRaised: ({ objections }, fact) => objections.raise(fact),
  ObjectionAnswered: ({ objections }, fact) => objections.answer(fact),
  ObjectionWithdrawn: ({ objections }, fact) => objections.end(fact),
  ObjectionResolved: ({ objections }, fact) => objections.end(fact),
  SnapshotTaken: ({ evidence }, fact) => evidence.seal(fact),
  VersionProposed: ({ register }, fact) => register.add(fact, fact.data.versionId),
  VersionSigned: ({ register }, fact) => register.add(fact, fact.data.versionId),
  VersionAgreed: ({ register }, fact) => register.add(fact, fact.data.versionId),
  VersionWithdrawn: ({ register }, fact) => register.add(fact, fact.data.versionId),
  VersionDeclined: ({ register }, fact) => register.add(fact, fact.data.versionId),
  ReviewStarted: ({ register }, fact) => register.add(fact, fact.data.reviewId),
  ReviewLinesListed: ({ register }, fact) => register.addLine(fact),
  LineConfirmed: ({ register }, fact) => register.addLine(fact),
  ReviewCompleted: ({ register }, fact) => register.add(fact, fact.data.reviewId),
  ExceptionRecorded: ({ register }, fact) => register.add(fact, fact.data.exceptionId),
  ExceptionAccepted: ({ register }, fact) => register.add(fact, fact.data.exceptionId),
  ExceptionEnded: ({ register }, fact) => register.add(fact, fact.data.exceptionId),
};

/** Refuses what this version does not know. @throws CannotProject */
export function checkKnown(stream: string, entry: Fact['entry']): void {
  const known = Object.hasOwn(PROJECTIONS, entry.type) ? PROJECTIONS[entry.type] : undefined;
  const mend = 'install a version of Onus that knows it, then go on';
  if (known === undefined) throw new CannotProject(stream, entry.index, `unknown event ${entry.type}; ${mend}`);
  if (!isKnownVersion(entry)) {
    throw new CannotProject(stream, entry.index, `${entry.type} of unknown version ${String(entry.schema)}; ${mend}`);
  }
}

/** Derives the rows of one entry. */
export function project(tables: Tables, fact: Fact): void {
  // The type names the projection that takes exactly this event.
  const derive = PROJECTIONS[fact.entry.type] as (tables: Tables, fact: Fact) => void;
  derive(tables, fact);
}
