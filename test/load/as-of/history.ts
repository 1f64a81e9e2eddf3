import { hash } from 'node:crypto';
import { FOREVER, instantOf } from '#kernel/instant';
import { commit, type Disclosure } from '#kernel/sealed';
import { courseOf, type Course } from './course.ts';

/** How large a made-up history is. */
export interface Extent {
  readonly ledgers: number;
  readonly tasks: number;
  /** Ownership periods in all ledgers together, about. */
  readonly periods: number;
}

/** Everybody who is ever named: a party of eight. */
const MEMBERS = 8;
/** Entries before the first task: the engagement, two parties, the members. */
const PEOPLE = 3 + MEMBERS;
/** Entries of a change before those that it brings about: see `decisions`. */
const DECISIONS = 4;

/**
 * A history that is only written down as rows, in whatever database is to answer from it. Every ledger has the same course of
 * changes; each change, agreed by both sides, assigns all of its ledger's tasks anew.
 */
export class History {
  readonly extent: Extent;
  readonly course: Course;

  constructor(extent: Extent) {
    this.extent = extent;
    // One period of each task is its text.
    this.course = courseOf(Math.max(1, Math.round(extent.periods / (extent.ledgers * extent.tasks)) - 1));
  }

  get changes(): number {
    return this.course.effective.length;
  }

  /** Entries of each ledger. */
  get size(): number {
    return this.firstOf(this.changes);
  }

  /** Index of the first entry of a change. */
  firstOf(change: number): number {
    return PEOPLE + this.extent.tasks + change * (DECISIONS + this.extent.tasks);
  }

  /** Index of the entry that defines the task of this number in its ledger. */
  readonly definedBy = `(${PEOPLE} + n)`;

  /** SQL for the index of the entry by which a change (an SQL expression) assigns task `n` of its ledger. */
  assignedBy(change: string): string {
    const { tasks } = this.extent;
    return `(${PEOPLE + tasks + DECISIONS} + ${change} * ${DECISIONS + tasks} + n)`;
  }

  engagement(ledger: number): string {
    return `01980000-0000-7000-8000-${String(ledger).padStart(12, '0')}`;
  }

  ref(task: number): string {
    return `AC-${String(task).padStart(4, '0')}`;
  }
}

/** The rows that a course is made of, for whichever database is filled: `[known_from, known_to, valid_from, valid_to, said]`. */
export const courseRows = ({ periods }: Course): readonly (number | null)[][] =>
  periods.map(({ knownFrom, knownTo, from, to, said }) => [knownFrom, knownTo, from, to, said]);

/** What a change says of when it holds: `[change, effective, text]`. */
export const changeRows = ({ effective }: Course): readonly (number | string)[][] =>
  effective.map((at, change) => [change, at, instantOf(at)]);

/** SQL for the data of the entry by which change `change`, in force from `text` on, assigns task `n`. */
export const ASSIGNED =
  `'{"assignment":{"marks":["mssp"],"raci":[{"member":"m' || (3 + (n + change) % ${MEMBERS}) || '","party":"p1","roles":["R","A"]}]},` +
  `"change":"C-' || (change + 1) || '","digest":"${'5d41402abc4b2a76b9719d911017c592'.repeat(2)}","effectiveFrom":"' || text || '","taskId":"t' || (${PEOPLE} + n) || '"}'`;

/** SQL for the data of the entry that defines task `n`. */
export const DEFINED =
  `'{"definition":{"cadence":"daily","objective":"Find signs of misuse before they matter.","title":"Duty ' || n || '"},` +
  `"digest":"${'7d793037a0760186574b0282f2f435e7'.repeat(2)}","effectiveFrom":"2016-01-01T00:00:00Z","ref":"AC-' || n || '","taskId":"t' || (${PEOPLE} + n) || '"}'`;

const disclosed = (name: string, value: string, subject: string): Disclosure => {
  const salt = `salt-of-${value}-in-a-benchmark`;
  const commitment = commit((text, encoding) => hash('sha256', text, encoding), salt, name, value);
  return { commitment, salt, name, value, subject };
};

/** The members and what opens their names. */
export const members: readonly { readonly id: string; readonly disclosure: Disclosure }[] = Array.from(
  { length: MEMBERS },
  (_, i) => ({ id: `m${3 + i}`, disclosure: disclosed('/name', `Member ${i}`, `m${3 + i}`) }),
);

/** What opens the title that all changes share. */
export const title = disclosed('/title', 'Duties as agreed in the steering committee', 'm3');

const DIGEST = '0cc175b9c0f1b6a831c399e269772661'.repeat(2);

/** The entries that decide a change, in order, each with the SQL for its data. */
export const decisions = [
  {
    type: 'ChangeProposed',
    data: `'{"changeId":"C-' || (change + 1) || '","digest":"${DIGEST}","effectiveFrom":"' || text || '","lines":1,"title":{"sealed":"${title.commitment}"}}'`,
  },
  { type: 'ApprovalGranted', data: approvalOf('provider') },
  { type: 'ApprovalGranted', data: approvalOf('client') },
  { type: 'ChangeAgreed', data: `'{"approvals":[],"changeId":"C-' || (change + 1) || '","digest":"${DIGEST}"}'` },
] as const;

function approvalOf(side: string): string {
  return `'{"changeId":"C-' || (change + 1) || '","digest":"${DIGEST}","side":"${side}"}'`;
}

export { FOREVER as OPEN, PEOPLE, DECISIONS, MEMBERS };
