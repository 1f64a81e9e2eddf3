import type {
  ApprovalEvent,
  ApprovalGranted,
  ChangeAgreed,
  ChangeExpired,
  ChangeOverridden,
  ChangeRejected,
  ChangeSuperseded,
  ChangeWithdrawn,
  EmergencyTookEffect,
} from '#approval/domain/approval.events';
import { CLIENT, PROVIDER, type PartyId } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { ChangeSide, ChangeStatus } from '../views.ts';

/** An entry about a change, as far as it is told. */
export interface Happening<E extends ApprovalEvent = ApprovalEvent> {
  readonly index: number;
  readonly recordedAt: Instant;
  readonly actor: Pick<Actor, 'member' | 'party' | 'onBehalfOf'>;
  readonly event: E;
}

/** An event with which a change is over. */
export type End = ChangeAgreed | ChangeRejected | ChangeWithdrawn | ChangeExpired | ChangeSuperseded | ChangeOverridden;

/** By what a change is in force. */
export type Ground = Happening<ChangeAgreed | ChangeOverridden | EmergencyTookEffect>;

/** How a change stands after each of them. */
export const STATUS_AFTER: { readonly [T in End['type']]: ChangeStatus } = {
  ChangeAgreed: 'agreed',
  ChangeRejected: 'rejected',
  ChangeWithdrawn: 'withdrawn',
  ChangeExpired: 'expired',
  ChangeSuperseded: 'superseded',
  ChangeOverridden: 'overridden',
};

export const isEnd = (event: ApprovalEvent): event is End => Object.hasOwn(STATUS_AFTER, event.type);

/** How a change stands after what happened to it so far. A change of the first form is open from its proposal on. */
export function statusOf(course: readonly Happening[]): ChangeStatus {
  const end = course.find(({ event }) => isEnd(event));
  if (end !== undefined) return STATUS_AFTER[(end.event as End).type];
  return openedIn(course) === undefined ? 'draft' : 'proposed';
}

/** With what the change began to wait for decisions. */
export const openedIn = (course: readonly Happening[]): Happening | undefined =>
  course.find(({ event }) => openedBy(event));

/** Whether it can be decided about a change from this event on. */
export const openedBy = ({ type }: ApprovalEvent): boolean => type === 'ChangeOpened' || type === 'ChangeProposed';

/** By what the change is in force; undefined where it is not. An emergency that was ratified was in force before. */
export const groundIn = (course: readonly Happening[]): Ground | undefined =>
  course.find(
    ({ event: { type } }) => type === 'ChangeAgreed' || type === 'ChangeOverridden' || type === 'EmergencyTookEffect',
  ) as Ground | undefined;

/** The entries by which the change is in force, ascending: the approvals that count, what was taken for acceptance, the decision. */
export function groundEntries({ event, index }: Ground, course: readonly Happening[]): readonly number[] {
  if (event.type === 'EmergencyTookEffect') return [index];
  if (event.type === 'ChangeOverridden') return [event.data.requested, index];
  return [...countedIn(event, course).map((approval) => approval.index), ...deemedBy(event), index].sort(
    (a, b) => a - b,
  );
}

/** The approvals that an agreement rests on. */
export function countedIn(
  { schema, data }: ChangeAgreed,
  course: readonly Happening[],
): readonly Happening<ApprovalGranted>[] {
  const approvals = course.filter(({ event }) => event.type === 'ApprovalGranted') as Happening<ApprovalGranted>[];
  return schema === 1 ? approvals : approvals.filter(({ index }) => data.approvals.includes(index));
}

/** Entries by which a party was taken to have accepted. */
export const deemedBy = (event: ChangeAgreed): readonly number[] =>
  event.schema === 2 ? (event.data.deemed ?? []) : [];

/** The side that a party stands on. */
export const sideOf = (party: PartyId): ChangeSide =>
  party === PROVIDER ? 'provider' : party === CLIENT ? 'client' : 'third';

/** The side for which an approval speaks. */
export const approvingSide = ({ schema, data }: ApprovalGranted): ChangeSide =>
  schema === 1 ? data.side : sideOf(data.party);
