import type { DomainEvent } from '#kernel/event';
import type {
  ApprovalGranted,
  ChangesRequested,
  AcceptanceDeemed,
  ChangeAgreed,
  ChangeRejected,
  ChangeWithdrawn,
  ChangeExpired,
  ChangeSuperseded,
  ApproversReminded,
  ChangeEscalated,
  ApprovalImpossible,
  EmergencyTookEffect,
  OverrideRequested,
  ChangeOverridden,
  PolicyAdopted,
  RetentionAdopted,
} from './deciding.events.ts';
import type {
  ChangeDrafted,
  ChangeLineDrafted,
  ChangeRevised,
  ChangeDescribed,
  ChangeOpened,
  ChangeProposed,
  ChangeLineProposed,
} from './drafting.events.ts';

export type * from './deciding.events.ts';
export type * from './drafting.events.ts';

/** Every fact about a change. */
export type ApprovalEvent =
  | ChangeDrafted
  | ChangeLineDrafted
  | ChangeRevised
  | ChangeDescribed
  | ChangeOpened
  | ApprovalGranted
  | ChangesRequested
  | AcceptanceDeemed
  | ChangeAgreed
  | ChangeRejected
  | ChangeWithdrawn
  | ChangeExpired
  | ChangeSuperseded
  | ApproversReminded
  | ChangeEscalated
  | ApprovalImpossible
  | EmergencyTookEffect
  | OverrideRequested
  | ChangeOverridden
  | PolicyAdopted
  | RetentionAdopted
  | ChangeProposed
  | ChangeLineProposed;

/** Every type of them. One that is missing here does not compile. */
const TYPES: { readonly [T in ApprovalEvent['type']]: true } = {
  ChangeDrafted: true,
  ChangeLineDrafted: true,
  ChangeRevised: true,
  ChangeDescribed: true,
  ChangeOpened: true,
  ApprovalGranted: true,
  ChangesRequested: true,
  AcceptanceDeemed: true,
  ChangeAgreed: true,
  ChangeRejected: true,
  ChangeWithdrawn: true,
  ChangeExpired: true,
  ChangeSuperseded: true,
  ApproversReminded: true,
  ChangeEscalated: true,
  ApprovalImpossible: true,
  EmergencyTookEffect: true,
  OverrideRequested: true,
  ChangeOverridden: true,
  PolicyAdopted: true,
  RetentionAdopted: true,
  ChangeProposed: true,
  ChangeLineProposed: true,
};

/** Whether an event is about a change. */
export const isApprovalEvent = <E extends DomainEvent>(event: E): event is E & ApprovalEvent =>
  Object.hasOwn(TYPES, event.type);
