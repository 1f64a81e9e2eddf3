import type { Recorded } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import type { ApprovalEvent, ApprovalGranted } from './approval.events.ts';
import { refuse } from './approval.refusals.ts';
import type { ChangeId } from './change.ts';
import { drafted, openingOf, revised, type OpenChange, type Voice } from './drafting/open-change.ts';
import { evolveFirstForm, type WithFirstForm } from './first-form/first-form.state.ts';
import { noteSignature, type WithPasskeys } from './deciding/signed.ts';
import { DEFAULT_POLICY, type ApprovalPolicy } from './policy.ts';

export interface ApprovalState extends WithFirstForm, WithPasskeys {
  /** Changes that are undecided. */
  readonly open: Map<ChangeId, OpenChange>;
  policy: ApprovalPolicy;
  /** The entry that adopted the policy; 0 for the one that holds until there is another. */
  policyVersion: number;
}

export interface WithApproval {
  readonly approval: ApprovalState;
}

export const initialApproval = (): ApprovalState => ({
  firstForm: new Map(),
  passkeys: new Map(),
  open: new Map(),
  proposed: 0,
  policy: DEFAULT_POLICY,
  policyVersion: 0,
});

/** Folds one event into the state. */
export function evolveApproval(state: ApprovalState, recorded: Recorded<ApprovalEvent>): void {
  const { event, index } = recorded;
  if (evolveFirstForm(state, recorded)) return;
  if (event.type === 'ApprovalGranted' && 'signature' in event.data) noteSignature(state, event.data.signature);
  switch (event.type) {
    case 'PolicyAdopted':
      state.policy = event.data.policy;
      state.policyVersion = index;
      return;
    case 'ChangeDrafted':
      state.proposed++;
      state.open.set(event.data.changeId, drafted(event, recorded));
      return;
    case 'ChangeAgreed':
    case 'ChangeRejected':
    case 'ChangeWithdrawn':
    case 'ChangeExpired':
    case 'ChangeSuperseded':
    case 'ChangeOverridden':
      state.open.delete(event.data.changeId);
      return;
    default:
      return evolveOpen(state.open.get(event.data.changeId), recorded);
  }
}

/** An undecided change; refuses where it is decided already or never was. */
export function openChange(state: ApprovalState, id: ChangeId): OpenChange {
  return state.open.get(id) ?? refuseUnknown(state, id);
}

/** Refuses a change that is not among the undecided ones. */
export function refuseUnknown({ proposed }: ApprovalState, id: ChangeId): never {
  const number = /^C-([1-9]\d*)$/.exec(id)?.[1];
  return number !== undefined && Number(number) <= proposed ? refuse.notOpen(id) : refuse.unknownChange(id);
}

function evolveOpen(change: OpenChange | undefined, recorded: Recorded<ApprovalEvent>): void {
  if (change === undefined) return;
  const { event, actor, index, recordedAt } = recorded;
  switch (event.type) {
    case 'ChangeLineDrafted':
      change.text.lines.push(event.data.drafted);
      change.text.before.push(event.data.before ?? null);
      return;
    case 'ChangeRevised':
      Object.assign(change, revised(change, event, recorded));
      return;
    case 'ChangeOpened':
      change.opening = openingOf(event, recordedAt);
      return;
    case 'ApprovalGranted':
      change.approvals = [...change.approvals, voice(event, recorded)];
      change.requests = change.requests.filter(({ principal }) => principal !== (actor.onBehalfOf ?? actor.member));
      return;
    case 'ChangesRequested':
      change.requests = [...change.requests, { ...voiceOf(recorded), party: event.data.party }];
      return;
    case 'AcceptanceDeemed':
      change.deemed = [...change.deemed, { party: event.data.party, entry: index }];
      return;
    case 'ApproversReminded':
      change.remindedAt = microsOf(recordedAt);
      return;
    case 'ChangeEscalated':
      change.escalatedTo = event.data.to;
      return;
    case 'OverrideRequested':
      change.override = { ...voiceOf(recorded), party: actor.party };
      return;
    case 'EmergencyTookEffect':
      change.ratifyBy = microsOf(event.data.ratifyBy);
      return;
    // No rule asks for what else is said of an open change.
    default:
  }
}

const voiceOf = ({ actor, index, recordedAt }: Recorded): Omit<Voice, 'party'> => ({
  member: actor.member,
  principal: actor.onBehalfOf ?? actor.member,
  entry: index,
  at: microsOf(recordedAt),
});

const voice = (event: ApprovalGranted, recorded: Recorded): Voice => ({
  ...voiceOf(recorded),
  party: event.schema === 1 ? recorded.actor.party : event.data.party,
});
