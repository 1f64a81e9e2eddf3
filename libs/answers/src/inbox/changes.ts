import type { OpenChange, Opening } from '#approval/domain/drafting/open-change';
import { APPROVING_SIDES, type ChangeId } from '#approval/domain/change';
import { checkOverride } from '#approval/domain/deciding/today';
import type { FirstFormChange } from '#approval/domain/first-form/first-form.state';
import { principalOf } from '#approval/domain/quorum/principal';
import { decidingParty, isSatisfied, standings, turnOf } from '#approval/domain/quorum/standing';
import { isPresent } from '#engagement/domain/engagement.state';
import type { MemberId, PartyId } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { microsOf, type Instant, type Micros } from '#kernel/instant';
import { checkActing } from '#rulebook/acting';
import type { OnusState } from '#rulebook/rulebook';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { hindranceOf, namesWhoLeft } from './holding.ts';
import type { Matter, Matters } from './matter.ts';
import { allowed, rightsOf } from './rights.ts';
import type { InboxState } from './views.ts';

const WRITING: ReadonlySet<string> = new Set(['owner', 'contributor', 'approver']);

/** Who asks, in every right that he has, and for which party he stands. */
interface Asker {
  readonly rights: readonly [Actor, ...Actor[]];
  readonly party: PartyId;
  readonly state: OnusState;
  readonly at: Instant;
}

/** What undecided changes wait for: approvals that would count now, the second word to an override, another text. */
export function changeMatters(state: OnusState, member: MemberId, at: Instant): Matters {
  const [own, ...delegated] = rightsOf(state.engagement, member, at);
  if (own === undefined) return { mine: [], party: [] };
  const asker: Asker = { rights: [own, ...delegated], party: own.party, state, at };
  const all = [
    ...[...state.approval.open.values()].flatMap((change) => mattersIn(change, asker)),
    ...[...state.approval.firstForm].map(([id, change]) => firstFormMatter(id, change, asker)),
  ];
  return { mine: all.flatMap(({ mine }) => mine), party: all.flatMap(({ party }) => party) };
}

/** What waits for the asker in one of his rights; where that is nothing, what waits for others of his party. */
const told = (matter: Omit<Matter, 'for'>, by: readonly Actor[], waitsForParty: boolean): Matters => ({
  mine: by.map(({ onBehalfOf }) => ({ ...matter, for: onBehalfOf })),
  party: by.length === 0 && waitsForParty ? [{ ...matter, for: null }] : [],
});

function mattersIn(change: OpenChange, { rights, party, state, at }: Asker): readonly Matters[] {
  const { id, opening, ratifyBy, contributors, requests } = change;
  const due = ratifyBy ?? opening?.expiresAt ?? null;
  if (opening === null || (due !== null && microsOf(at) >= due)) return [];
  const asked = partiesAsked(change, opening, state, at);
  // Whoever asked for another text waits for its author, not for himself.
  const waitsForAuthor = (by: Actor) => requests.some((each) => each.principal === principalOf({ actor: by }));
  const approving = rights.filter((by) => {
    const deciding = asked.size === 0 || waitsForAuthor(by) ? undefined : partyOf(by, change, opening, state, at);
    return deciding !== undefined && asked.has(deciding);
  });
  const isPartyAsked = asked.has(party) && requests.every((each) => each.party !== party);
  const kind = ratifyBy === null ? 'approve-change' : 'ratify-change';
  const matters = [told({ kind, id, due }, approving, isPartyAsked)];
  if (mayConfirm(change, rights[0], state, at))
    matters.push(told({ kind: 'confirm-override', id, due }, [rights[0]], false));
  if (!needsAnotherText(change, state, at)) return matters;
  const writing = rights.filter((by) => contributors.includes(principalOf({ actor: by })) && writes(by, state));
  const isOurs = contributors.some((each) => state.engagement.members.get(each)?.party === party);
  return [...matters, told({ kind: 'revise-change', id, due }, writing, isOurs)];
}

function firstFormMatter(id: ChangeId, change: FirstFormChange, { rights, party, state, at }: Asker): Matters {
  const waiting = rights.filter((by) => mayApproveFirst(id, change, by, state, at));
  return told({ kind: 'approve-change', id, due: null }, waiting, waitsForSide(change, party, state, at));
}

