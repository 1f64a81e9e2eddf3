import type { Circumstances, Command } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import type { MemberId } from '#engagement/domain/members';
import type { ApprovalCommand, WrittenText } from '../approval.commands.ts';
import { checkForms } from '#responsibility/domain/tasks/tasks.today';
import type { TaskRef } from '#responsibility/domain/task';
import { refuse } from '../approval.refusals.ts';
import { openChange } from '../approval.state.ts';
import { refsOf } from '../change.ts';
import type { OpenChange } from '../drafting/open-change.ts';
import type { State } from '../drafting/opening.ts';
import { daysSince, isPast, MICROS_AN_HOUR } from '../quorum/time.ts';
import { askedSince } from './calendar.ts';

/**
 * What is asked of new commands beside the rules, which have accepted them. The rules themselves stay as wide as they were: whoever
 * verifies a ledger lets them decide again, and what was recorded before this was asked is no forgery. @throws Refusal
 */
export function checkToday(command: Command, state: State, circumstances: Circumstances): void {
  const asked = command as ApprovalCommand;
  switch (asked.type) {
    case 'RequestOverride':
    case 'ConfirmOverride':
      return checkOverride(openChange(state.approval, asked.data.change), circumstances.actor.member, state);
    case 'ReviseChange':
      return checkForms(refsIn(asked.data), state);
    case 'DraftChange':
      checkForms(refsIn(asked.data), state);
      if (asked.data.kind === 'emergency' && asked.data.open) checkEmergency(asked.data, state, circumstances);
      return;
    case 'OpenChange': {
      const { kind, text } = openChange(state.approval, asked.data.change);
      if (kind === 'emergency') checkEmergency(text, state, circumstances);
      return;
    }
    case 'DescribeChange':
      return checkWords(openChange(state.approval, asked.data.change));
    case 'DeemAccepted':
      return checkSilence(openChange(state.approval, asked.data.change), state, circumstances);
    // Nothing more is asked of anything else.
    default:
  }
}

const refsIn = ({ lines }: WrittenText): ReadonlySet<TaskRef> =>
  new Set(lines.flatMap(({ drafted }) => refsOf(drafted)));

/**
 * Terms are what both sides agreed to be judged by: two people of one side could otherwise adopt a policy by which silence accepts, and
 * then have everything shown as agreed. And whoever is no side of the contract cannot go without the approvals of those who are.
 */
export function checkOverride({ id, text }: OpenChange, member: MemberId, { engagement }: State): void {
  const side = engagement.parties.get(engagement.members.get(member)?.party ?? '');
  if (side !== 'provider' && side !== 'client') refuse.overrideThird();
  if (text.terms !== undefined) refuse.overrideTerms(id);
}

/**
 * An emergency is of now. It may be written down when there is time again, within the time in which it would have to be ratified; who bore
 * a duty in a past that is over is for both sides to say.
 */
function checkEmergency(
  { effectiveFrom, effectiveTo }: Pick<WrittenText, 'effectiveFrom' | 'effectiveTo'>,
  { approval }: State,
  { recordedAt }: Circumstances,
): void {
  const hours = approval.policy.ratifyWithinHours;
  if (effectiveTo !== undefined && isPast(effectiveTo, recordedAt)) refuse.emergencyOver();
  if (microsOf(effectiveFrom) < microsOf(recordedAt) - hours * MICROS_AN_HOUR) refuse.emergencyEarlier(hours);
}

/** A certificate names whoever approved below the title and the reason: he has to have read these, and no others. */
function checkWords({ id, approvals, override }: OpenChange): void {
  if (approvals.length > 0 || override !== null) refuse.wordsApproved(id);
}

/** Whoever was not asked yet has not been silent, nor has whoever objected to what the change would settle. */
function checkSilence(change: OpenChange, { engagement, objection }: State, { recordedAt }: Circumstances): void {
  const { id, opening, text } = change;
  const deemed = opening?.policy.deemed;
  if (opening === null || deemed === undefined) return;
  const asked = askedSince(change, opening, deemed.party);
  if (!daysSince(asked, deemed.afterDays, recordedAt)) refuse.notDue(id, 'the acceptance by silence');
  const side = engagement.parties.get(deemed.party);
  for (const settled of text.resolves ?? []) {
    const raised = objection.get(settled);
    if (raised?.open === true && raised.side === side) refuse.objected(id, settled);
  }
}
