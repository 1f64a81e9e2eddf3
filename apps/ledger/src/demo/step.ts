import { toSeal } from '#kernel/sealed';
import type { Instant } from '#kernel/instant';
import type { DraftLine } from '#approval/domain/change';
import type { Bearer } from '#responsibility/domain/assignment.rules';
import type { OnusSubmission } from '../runtime/onus.ts';
import type { MemberKey, PartyKey } from './cast.ts';

/** The contract's zone: every time in the story is a local one. */
export const ZONE = 'Europe/Berlin';

/** An instant of a local date and time in the contract's zone, for example `2026-03-12` or `2026-03-12T10:15`. */
export const local = (text: string): Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(ZONE).toInstant().toString();

/** A local date and time some minutes later. */
export const later = (text: string, minutes: number): string =>
  Temporal.PlainDateTime.from(text).add({ minutes }).toString({ smallestUnit: 'minute' });

/** What earlier steps of the story brought forth, for the steps that follow. */
export interface Told {
  party(key: PartyKey): string;
  bearer(key: MemberKey): Required<Bearer>;
  /** The change that a step proposed. */
  change(step: string): { readonly id: string; readonly digest: string };
  /** The entry that assigned a task when a step was recorded. */
  assignment(step: string): number;
  evidence(step: string): string;
}

/** Somebody does something. Steps are told in order of their time; at the same time, in the order in which they are given. */
export interface Step {
  /** Local date and time in the contract's zone. */
  readonly at: string;
  readonly by: MemberKey;
  /** Unique in the story; the command's id is derived from it, so that telling the story twice records it once. */
  readonly name: string;
  readonly does: Deed;
}

export type Deed =
  | { readonly kind: 'command'; readonly command: (told: Told) => OnusSubmission }
  | { readonly kind: 'adds-members'; readonly members: readonly MemberKey[] }
  | { readonly kind: 'adds-party'; readonly party: PartyKey }
  | { readonly kind: 'imports-baseline'; readonly effective: Instant; readonly file: string };

export const command = (submission: (told: Told) => OnusSubmission): Deed => ({ kind: 'command', command: submission });

/** A proposal: what would change, from when on, and why. */
export interface Proposal {
  readonly name: string;
  readonly at: string;
  readonly by: MemberKey;
  readonly title: string;
  readonly reason?: string;
  readonly lines: (told: Told) => readonly DraftLine[];
  /** Local date. */
  readonly from: string;
  readonly to?: string;
}

export function propose({ name, at, by, title, reason, lines, from, to }: Proposal): Step {
  const interval = { effectiveFrom: local(from), ...(to !== undefined && { effectiveTo: local(to) }) };
  const why = reason === undefined ? {} : { reason: toSeal(reason) };
  const proposed = (told: Told): OnusSubmission => ({
    type: 'DraftChange',
    data: {
      title: toSeal(title),
      ...why,
      kind: 'ordinary',
      lines: lines(told).map((drafted) => ({ drafted })),
      ...interval,
      open: true,
    },
  });
  return { at, by, name, does: command(proposed) };
}

/** A proposal to which both sides agree, never by its author. */
export function agree(proposal: Proposal, provider: string, client: string): readonly Step[] {
  const { name, by } = proposal;
  const approval = (at: string, approver: MemberKey, side: string): Step => ({
    at,
    by: approver,
    name: `${name}, approved by the ${side}`,
    does: command((told) => {
      const { id, digest } = told.change(name);
      return { type: 'ApproveChange', data: { change: id, digest } };
    }),
  });
  return [
    propose(proposal),
    approval(provider, 'brandt', 'provider'),
    approval(client, by === 'tanaka' ? 'haddad' : 'tanaka', 'client'),
  ];
}

/** The step of `agree` that puts a proposal in force: the later of the two approvals, which here is always the client's. */
export const inForceBy = (name: string): string => `${name}, approved by the client`;

export function reject(name: string, at: string, by: MemberKey, reason: string): Step {
  const rejected = (told: Told): OnusSubmission => ({
    type: 'RejectChange',
    data: { change: told.change(name).id, reason: toSeal(reason) },
  });
  return { at, by, name: `${name}, rejected`, does: command(rejected) };
}

export function withdraw(name: string, at: string, by: MemberKey): Step {
  const withdrawn = (told: Told): OnusSubmission => ({
    type: 'WithdrawChange',
    data: { change: told.change(name).id },
  });
  return { at, by, name: `${name}, withdrawn`, does: command(withdrawn) };
}

/** Somebody accepts what a step assigned to them. */
export const acknowledge = (ref: string, assigned: string, at: string, by: MemberKey): Step => ({
  at,
  by,
  name: `${assigned}, acknowledged by ${by}`,
  does: command((told) => ({ type: 'AcknowledgeAssignment', data: { ref, assignment: told.assignment(assigned) } })),
});
