import type { DelegationGranted } from '#engagement/domain/engagement.events';
import type { Role } from '#engagement/domain/members';
import { FOREVER, microsOf, type Micros } from '#kernel/instant';
import type { Append } from '../random-ledger.ts';
import type { Entry } from '../naive-model.ts';

/** What can be done in the right of another; the first event of what a command records tells it. */
const DECIDING = ['ApprovalGranted', 'ChangesRequested', 'ChangeRejected', 'ChangeOpened'];
const WRITING = ['ChangeDrafted', 'ChangeRevised'];
const ANSWERING = ['AssignmentAcknowledged', 'AssignmentDeclined'];

/**
 * Everything that must never be found about rights that one lets another use, in sentences: written from the promise, not from the
 * rules.
 */
export function delegationFaults(entries: readonly Entry[], appends: readonly Append[]): readonly string[] {
  const faults: string[] = [];
  let index = 0;
  for (const { events } of appends) {
    const first = entries[index]!;
    const before = entries.slice(0, index);
    faults.push(...outsideOfPeriod(first, before));
    if (first.actor.onBehalfOf !== null) faults.push(...actingFaults(first, entries.slice(0, index + events.length)));
    if (first.event.type === 'DelegationGranted') faults.push(...grantFaults(first, entries.slice(0, index + 1)));
    index += events.length;
  }
  return [...faults, ...entries.flatMap((entry) => countedTwice(entry, entries))];
}

type Grant = DelegationGranted['data'];

/** Whoever has left, or is not there yet, does nothing. */
function outsideOfPeriod({ actor, recordedAt, index }: Entry, before: readonly Entry[]): readonly string[] {
  if (index < 4) return [];
  return presentAt(actor.member, recordedAt, before)
    ? []
    : [`entry ${index} was recorded by ${actor.member}, who takes no part`];
}

function actingFaults(entry: Entry, known: readonly Entry[]): readonly string[] {
  const { actor, event, index, recordedAt } = entry;
  const before = known.slice(0, index);
  const principal = actor.onBehalfOf!;
  const [acting, behind] = [memberAt(actor.member, before), memberAt(principal, before)];
  const faults: string[] = [];
  if (acting.party !== behind.party) faults.push(`entry ${index} was recorded for somebody of another party`);
  if (!presentAt(principal, recordedAt, before))
    faults.push(`entry ${index} was recorded for ${principal}, who takes no part`);
  const allowed = acting.kind === 'person' ? [...DECIDING, ...WRITING, ...ANSWERING] : WRITING;
  if (!allowed.includes(event.type)) faults.push(`entry ${index} is a ${event.type} for another`);
  if (acting.kind === 'person' && !covered(entry, known))
    faults.push(`entry ${index} was recorded for ${principal} without a delegation that covers it`);
  if (event.type === 'ApprovalGranted') {
    if (!behind.roles.includes('approver'))
      faults.push(`entry ${index} approves in the right of ${principal}, who has none`);
    const writers = writersOf(event.data.changeId, before);
    for (const each of [actor.member, principal])
      if (writers.has(each)) faults.push(`entry ${index} approves what ${each} had a hand in`);
  }
  return faults;
}

/** Whether one single delegation of exactly these two covers the moment and everything that is touched. */
function covered({ actor, event, index, recordedAt }: Entry, known: readonly Entry[]): boolean {
  const change = 'changeId' in event.data && event.type !== 'ChangeDrafted' ? event.data.changeId : undefined;
  const refs = touched(index, known);
  return grantsBefore(index, known).some(({ delegator, delegate, from, to, scope }) => {
    const inTime = microsOf(from) <= microsOf(recordedAt) && microsOf(recordedAt) < microsOf(to);
    const inChanges = scope.changes === undefined || (change !== undefined && scope.changes.includes(change));
    const inRefs = scope.refs === undefined || refs.every((ref) => scope.refs!.includes(ref));
    return delegator === actor.onBehalfOf && delegate === actor.member && inTime && inChanges && inRefs;
  });
}

/** Every task that an act is about: the lines that stood before it, and those that it writes. */
function touched(index: number, known: readonly Entry[]): readonly string[] {
  const { event } = known[index]!;
  if ('taskId' in event.data) return [refOf(event.data.taskId, known)];
  if (!('changeId' in event.data)) return [];
  const { changeId } = event.data;
  const written = known.flatMap((entry) =>
    entry.event.type === 'ChangeLineDrafted' && entry.event.data.changeId === changeId
      ? [
          {
            at: entry.index,
            revision: entry.event.data.revision,
            ref: (entry.event.data.drafted as { ref: string }).ref,
          },
        ]
      : [],
  );
  const standing = written.filter(({ at }) => at < index);
  const last = Math.max(...standing.map(({ revision }) => revision));
  return [...standing.filter(({ revision }) => revision === last), ...written.filter(({ at }) => at > index)].map(
    ({ ref }) => ref,
  );
}

