import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  ApprovalEvent,
  ApprovalGranted,
  ChangeDrafted,
  ChangeLineDrafted,
  ChangeLineProposed,
  ChangeProposed,
} from '#approval/domain/approval.events';
import { refsOf } from '#approval/domain/change';
import type { ChangeStatus } from '#answers/views';
import { Rows } from '../storage/sql.ts';
import { CannotProject, type Fact, type LedgerState } from './fact.ts';

/** An event with which a change is over. */
type Ending = Extract<
  ApprovalEvent,
  {
    readonly type:
      'ChangeAgreed' | 'ChangeRejected' | 'ChangeWithdrawn' | 'ChangeExpired' | 'ChangeSuperseded' | 'ChangeOverridden';
  }
>;

/** The register of changes: what was proposed, line by line, and who decided what about it. */
export class ChangeTable {
  readonly #propose: StatementSync;
  readonly #line: StatementSync;
  readonly #decision: StatementSync;
  readonly #decide: StatementSync;
  readonly #agreement: Rows<[entry: number]>;
  /** The change that was agreed last: what it brings about follows at once. */
  #agreed: { readonly ledger: number; readonly change: string; readonly entries: string } | undefined;

  constructor(database: DatabaseSync) {
    this.#propose = database.prepare(
      "INSERT INTO changes (ledger, number, proposed, decided, status) VALUES (?, ?, ?, NULL, 'proposed')",
    );
    this.#line = database.prepare('INSERT INTO change_lines (ledger, number, entry, ref) VALUES (?, ?, ?, ?)');
    this.#decision = database.prepare('INSERT INTO decisions (ledger, number, entry, type) VALUES (?, ?, ?, ?)');
    this.#agreement = new Rows(
      database,
      "SELECT entry FROM decisions WHERE ledger = ? AND number = ? AND type IN ('ApprovalGranted', 'ChangeAgreed') ORDER BY entry",
    );
    this.#decide = database.prepare('UPDATE changes SET decided = ?, status = ? WHERE ledger = ? AND number = ?');
  }

  /** The entries behind what a change brought about, as they are stored with it; null for what no change brought about. */
  behind({ id }: LedgerState, { change }: { readonly change?: string }): string | null {
    if (change === undefined) return null;
    if (this.#agreed?.ledger !== id || this.#agreed.change !== change) {
      const entries = this.#agreement.all(id, changeNumber(change) ?? 0).map(([entry]) => entry);
      this.#agreed = { ledger: id, change, entries: entries.join(',') };
    }
    return this.#agreed.entries;
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#agreed = undefined;
  }

  propose(fact: Fact<ChangeProposed | ChangeDrafted>): void {
    this.#propose.run(fact.ledger.id, numberIn(fact), fact.index);
    this.decided(fact);
  }

  addLine(fact: Fact<ChangeLineProposed>): void {
    this.#line.run(fact.ledger.id, numberIn(fact), fact.index, fact.data.proposed.ref);
  }

  addDraftedLine(fact: Fact<ChangeLineDrafted>): void {
    for (const ref of refsOf(fact.data.drafted)) this.#line.run(fact.ledger.id, numberIn(fact), fact.index, ref);
  }

  /** An approval, which may not be the last. */
  decided(fact: Fact<Ending | ChangeProposed | ChangeDrafted | ApprovalGranted>): void {
    this.#agreed = undefined;
    this.#decision.run(fact.ledger.id, numberIn(fact), fact.index, fact.entry.type);
  }

  close(fact: Fact<Ending>, status: Exclude<ChangeStatus, 'proposed'>): void {
    this.decided(fact);
    this.#decide.run(fact.index, status, fact.ledger.id, numberIn(fact));
  }
}

/** Changes are numbered within a ledger: `C-118` is stored as 118. */
export function changeNumber(id: string): number | undefined {
  const digits = /^C-([1-9]\d{0,14})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function numberIn({ ledger, index, data: { changeId } }: Fact<ApprovalEvent>): number {
  const number = changeNumber(changeId);
  if (number === undefined) throw new CannotProject(ledger.stream, index, `"${changeId}" is no change's number`);
  return number;
}
