import type { ApprovalEvent } from '#approval/domain/approval.events';
import type { ApprovalPolicy } from '#approval/domain/policy';
import type { Role } from '#engagement/domain/members';
import { canonicalize } from '#kernel/json';
import { sha256 } from '#ledger-store/entry-codec';
import type { Entry } from '../naive-model.ts';

type Of<T extends ApprovalEvent['type']> = Entry & { readonly event: Extract<ApprovalEvent, { readonly type: T }> };

/**
 * Everything that must never be found about changes, in sentences: written from the promise, not from the rules. What is in force
 * by a change rests on a quorum of valid approvals of its very text, on an emergency that says so, or on the word of two people.
 */
export function agreementFaults(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => {
    const { event, index } = entry;
    if (
      'taskId' in event.data &&
      'change' in event.data &&
      event.data.change !== undefined &&
      event.type !== 'ObjectionResolved'
    ) {
      return inForce(event.data.change, index, entries);
    }
    if (is(entry, 'ChangeAgreed') && entry.event.schema === 2) return quorum(entry as never, entries);
    if (is(entry, 'ChangeOverridden')) return twoPeople(entry, entries);
    return [];
  });
}

const is = <T extends ApprovalEvent['type']>(entry: Entry, type: T): entry is Of<T> => entry.event.type === type;

const about = (change: string, entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ event }) => 'changeId' in event.data && event.data.changeId === change);

function inForce(change: string, index: number, entries: readonly Entry[]): readonly string[] {
  const before = about(change, entries.slice(0, index));
  const grounds = before.filter(({ event }) =>
    ['ChangeAgreed', 'ChangeOverridden', 'EmergencyTookEffect'].includes(event.type),
  );
  return grounds.length > 0 ? [] : [`entry ${index} is in force by ${change}, on no ground at all`];
}

/** The text that stands before an entry: its digest, worked out from what was written, and who had a hand in it. */
function textBefore(change: string, index: number, entries: readonly Entry[]) {
  const before = about(change, entries.slice(0, index));
  const revisions = before.filter((entry) => is(entry, 'ChangeDrafted') || is(entry, 'ChangeRevised'));
  const first = revisions[0]!.event as Of<'ChangeDrafted'>['event'];
  const last = revisions.at(-1)!.event;
  const drafted = before.flatMap((entry) =>
    is(entry, 'ChangeLineDrafted') && entry.event.data.revision === last.data.revision
      ? [entry.event.data.drafted]
      : [],
  );
  const { policy, base, effectiveFrom, effectiveTo, attachments, terms, resolves, revision } = last.data;
  const said = {
    change,
    revision,
    kind: first.data.kind,
    policy,
    base,
    effectiveFrom,
    effectiveTo,
    terms,
    resolves,
    lines: drafted,
    attachments: attachments?.map(({ digest }) => digest),
    supersedes: first.data.supersedes,
  };
  const writers = new Set(
    first.data.reverses === undefined
      ? revisions.map(({ actor }) => actor.member)
      : revisions.slice(1).map(({ actor }) => actor.member),
  );
  return {
    digest: sha256(`onus/change/v2\n${canonicalize(JSON.parse(JSON.stringify(said)))}`, 'hex'),
    writers,
    revised: revisions.at(-1)!.index,
  };
}

