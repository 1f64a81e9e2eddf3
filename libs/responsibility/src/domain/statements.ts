import { canonicalize } from '#kernel/json';
import { FOREVER, instantOf, microsOf, type Instant, type Micros } from '#kernel/instant';
import type { Sha256 } from '#kernel/sealed';
import { nextStart, type Timeline } from '#kernel/timeline';
import type { EngagementState, MemberState } from '#engagement/domain/engagement.state';
import type { MemberId } from '#engagement/domain/members';
import type { Assignment } from './assignment.ts';
import { ACCEPTABLE, findingsOf, type Finding, type FindingCode } from './assignment.rules.ts';
import { refuse } from './responsibility.refusals.ts';
import type { TaskRef } from './task.ts';

const REF = /^(?=.{1,200}$)[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u;

/** Whether somebody who reads a reference could write it down again. */
export const isRef = (ref: TaskRef): boolean => REF.test(ref);

/** Refuses a reference that nobody could write down again. */
export function checkRef(ref: TaskRef): void {
  if (!isRef(ref)) refuse.badRef(ref);
}

/** SHA-256 (hex) over the canonical JSON of what was said: what an approval or an acknowledgement is bound to. */
export const digestOf = (sha256: Sha256, said: unknown): string => sha256(canonicalize(said), 'hex');

/**
 * Where a statement without an end stops: at the next start that is known already, so that a correction of the past leaves
 * alone what was said of later. `limit` may end it sooner.
 */
export function openEnd(
  timeline: Timeline<unknown>,
  from: Instant,
  limit: Micros = FOREVER,
): { readonly effectiveTo?: Instant } {
  const end = Math.min(nextStart(timeline, microsOf(from)), limit);
  return end === FOREVER ? {} : { effectiveTo: instantOf(end) };
}

/** Whether an assignment may name members who have left since: history may, what is to hold from now on may not. */
export type Naming = 'whoever-was-here' | 'whoever-is-here';

/** Which members an assignment may name that ends at `effectiveTo` and is decided at `now`. */
export const namingUntil = (effectiveTo: Instant | undefined, now: Instant): Naming =>
  effectiveTo !== undefined && microsOf(effectiveTo) <= microsOf(now) ? 'whoever-was-here' : 'whoever-is-here';

/** Everyone whom an assignment names must be of the engagement. */
export function checkBearers(ref: TaskRef, assignment: Assignment, engagement: EngagementState, naming: Naming): void {
  const { raci, group, deputy, inheritedFrom, regulatory } = assignment;
  const memberOf = (id: MemberId): MemberState => {
    const member = engagement.members.get(id) ?? refuse.unknownBearer(ref, id);
    return member.removed && naming === 'whoever-is-here' ? refuse.unknownBearer(ref, id) : member;
  };
  for (const { party, member } of raci) {
    if (!engagement.parties.has(party)) refuse.unknownBearer(ref, party);
    if (member !== undefined && memberOf(member).party !== party) refuse.unknownBearer(ref, member);
  }
  for (const member of [group, deputy]) if (member !== undefined) memberOf(member);
  for (const party of [inheritedFrom, regulatory]) {
    if (party !== undefined && !engagement.parties.has(party)) refuse.unknownBearer(ref, party);
  }
}

/**
 * The rules about who bears a duty, for what people propose: Shared needs parts; exactly one Accountable and at least one
 * Responsible, or a gap or overlap that the change accepts, which is then recorded with the assignment.
 */
export function checkAssignment(
  ref: TaskRef,
  assignment: Assignment,
  accepts: readonly FindingCode[],
  engagement: EngagementState,
  naming: Naming,
): readonly Finding[] {
  if (assignment.marks.length === 0) refuse.noMarks(ref);
  checkBearers(ref, assignment, engagement, naming);
  const findings = findingsOf(assignment);
  for (const { code } of findings) {
    if (code === 'assignment/shared-without-parts') refuse.sharedWithoutParts(ref);
    if (!ACCEPTABLE.includes(code) || !accepts.includes(code)) refuse.unsound(ref, code);
  }
  return findings;
}