/** Whether the text waits for another one: somebody asked for it, or it cannot come in force as it stands. */
const needsAnotherText = (change: OpenChange, state: OnusState, at: Instant): boolean =>
  change.ratifyBy === null && (change.requests.length > 0 || hindranceOf(change, state, at) !== undefined);

/** Parties whose approval is missing, and counts now. */
function partiesAsked(change: OpenChange, opening: Opening, state: OnusState, at: Instant): ReadonlySet<PartyId> {
  if (hindranceOf(change, state, at) !== undefined) return new Set();
  const standing = standings(change, opening, state, at);
  const { sequence = [] } = opening.policy;
  const turn = turnOf(standing, opening.policy);
  const waits = standing.filter((each) => !isSatisfied(each)).map(({ party }) => party);
  return new Set(waits.filter((party) => turn === undefined || turn === party || !sequence.includes(party)));
}

/** The party for which somebody would approve; undefined where the rules would not let him. */
function partyOf(by: Actor, change: OpenChange, opening: Opening, state: OnusState, at: Instant): PartyId | undefined {
  return allowed(() => {
    checkActing({ type: 'ApproveChange', data: { change: change.id } }, state, { actor: by, recordedAt: at });
    return decidingParty({ actor: by, principal: principalOf({ actor: by }) }, change, opening, state, at);
  });
}

/** Whether somebody may give the second word to an override. */
function mayConfirm(change: OpenChange, by: Actor, state: OnusState, at: Instant): boolean {
  const { override, contributors } = change;
  if (override === null || hindranceOf(change, state, at) !== undefined) return false;
  const member = state.engagement.members.get(by.member)!;
  const decides = member.roles.includes('owner') || member.roles.includes('approver');
  if (!decides || member.kind !== 'person') return false;
  if ([override.member, override.principal, ...contributors].includes(by.member)) return false;
  return (
    allowed(() => {
      checkOverride(change, by.member, state);
      return true;
    }) === true
  );
}

const writes = (by: Actor, { engagement }: OnusState): boolean =>
  engagement.members.get(principalOf({ actor: by }))?.roles.some((role) => WRITING.has(role)) === true;

function mayApproveFirst(id: ChangeId, change: FirstFormChange, by: Actor, state: OnusState, at: Instant): boolean {
  const principal = principalOf({ actor: by });
  const acting = state.engagement.members.get(principal);
  if (acting?.roles.includes('approver') !== true || acting.kind !== 'person' || !isPresent(acting, at)) return false;
  if ([by.member, principal].includes(change.author) || !waitsForSide(change, acting.party, state, at)) return false;
  const recordedAt = at;
  return (
    allowed(() => {
      checkActing({ type: 'ApproveChange', data: { change: id } }, state, { actor: by, recordedAt });
      return true;
    }) === true
  );
}

/** Whether a change of the first form waits for the side of a party. */
function waitsForSide(change: FirstFormChange, party: PartyId, state: OnusState, at: Instant): boolean {
  const { approvals, lines, proposedAt } = change;
  const side = APPROVING_SIDES.find((each) => each === state.engagement.parties.get(party));
  const { tasks } = state.responsibility;
  const hasMoved = lines.some(({ ref }) => (taskKnownAs(tasks, ref)?.lastEntry ?? -1) > proposedAt);
  return side !== undefined && approvals[side] === undefined && !hasMoved && !namesWhoLeft(change, state, at);
}

/** Undecided changes that somebody wrote, and how they stand. */
export function changesOf(
  state: OnusState,
  member: MemberId,
  at: Instant,
): readonly { readonly id: ChangeId; readonly state: InboxState; readonly due: Micros | null }[] {
  const written = [...state.approval.open.values()].filter((change) => change.contributors.includes(member));
  const first = [...state.approval.firstForm].filter(([, { author }]) => author === member);
  return [
    ...written.map((change) => ({
      id: change.id,
      state: standOf(change, state, at),
      due: change.ratifyBy ?? change.opening?.expiresAt ?? null,
    })),
    ...first.map(([id]) => ({ id, state: 'waits-for-approvals' as const, due: null })),
  ];
}

function standOf(change: OpenChange, state: OnusState, at: Instant): InboxState {
  if (change.opening === null) return 'draft';
  if (change.override !== null) return 'override-requested';
  if (change.ratifyBy !== null) return 'waits-for-ratification';
  const hindrance = hindranceOf(change, state, at);
  if (hindrance !== undefined) return hindrance;
  return change.requests.length > 0 ? 'changes-requested' : 'waits-for-approvals';
}