function quorum(
  agreed: Entry & { readonly event: Extract<ApprovalEvent, { type: 'ChangeAgreed'; schema: 2 }> },
  entries: readonly Entry[],
): readonly string[] {
  const { changeId, digest, approvals: named, deemed = [] } = agreed.event.data;
  const { digest: read, writers, revised } = textBefore(changeId, agreed.index, entries);
  const opened = about(changeId, entries).find((entry) => is(entry, 'ChangeOpened'))!.event;
  const { policy, quorum: owed, expiresAt } = opened.data;
  const voices = named.map((index) => entries[index]!);
  const faults: string[] = [];
  if (digest !== read) faults.push(`${changeId} was agreed with the digest of another text`);
  if (new Set(voices.map(({ actor }) => actor.member)).size !== voices.length)
    faults.push(`somebody counts twice for ${changeId}`);
  for (const voice of voices) faults.push(...voiceFaults(voice, changeId, read, revised, writers, policy, entries));
  const emergency = about(changeId, entries).some((entry) => is(entry, 'EmergencyTookEffect'));
  if (!emergency && expiresAt !== undefined && Date.parse(agreed.recordedAt) >= Date.parse(expiresAt))
    faults.push(`${changeId} was agreed after its deadline`);
  const silent = deemed.map((index) => (entries[index]!.event.data as { party: string }).party);
  for (const party of silent)
    if (policy.deemed?.party !== party) faults.push(`${changeId}: the silence of ${party} was taken without leave`);
  for (const { party, needed } of owed) {
    const given = voices.filter(({ event }) => (event.data as { party: string }).party === party).length;
    if (given < needed && !silent.includes(party))
      faults.push(`${changeId} has ${given} of ${needed} approvals of ${party}`);
  }
  for (const party of ['p1', 'p2'])
    if (!owed.some((each) => each.party === party && each.needed > 0))
      faults.push(`${changeId} asked nobody of ${party}`);
  return faults;
}

function voiceFaults(
  { event, actor, index }: Entry,
  change: string,
  read: string,
  revised: number,
  writers: ReadonlySet<string>,
  policy: ApprovalPolicy,
  entries: readonly Entry[],
): readonly string[] {
  if (event.type !== 'ApprovalGranted' || event.schema === 1)
    return [`${change} counts entry ${index}, which is no approval`];
  const { kind, roles, party, removed } = memberAt(actor.member, entries.slice(0, index));
  const escalated = entries
    .slice(0, index)
    .flatMap((entry) =>
      is(entry, 'ChangeEscalated') && entry.event.data.changeId === change ? [entry.event.data.to] : [],
    );
  const asked = policy.quorum[event.data.party]?.roles;
  const allowed = roles.includes('approver') && (asked === undefined || asked.some((role) => roles.includes(role)));
  return [
    ...(event.data.changeId === change && event.data.digest === read && index > revised
      ? []
      : [`entry ${index} approves another text than ${change}`]),
    ...(kind === 'person' && !removed && party === event.data.party
      ? []
      : [`entry ${index} is no person of ${event.data.party}`]),
    ...(allowed || escalated.some((role) => roles.includes(role)) ? [] : [`entry ${index} is no approver's`]),
    ...(writers.has(actor.member) ? [`entry ${index} approves its own change`] : []),
  ];
}

function twoPeople({ event, actor, index }: Of<'ChangeOverridden'>, entries: readonly Entry[]): readonly string[] {
  const { changeId, digest, requested } = event.data;
  const { digest: read, writers } = textBefore(changeId, index, entries);
  const request = entries[requested]!;
  const first = memberAt(request.actor.member, entries.slice(0, requested));
  const ok =
    is(request, 'OverrideRequested') &&
    request.event.data.changeId === changeId &&
    request.event.data.digest === read &&
    digest === read &&
    request.event.data.characters >= 20 &&
    first.roles.includes('owner') &&
    first.kind === 'person' &&
    request.actor.member !== actor.member &&
    !writers.has(actor.member) &&
    memberAt(actor.member, entries.slice(0, index)).kind === 'person';
  return ok ? [] : [`entry ${index} overrides ${changeId} on less than the word of two people`];
}

function memberAt(id: string, prefix: readonly Entry[]) {
  let party: string | undefined;
  let kind: string | undefined;
  let removed = false;
  let roles: readonly Role[] = [];
  for (const { event } of prefix) {
    if (!('memberId' in event.data) || event.data.memberId !== id) continue;
    if (event.type === 'MemberAdded') ({ partyId: party, kind } = event.data);
    if ('roles' in event.data) roles = event.data.roles;
    if (event.type === 'MemberRemoved') removed = true;
  }
  return { party, kind, roles, removed };
}
