import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ApprovalEvent } from '#approval/domain/approval.events';
import { refsOf } from '#approval/domain/change';
import { isEnd, openedBy, STATUS_AFTER } from '#answers/changes/course';
import { Rows } from '../storage/sql.ts';
import { CannotProject, type Fact, type LedgerState } from './fact.ts';

/** The register of changes: what was written, line by line, and who decided what about it. */
export class ChangeTable {
  readonly #begin: StatementSync;
  readonly #entry: StatementSync;
  readonly #line: StatementSync;
  readonly #revise: StatementSync;
  readonly #open: StatementSync;
  readonly #end: StatementSync;
  readonly #ground: StatementSync;
  readonly #approvals: Rows<[entry: number]>;
  readonly #grounds: Rows<[grounds: string | null]>;
  /** The change that came in force last: what it brings about follows at once. */
  #latest: { readonly ledger: number; readonly change: string; readonly grounds: string } | undefined;

  constructor(database: DatabaseSync) {
    this.#begin = database.prepare(
      "INSERT INTO changes (ledger, number, proposed, opened, decided, status, grounds) VALUES (?, ?, ?, ?, NULL, 'proposed', NULL)",
    );
    this.#entry = database.prepare('INSERT INTO change_entries (ledger, number, entry, type) VALUES (?, ?, ?, ?)');
    this.#line = database.prepare(
      'INSERT OR IGNORE INTO change_lines (ledger, number, entry, ref, until) VALUES (?, ?, ?, ?, NULL)',
    );
    this.#revise = database.prepare(
      'UPDATE change_lines SET until = ? WHERE ledger = ? AND number = ? AND until IS NULL',
    );
    this.#open = database.prepare('UPDATE changes SET opened = ? WHERE ledger = ? AND number = ?');
    this.#end = database.prepare('UPDATE changes SET decided = ?, status = ? WHERE ledger = ? AND number = ?');
    this.#ground = database.prepare('UPDATE changes SET grounds = ? WHERE ledger = ? AND number = ?');
    this.#approvals = new Rows(
      database,
      "SELECT entry FROM change_entries WHERE ledger = ? AND number = ? AND type = 'ApprovalGranted' ORDER BY entry",
    );
    this.#grounds = new Rows(database, 'SELECT grounds FROM changes WHERE ledger = ? AND number = ?');
  }

  /** The entries behind what a change brought about, as they are stored with it; null for what no change brought about. */
  behind({ id }: LedgerState, { change }: { readonly change?: string }): string | null {
    if (change === undefined) return null;
    if (this.#latest?.ledger !== id || this.#latest.change !== change) {
      const grounds = this.#grounds.get(id, changeNumber(change) ?? 0)?.[0] ?? '';
      this.#latest = { ledger: id, change, grounds };
    }
    return this.#latest.grounds;
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#latest = undefined;
  }

  /** Derives the rows of one entry about a change. */
  record(fact: Fact<ApprovalEvent>): void {
    const { ledger, index } = fact;
    const number = numberIn(fact);
    const event = eventIn(fact);
    if (event.type === 'ChangeProposed' || event.type === 'ChangeDrafted') {
      this.#begin.run(ledger.id, number, index, openedBy(event) ? index : null);
    } else if (openedBy(event)) this.#open.run(index, ledger.id, number);
    this.#entry.run(ledger.id, number, index, event.type);
    if (event.type === 'ChangeRevised') this.#revise.run(index, ledger.id, number);
    for (const ref of refsIn(event)) this.#line.run(ledger.id, number, index, ref);
    if (isEnd(event)) this.#end.run(index, STATUS_AFTER[event.type], ledger.id, number);
    const grounds = this.#groundsBy(event, index, ledger.id, number);
    if (grounds === undefined) return;
    this.#ground.run(grounds, ledger.id, number);
    this.#latest = { ledger: ledger.id, change: event.data.changeId, grounds };
  }

  /** The entries by which a change is in force from this event on; undefined for an event that puts nothing in force. */
  #groundsBy(event: ApprovalEvent, index: number, ledger: number, number: number): string | undefined {
    switch (event.type) {
      case 'EmergencyTookEffect':
        return String(index);
      case 'ChangeOverridden':
        return `${event.data.requested},${index}`;
      case 'ChangeAgreed': {
        const counted =
          event.schema === 1
            ? this.#approvals.all(ledger, number).map(([entry]) => entry)
            : [...event.data.approvals, ...(event.data.deemed ?? [])].sort((a, b) => a - b);
        return [...counted, index].join(',');
      }
      default:
        return undefined;
    }
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

function refsIn(event: ApprovalEvent): readonly string[] {
  if (event.type === 'ChangeLineProposed') return [event.data.proposed.ref];
  return event.type === 'ChangeLineDrafted' ? refsOf(event.data.drafted) : [];
}

/** The event of a fact: its type names what the data is. */
const eventIn = ({ entry: { type, schema }, data }: Fact<ApprovalEvent>): ApprovalEvent =>
  ({ type, schema, data }) as ApprovalEvent;
