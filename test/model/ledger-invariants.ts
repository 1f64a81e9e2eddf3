import { canonicalize } from '#kernel/json';
import { sha256 } from '#ledger-store/entry-codec';
import type { Role } from '#engagement/domain/members';
import { accountables, SPEAKS_OF, type Entry, type NaiveModel } from './naive-model.ts';

/** Everything that must never stand in a ledger, in sentences; empty where all is well. */
export function violations(model: NaiveModel): readonly string[] {
  const { entries } = model;
  return entries.flatMap((entry, i) => [
    ...(entry.index === i ? [] : [`entry ${entry.index} stands at place ${i}`]),
    ...(i > 0 && Date.parse(entry.recordedAt) < Date.parse(entries[i - 1]!.recordedAt)
      ? [`time goes back at ${i}`]
      : []),
    ...statement(entry, entries),
    ...ending(entry, model),
    ...bearers(entry),
    ...disturbed(entry, entries),
  ]);
}

/** What holds rests on an import, on an agreed change, or says nothing of who bears what. */
function statement({ index, event }: Entry, entries: readonly Entry[]): readonly string[] {
  if (!('effectiveFrom' in event.data) || !('taskId' in event.data)) return [];
  const { effectiveFrom, effectiveTo, change, import: importId } = event.data;
  const faults: string[] = [];
  if (effectiveTo !== undefined && Date.parse(effectiveTo) <= Date.parse(effectiveFrom)) {
    faults.push(`entry ${index} holds from ${effectiveFrom} to ${effectiveTo}`);
  }
  const before = entries.slice(0, index);
  if (change !== undefined) faults.push(...agreement(change, before));
  else if (importId !== undefined) {
    const begun = before.some((each) => each.event.type === 'ImportStarted' && each.event.data.importId === importId);
    if (!begun) faults.push(`entry ${index} is of import ${importId}, which never began`);
  } else if (!['TaskDefined', 'TaskClosed', 'TaskReopened'].includes(event.type)) {
    faults.push(`entry ${index} (${event.type}) rests on nothing`);
  }
  return faults;
}

/**
 * A change that names its end holds to that end. What has none stops where, as known before, something else begins to hold; what
 * versions of a matrix do to that is specified with late imports.
 */
function ending({ index, event }: Entry, model: NaiveModel): readonly string[] {
  if (!('effectiveFrom' in event.data) || !('taskId' in event.data) || event.data.import !== undefined) return [];
  const { taskId, effectiveFrom, effectiveTo, change } = event.data;
  const before = model.entries.slice(0, index);
  const proposed = before.find((each) => each.event.type === 'ChangeProposed' && each.event.data.changeId === change);
  const stated = proposed?.event.type === 'ChangeProposed' ? proposed.event.data.effectiveTo : undefined;
  const end = stated ?? nextChange(event, before, model);
  return effectiveTo === end
    ? []
    : [`entry ${index} of ${taskId} holds from ${effectiveFrom} to ${effectiveTo}, not to ${end}`];
}

/** The first instant after the start of a statement at which what holds, as known before it, becomes another. */
function nextChange(event: Entry['event'], before: readonly Entry[], model: NaiveModel): string | undefined {
  if (!('effectiveFrom' in event.data) || !('taskId' in event.data)) return undefined;
  const { taskId, effectiveFrom } = event.data;
  const facets = Object.entries(SPEAKS_OF) as [keyof typeof SPEAKS_OF, readonly string[]][];
  const facet = facets.find(([, types]) => types.includes(event.type))![0];
  const bounds = before
    .flatMap(({ event: { data } }) =>
      'taskId' in data && data.taskId === taskId && 'effectiveFrom' in data
        ? [data.effectiveFrom, data.effectiveTo]
        : [],
    )
    .filter((bound) => bound !== undefined && Date.parse(bound) > Date.parse(effectiveFrom))
    .sort((a, b) => Date.parse(a!) - Date.parse(b!));
  return bounds.find((bound) => {
    const justBefore = new Date(Date.parse(bound!) - 1).toISOString();
    const held = model.answer(taskId, justBefore, before.length)[facet];
    return held !== model.answer(taskId, bound!, before.length)[facet];
  });
}

