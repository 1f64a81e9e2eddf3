import type { Recorded } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { Assignment } from '#responsibility/domain/assignment';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { OnusEvent } from '#rulebook/rulebook';

export type Entry = Recorded<OnusEvent>;

/** What held for a task at an instant, as known to a prefix of the ledger. Entries by index; null where nothing was said. */
export interface ModelAnswer {
  readonly definition: number | null;
  readonly assignment: number | null;
  readonly closed: number | null;
  readonly exists: boolean;
  readonly isClosed: boolean;
  /** Whether what holds was agreed in Onus; null where nobody was assigned. */
  readonly agreed: boolean | null;
  readonly mark: string | null;
  readonly owner: string | null;
  readonly owners: readonly string[];
}

/** Which events speak of the text of a task, of who bears it, and of whether it is closed. */
export const SPEAKS_OF = {
  definition: ['TaskDefined', 'TaskRevised', 'TaskRetired'],
  assignment: ['ResponsibilityAssigned'],
  closed: ['TaskClosed', 'TaskReopened'],
};

const WORDS = {
  client: 'Client',
  mssp: 'MSSP',
  shared: 'Shared',
  inherited: 'Inherited',
  'not-applicable': 'Not applicable',
  'not-determined': 'Not determined',
};

/**
 * The ledger, read in the plainest way: the list of all that was recorded, folded anew for each question. "The last statement
 * among the first N entries that covers the instant; what an import says counts from the import's completion on."
 * Slow on purpose. Everything that is fast is held equal to it.
 */
export class NaiveModel {
  readonly entries: Entry[] = [];
  private readonly nameOf: (sealed: Sealed) => string;

  constructor(nameOf: (sealed: Sealed) => string) {
    this.nameOf = nameOf;
  }

  record(entry: Entry): void {
    this.entries.push(entry);
  }

  answer(task: string, at: Instant, known: number): ModelAnswer {
    const prefix = this.entries.slice(0, known);
    const covering = prefix
      .filter((entry) => isAbout(entry, task) && covers(entry, at))
      .map((entry) => ({ entry, from: countsFrom(entry, prefix) }))
      .filter(({ from }) => from !== undefined)
      .sort((a, b) => a.from! - b.from! || a.entry.index - b.entry.index);
    const said = (of: keyof typeof SPEAKS_OF): Entry | undefined =>
      covering.findLast(({ entry }) => SPEAKS_OF[of].includes(entry.event.type))?.entry;
    const definition = said('definition');
    const assigned = said('assignment');
    const closed = said('closed');
    const exists = definition !== undefined && definition.event.type !== 'TaskRetired';
    const assignment = exists && assigned?.event.type === 'ResponsibilityAssigned' ? assigned.event.data : undefined;
    const accountable = assignment === undefined ? [] : accountables(assignment.assignment);
    return {
      definition: definition?.index ?? null,
      assignment: assigned?.index ?? null,
      closed: closed?.index ?? null,
      exists,
      isClosed: closed?.event.type === 'TaskClosed',
      agreed: assignment === undefined ? null : assignment.change !== undefined,
      mark: assignment === undefined || assignment.assignment.marks.length === 0 ? null : words(assignment.assignment),
      owner: accountable.length === 1 ? this.called(accountable[0]!, prefix) : null,
      owners: (assignment === undefined ? [] : owners(assignment.assignment)).map((each) => this.called(each, prefix)),
    };
  }

  /** The id of the task of a reference, as known to a prefix. */
  taskOf(ref: string, known: number): string | undefined {
    for (const { event } of this.entries.slice(0, known)) {
      if (event.type === 'TaskDefined' && event.data.ref === ref) return event.data.taskId;
    }
    return undefined;
  }

  definitionAt(index: number): TaskDefinition | null {
    const { event } = this.entries[index]!;
    return event.type === 'TaskDefined' || event.type === 'TaskRevised' ? event.data.definition : null;
  }

  assignmentAt(index: number): Assignment | null {
    const { event } = this.entries[index]!;
    return event.type === 'ResponsibilityAssigned' ? event.data.assignment : null;
  }

  private called(bearer: string, prefix: readonly Entry[]): string {
    for (const { event } of prefix) {
      if (event.type === 'PartyAdded' && event.data.partyId === bearer) return event.data.name;
      if (event.type === 'MemberAdded' && event.data.memberId === bearer) return this.nameOf(event.data.name);
    }
    return bearer;
  }
}

/** The entry from which on a statement counts: its own, or the one that completed its import; undefined while that is to come. */
function countsFrom({ index, event }: Entry, prefix: readonly Entry[]): number | undefined {
  const importId = 'import' in event.data ? event.data.import : undefined;
  if (importId === undefined) return index;
  return prefix.find((each) => each.event.type === 'ImportCompleted' && each.event.data.importId === importId)?.index;
}

const isAbout = ({ event }: Entry, task: string): boolean => 'taskId' in event.data && event.data.taskId === task;

/** Half-open. Random histories happen at whole milliseconds, so that plain dates will do. */
function covers({ event }: Entry, at: Instant): boolean {
  if (!('effectiveFrom' in event.data) || event.data.effectiveFrom === undefined) return false;
  const { effectiveFrom, effectiveTo } = event.data;
  const instant = Date.parse(at);
  return Date.parse(effectiveFrom) <= instant && (effectiveTo === undefined || instant < Date.parse(effectiveTo));
}

const words = ({ marks }: Assignment): string => marks.map((mark) => WORDS[mark]).join(' + ');

/** Who answers for it: the holders of the A, a person standing for its party; without a RACI whom the marks name. */
export function accountables({ raci, marks, inheritedFrom }: Assignment): readonly string[] {
  const named = new Set<string>();
  if (raci.length > 0) {
    for (const { party, member, roles } of raci) {
      if (!roles.includes('A')) continue;
      const byPerson = raci.some(
        (each) => each.party === party && each.member !== undefined && each.roles.includes('A'),
      );
      if (member !== undefined) named.add(member);
      else if (!byPerson) named.add(party);
    }
    return [...named];
  }
  for (const mark of marks) {
    if (mark === 'client') named.add('p2');
    if (mark === 'mssp') named.add('p1');
    if (mark === 'inherited' && inheritedFrom !== undefined) named.add(inheritedFrom);
  }
  return [...named];
}

function owners(assignment: Assignment): readonly string[] {
  const accountable = accountables(assignment);
  return accountable.length === 0 && assignment.marks.includes('shared') ? ['p2', 'p1'] : accountable;
}