function refOf(task: string, known: readonly Entry[]): string {
  for (const { event } of known) if (event.type === 'TaskDefined' && event.data.taskId === task) return event.data.ref;
  throw new Error(`nobody defined ${task}`);
}

/** Delegations that were granted, and not revoked, before an entry. */
function grantsBefore(index: number, entries: readonly Entry[]): readonly Grant[] {
  const before = entries.slice(0, index).map(({ event }) => event);
  const revoked = new Set(
    before.flatMap((event) => (event.type === 'DelegationRevoked' ? [event.data.delegationId] : [])),
  );
  return before.flatMap((event) =>
    event.type === 'DelegationGranted' && !revoked.has(event.data.delegationId) ? [event.data] : [],
  );
}

/** Granted in the own right, between persons of one party, and in no circle at any moment. */
function grantFaults({ actor, event, index }: Entry, known: readonly Entry[]): readonly string[] {
  const { delegator, delegate, scope } = event.data as Grant;
  const [from, to] = [memberAt(delegator, known), memberAt(delegate, known)];
  const faults: string[] = [];
  if (actor.onBehalfOf !== null || actor.member !== delegator) faults.push(`entry ${index} delegates another’s right`);
  if (from.kind !== 'person' || to.kind !== 'person') faults.push(`entry ${index} delegates to or by no person`);
  if (from.party !== to.party || delegator === delegate)
    faults.push(`entry ${index} delegates across parties, or to oneself`);
  if (scope.refs?.length === 0 || scope.changes?.length === 0) faults.push(`entry ${index} delegates nothing`);
  const grants = grantsBefore(index + 1, known);
  // What holds at one moment holds together when the last of it begins.
  for (const { from: moment } of grants) {
    const then = grants.filter((each) => each.from <= moment && moment < each.to);
    if (then.some((each) => reaches(each.delegate, each.delegator, then)))
      faults.push(`entry ${index} leaves a circle of delegations at ${moment}`);
  }
  return faults;
}

function reaches(from: string, to: string, grants: readonly Grant[], through: readonly string[] = []): boolean {
  return (
    from === to ||
    grants.some(
      ({ delegator, delegate }) =>
        delegator === from && !through.includes(delegate) && reaches(delegate, to, grants, [...through, delegate]),
    )
  );
}

/** Of the approvals that a change was agreed with, no two have a person in common: neither by himself, nor by or for another. */
function countedTwice({ event }: Entry, entries: readonly Entry[]): readonly string[] {
  if (event.type !== 'ChangeAgreed' || event.schema !== 2) return [];
  const people = event.data.approvals.flatMap((index) => {
    const { member, onBehalfOf } = entries[index]!.actor;
    return onBehalfOf === null ? [member] : [member, onBehalfOf];
  });
  return new Set(people).size === people.length ? [] : [`somebody counts twice for ${event.data.changeId}`];
}

/** Whoever wrote a revision of a change, and whoever it was written for. */
const writersOf = (change: string, before: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    before
      .filter(
        ({ event }) =>
          (event.type === 'ChangeDrafted' || event.type === 'ChangeRevised') && event.data.changeId === change,
      )
      .flatMap(({ actor }) => (actor.onBehalfOf === null ? [actor.member] : [actor.member, actor.onBehalfOf])),
  );

function presentAt(id: string, at: string, before: readonly Entry[]): boolean {
  const { removed, from, to } = memberAt(id, before);
  return !removed && from <= microsOf(at) && microsOf(at) < to;
}

function memberAt(id: string, prefix: readonly Entry[]) {
  let party: string | undefined;
  let kind: string | undefined;
  let removed = false;
  let roles: readonly Role[] = [];
  let [from, to]: readonly [Micros, Micros] = [-FOREVER, FOREVER];
  for (const { event } of prefix) {
    if (!('memberId' in event.data) || event.data.memberId !== id) continue;
    if (event.type === 'MemberAdded') ({ partyId: party, kind } = event.data);
    if ('roles' in event.data) roles = event.data.roles;
    if (event.type === 'MemberRemoved') removed = true;
    if (event.type === 'MemberPeriodSet') {
      from = event.data.from === undefined ? -FOREVER : microsOf(event.data.from);
      to = event.data.to === undefined ? FOREVER : microsOf(event.data.to);
    }
  }
  return { party, kind, roles, removed, from, to };
}