/** Nobody else says anything of the matrix between the first part of an import that counts and its last. */
function disturbed({ index, event }: Entry, entries: readonly Entry[]): readonly string[] {
  if (event.type !== 'ImportCompleted') return [];
  const { importId } = event.data;
  const first = entries.findIndex(
    (each) => each.event.type === 'ImportStarted' && each.event.data.importId === importId,
  );
  const others = entries.slice(first, index).filter(({ event: { type, data } }) => {
    if (type === 'ImportCompleted') {
      return entries.some((each) => SAYS.has(each.event.type) && importOf(each) === data.importId);
    }
    return SAYS.has(type) && !('import' in data && data.import !== undefined);
  });
  return others.map((other) => `import ${importId} counts although entry ${other.index} came between its parts`);
}

const SAYS: ReadonlySet<string> = new Set(Object.values(SPEAKS_OF).flat());
const importOf = ({ event: { data } }: Entry): string | undefined => ('import' in data ? data.import : undefined);

/** In force only with the approval of a person of each side, neither of them the author, on exactly the proposed text. */
function agreement(change: string, before: readonly Entry[]): readonly string[] {
  const of = before.filter(({ event }) => 'changeId' in event.data && event.data.changeId === change);
  const proposal = of.find(({ event }) => event.type === 'ChangeProposed');
  if (proposal?.event.type !== 'ChangeProposed') return [`${change} was never proposed`];
  const { digest, effectiveFrom, effectiveTo } = proposal.event.data;
  const lines = of.flatMap(({ event }) => (event.type === 'ChangeLineProposed' ? [event.data.proposed] : []));
  const read = sha256(`onus/change/v1\n${canonicalize({ effectiveFrom, effectiveTo, lines })}`, 'hex');
  const approvals = of.flatMap(({ index, actor, event }) => {
    if (event.type !== 'ApprovalGranted' || event.schema !== 1 || event.data.digest !== read) return [];
    const { party, kind, roles } = memberAt(actor.member, before.slice(0, index));
    const side = { p1: 'provider', p2: 'client' }[party ?? ''];
    const allowed = kind === 'person' && roles.includes('approver') && side === event.data.side;
    return allowed && actor.member !== proposal.actor.member ? [side] : [];
  });
  const agreed = of.some(({ event }) => event.type === 'ChangeAgreed' && event.data.digest === read);
  return [
    ...(read === digest ? [] : [`${change} was proposed with a digest of another text`]),
    ...(agreed ? [] : [`${change} was never agreed`]),
    ...(new Set(approvals).size === 2 ? [] : [`${change} has not the approval of both sides`]),
  ];
}

function memberAt(id: string, prefix: readonly Entry[]) {
  let party: string | undefined;
  let kind: string | undefined;
  let roles: readonly Role[] = [];
  for (const { event } of prefix) {
    if (!('memberId' in event.data) || event.data.memberId !== id) continue;
    if (event.type === 'MemberAdded') ({ partyId: party, kind } = event.data);
    if (event.type === 'MemberRemoved') roles = [];
    else if ('roles' in event.data) roles = event.data.roles;
  }
  return { party, kind, roles };
}

/** Exactly one Accountable, or a recorded gap or overlap; and no finding where there is exactly one. */
function bearers({ index, event }: Entry): readonly string[] {
  if (event.type !== 'ResponsibilityAssigned') return [];
  const { assignment, findings = [] } = event.data;
  const found = (code: string): boolean => findings.some((finding) => finding.code === code);
  const count = accountables(assignment).length;
  const isGap = count === 0 && !(assignment.marks.length === 1 && assignment.marks[0] === 'not-applicable');
  return [
    ...(found('assignment/accountable-overlap') === count > 1 ? [] : [`entry ${index}: ${count} accountable`]),
    ...(found('assignment/accountable-gap') === isGap ? [] : [`entry ${index}: a gap that is not recorded so`]),
  ];
}
