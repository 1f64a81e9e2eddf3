import { FOREVER, type Micros } from '#kernel/instant';
import type { PartyId } from '#engagement/domain/members';
import type { ApprovalCommand } from '../approval.commands.ts';
import type { OpenChange, Opening } from '../drafting/open-change.ts';
import { MICROS_A_DAY } from '../quorum/time.ts';

/** The commands that record what has come due by itself. Nobody gives them: the installation does. */
export type DueCommand = Extract<
  ApprovalCommand,
  { readonly type: 'ExpireChange' | 'DeemAccepted' | 'EscalateChange' | 'RemindApprovers' }
>;

/** Something that comes due by itself about a change, and when. */
export interface DueDate {
  readonly command: DueCommand['type'];
  readonly at: Micros;
}

/**
 * What will come due by itself about an undecided change, as it stands. The rules have the last word once it is recorded; in front of
 * them, only a task that was altered meanwhile keeps silence from being taken for acceptance. From its deadline on nothing comes due
 * but the end.
 */
export function calendarOf(change: OpenChange): readonly DueDate[] {
  const { opening, remindedAt, escalatedTo, ratifyBy } = change;
  if (opening === null) return [];
  const { policy, at: opened, expiresAt } = opening;
  const { deemed, escalation, remindAfterDays } = policy;
  const deadline = ratifyBy ?? expiresAt;
  const dates: DueDate[] = [];
  const after = (command: DueDate['command'], start: Micros, days: number): void => {
    const at = start + days * MICROS_A_DAY;
    if (at < (deadline ?? FOREVER)) dates.push({ command, at });
  };
  if (deadline !== null) dates.push({ command: 'ExpireChange', at: deadline });
  if (deemed !== undefined && waitsForSilence(change, opening, deemed.party)) {
    after('DeemAccepted', askedSince(change, opening, deemed.party), deemed.afterDays);
  }
  if (escalation !== undefined && escalatedTo === null) after('EscalateChange', opened, escalation.afterDays);
  if (remindAfterDays !== undefined) after('RemindApprovers', remindedAt ?? opened, remindAfterDays);
  return dates;
}

/** Since when a party could have spoken about the text that stands. */
export const silentSince = ({ text }: OpenChange, { at }: Opening): Micros => Math.max(text.since, at);

/** Since when a party was asked about the text that stands: where the policy has an order, since those before it have agreed. */
export function askedSince(change: OpenChange, opening: Opening, party: PartyId): Micros {
  const { sequence = [] } = opening.policy;
  const before = new Set(sequence.slice(0, Math.max(0, sequence.indexOf(party))));
  const agreed = change.approvals.filter((approval) => before.has(approval.party)).map(({ at }) => at);
  return Math.max(silentSince(change, opening), ...agreed);
}

/** Whether everybody else has agreed, and this party has said nothing yet, and was not taken to have accepted either. */
function waitsForSilence(change: OpenChange, { quorum }: Opening, silent: PartyId): boolean {
  const { approvals, requests, deemed } = change;
  if (deemed.some(({ party }) => party === silent) || requests.some(({ party }) => party === silent)) return false;
  return quorum.every(({ party, needed }) => {
    const given = approvals.filter((approval) => approval.party === party).length;
    return party === silent ? given === 0 : given >= needed || deemed.some((each) => each.party === party);
  });
}
