import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { resolutions } from '#objection/domain/resolving';
import type { ApproveChange, RequestChanges } from '../approval.commands.ts';
import type { ApprovalEvent, ApprovalGranted } from '../approval.events.ts';
import { refuse } from '../approval.refusals.ts';
import { openChange } from '../approval.state.ts';
import type { OpenChange, Opening, Voice } from '../drafting/open-change.ts';
import type { ChangeId } from '../change.ts';
import { movedSince } from '../drafting/written-on.ts';
import type { Events, State } from '../drafting/opening.ts';
import { checkSignature } from './signed.ts';
import { refuse as refuseSignature } from './signature.refusals.ts';
import { broughtAbout } from '../in-force/brought-about.ts';
import { decidingParty, isSatisfied, standings, turnOf } from '../quorum/standing.ts';
import { principalOf } from '../quorum/principal.ts';
import { deadlineOf, isPast } from '../quorum/time.ts';

/** A change about which it can be decided now, and what was frozen when it was opened. */
export interface Decidable {
  readonly change: OpenChange;
  readonly opening: Opening;
}

/** What an approval says, whether it is signed or not. */
type Said = Extract<ApprovalGranted, { readonly schema: 2 }>['data'];

/** Refuses where a change is a draft, decided, or out of time. */
export function decidable(id: ChangeId, state: State, { recordedAt }: Circumstances): Decidable {
  const change = openChange(state.approval, id);
  const { opening } = change;
  if (opening === null) return refuse.stillADraft(id);
  const deadline = deadlineOf(change, opening);
  if (deadline !== null && isPast(deadline, recordedAt)) refuse.tooLate(id, deadline);
  return { change, opening };
}

/** An approval: bound to the text that was read. The last one that is needed puts the change in force, in the same append. */
export function approve({ data }: ApproveChange, state: State, circumstances: Circumstances): Events {
  const { change: id, digest, signature } = data;
  const { change, opening } = decidable(id, state, circumstances);
  const { actor, nextIndex, recordedAt } = circumstances;
  if (digest !== change.text.digest) refuse.staleDigest(id);
  if (signature !== undefined) checkSignature(signature, digest, state, circumstances);
  else if (opening.policy.passkeys === true) refuseSignature.needed(id);
  const principal = principalOf(circumstances);
  const party = decidingParty({ actor, principal }, change, opening, state, recordedAt);
  const before = standings(change, opening, state, recordedAt);
  const turn = turnOf(before, opening.policy);
  const asksFor = change.requests.some((request) => request.principal === principal);
  if (turn !== undefined && turn !== party && opening.policy.sequence?.includes(party) === true) {
    refuse.notYourTurn(id, turn);
  }
  const mine = before.find((standing) => standing.party === party)!;
  if (isSatisfied(mine) && !asksFor) refuse.partyHasApproved(sideOf(party, state), id);
  const moved = change.ratifyBy === null ? movedSince(change.text, state.responsibility) : undefined;
  if (moved !== undefined) refuse.moved(moved, id);

  const said = { changeId: id, revision: change.text.revision, digest, party };
  const granted = approvalOf(said, signature);
  const voice: Voice = { member: actor.member, principal, party, entry: nextIndex, at: microsOf(recordedAt) };
  const after: OpenChange = {
    ...change,
    approvals: [...change.approvals, voice],
    requests: change.requests.filter((request) => request.principal !== principal),
  };
  return [granted, ...agreement(after, opening, state, { ...circumstances, nextIndex: nextIndex + 1 })];
}

function approvalOf(said: Said, signature: ApproveChange['data']['signature']): ApprovalGranted {
  const type = 'ApprovalGranted';
  if (signature === undefined) return { type, schema: 2, data: said };
  if (!('ledger' in signature)) return { type, schema: 3, data: { ...said, signature } };
  return { type, schema: 4, data: { ...said, signature } };
}

/** What follows once everybody has agreed whom the change needs, and nobody asks for another text: nothing before. */
export function agreement(change: OpenChange, opening: Opening, state: State, circumstances: Circumstances): Events {
  const complete = standings(change, opening, state, circumstances.recordedAt).every(isSatisfied);
  if (!complete || change.requests.length > 0) return [];
  const { id, text, approvals, deemed } = change;
  const agreed: ApprovalEvent = {
    type: 'ChangeAgreed',
    schema: 2,
    data: {
      changeId: id,
      revision: text.revision,
      digest: text.digest,
      approvals: approvals.map(({ entry }) => entry),
      ...(deemed.length > 0 && { deemed: deemed.map(({ entry }) => entry) }),
    },
  };
  const { nextIndex } = circumstances;
  const follows = broughtAbout(change, state, { ...circumstances, nextIndex: nextIndex + 1 });
  return [agreed, ...follows, ...resolutions(state.objection, text.resolves ?? [], id)];
}

/** An approver asks for another text; approvals may still come, but the change waits. */
export function requestChanges({ data }: RequestChanges, state: State, circumstances: Circumstances): Events {
  const { change: changeId, digest, reason } = data;
  const { change, opening } = decidable(changeId, state, circumstances);
  if (digest !== change.text.digest) refuse.staleDigest(changeId);
  const principal = principalOf(circumstances);
  const { actor, recordedAt } = circumstances;
  const party = decidingParty({ actor, principal }, change, opening, state, recordedAt);
  if (change.requests.some((request) => request.principal === principal)) refuse.personTwice(principal, changeId);
  const { revision } = change.text;
  return [{ type: 'ChangesRequested', schema: 1, data: { changeId, revision, digest, party, reason } }];
}

/** How people call a party. */
const sideOf = (party: string, { engagement }: State): string => engagement.parties.get(party) ?? party;
