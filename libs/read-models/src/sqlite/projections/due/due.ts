import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ApprovalEvent } from '#approval/domain/approval.events';
import { evolveApproval, initialApproval } from '#approval/domain/approval.state';
import { calendarOf } from '#approval/domain/deciding/calendar';
import type { ApprovalPolicy } from '#approval/domain/policy';
import type { Recorded } from '#kernel/decider';
import { instantOf } from '#kernel/instant';
import { isEnd } from '#answers/changes/course';
import { entryKey, indexOfKey } from '../../storage/schema.ts';
import { Rows } from '../../storage/sql.ts';
import { changeNumber } from '../changes.ts';
import type { Fact } from '../fact.ts';

type CourseColumns = [
  key: number,
  recorded: number,
  type: string,
  schema: number,
  party: string,
  member: string,
  onBehalfOf: string | null,
  data: string,
];

/**
 * When something comes due by itself about a change that is undecided. It is worked out by the rules' own calendar, from what happened to
 * the change so far. Most changes have none: of those only the opening is looked at.
 */
export class DueTable {
  readonly #watch: StatementSync;
  readonly #leave: StatementSync;
  readonly #clear: StatementSync;
  readonly #put: StatementSync;
  readonly #watched: Rows<[watched: number]>;
  readonly #course: Rows<CourseColumns>;

  constructor(database: DatabaseSync) {
    this.#watch = database.prepare('INSERT OR IGNORE INTO timed_changes (ledger, number) VALUES (?, ?)');
    this.#leave = database.prepare('DELETE FROM timed_changes WHERE ledger = ? AND number = ?');
    this.#clear = database.prepare('DELETE FROM due WHERE ledger = ? AND number = ?');
    this.#put = database.prepare('INSERT INTO due (ledger, number, command, at) VALUES (?, ?, ?, ?)');
    this.#watched = new Rows(database, 'SELECT 1 FROM timed_changes WHERE ledger = ? AND number = ?');
    // What the lines say makes nothing due, and there can be hundreds.
    this.#course = new Rows(
      database,
      `SELECT e.key, e.recorded, e.type, e.schema, e.party, e.member, e.on_behalf_of, e.data
       FROM change_entries c JOIN entries e ON e.key = ? + c.entry
       WHERE c.ledger = ? AND c.number = ? AND c.type NOT IN ('ChangeLineDrafted', 'ChangeLineProposed') ORDER BY c.entry`,
    );
  }

  /** Derives the rows of one entry about a change. Its own row, and that of the change, are there. */
  record({ ledger: { id }, entry: { type, schema }, data }: Fact<ApprovalEvent>): void {
    if (type === 'ChangeLineDrafted' || type === 'ChangeLineProposed') return;
    const event = { type, schema, data } as ApprovalEvent;
    const number = changeNumber(data.changeId)!;
    const isTimed = beginsTime(event);
    if (isTimed) this.#watch.run(id, number);
    else if (this.#watched.get(id, number) === undefined) return;
    this.#clear.run(id, number);
    if (isEnd(event)) {
      this.#leave.run(id, number);
      return;
    }
    for (const { command, at } of this.#calendar(id, number, data.changeId)) this.#put.run(id, number, command, at);
  }

  #calendar(ledger: number, number: number, changeId: string) {
    const state = initialApproval();
    for (const row of this.#course.all(entryKey(ledger, 0), ledger, number)) evolveApproval(state, recordedIn(row));
    const change = state.open.get(changeId);
    return change === undefined ? [] : calendarOf(change);
  }
}

/** Whether things come due by themselves from this event on. */
function beginsTime(event: ApprovalEvent): boolean {
  if (event.type === 'EmergencyTookEffect') return true;
  return event.type === 'ChangeOpened' && hasTerms(event.data.policy);
}

const hasTerms = ({ expiresAfterDays, remindAfterDays, escalation, deemed }: ApprovalPolicy): boolean =>
  [expiresAfterDays, remindAfterDays, escalation, deemed].some((term) => term !== undefined);

/** An entry about a change. How its actor was known makes nothing due. */
const recordedIn = ([
  key,
  recorded,
  type,
  schema,
  party,
  member,
  onBehalfOf,
  data,
]: CourseColumns): Recorded<ApprovalEvent> => ({
  index: indexOfKey(key),
  recordedAt: instantOf(recorded),
  actor: { member, party, kind: 'person', onBehalfOf, auth: '' },
  event: { type, schema, data: JSON.parse(data) as unknown } as ApprovalEvent,
});
