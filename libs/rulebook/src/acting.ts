import type { Circumstances, Command } from '#kernel/decider';
import type { ApprovalCommand, WrittenText } from '#approval/domain/approval.commands';
import { refsOf, type ChangeId } from '#approval/domain/change';
import type { WithApproval } from '#approval/domain/approval.state';
import { actingFor, type Act } from '#engagement/domain/delegations';
import { refuseActing } from '#engagement/domain/people/delegation.refusals';
import { checkPresent, type WithEngagement } from '#engagement/domain/engagement.state';
import type { ResponsibilityCommand } from '#responsibility/domain/responsibility.commands';

type State = WithEngagement & WithApproval;

/** What can be done for another stands among these. */
type Delegable = ApprovalCommand | ResponsibilityCommand;

/**
 * Whether the actor may act at all now, and in that right, asked before any rule: so no rule can forget it. What the right
 * allows is then for the rules to say. @throws Refusal
 */
export function checkActing(
  command: Command,
  state: State,
  { actor, recordedAt }: Pick<Circumstances, 'actor' | 'recordedAt'>,
): void {
  checkPresent(state.engagement, actor, recordedAt);
  if (actor.onBehalfOf === null) return;
  const act = actOf(command as Delegable, state) ?? refuseActing.onBehalfNotHere(command.type);
  actingFor(state.engagement, actor, recordedAt, act);
}

/** What a command does, as far as a delegation can be limited; undefined where it is nobody’s to do for another. */
function actOf(command: Delegable, { approval }: WithApproval): Act | undefined {
  switch (command.type) {
    case 'DraftChange': {
      const { supersedes } = command.data;
      // What it takes the place of would be over.
      const ended = supersedes === undefined ? [] : refsStanding(supersedes, approval);
      return { ...touched(both(ended, refsWritten(command.data))), writing: true };
    }
    case 'ReviseChange': {
      const { change } = command.data;
      // Who may write about one task only must not take another out of the change.
      const refs = both(refsStanding(change, approval), refsWritten(command.data));
      return { change, ...touched(refs), writing: true };
    }
    case 'OpenChange':
    case 'ApproveChange':
    case 'RequestChanges':
    case 'RejectChange': {
      const { change } = (command satisfies ApprovalCommand).data;
      return { change, ...touched(refsStanding(change, approval)) };
    }
    case 'AcknowledgeAssignment':
    case 'DeclineAssignment':
      return { refs: [command.data.ref] };
    case 'AcknowledgeAssignments':
      return { refs: command.data.assignments.map(({ ref }) => ref) };
    default:
      return undefined;
  }
}

type Refs = readonly string[] | undefined;

/** A text with terms touches more than tasks. */
const refsWritten = ({ lines, terms }: Pick<WrittenText, 'lines' | 'terms'>): Refs =>
  terms === undefined ? lines.flatMap(({ drafted }) => refsOf(drafted)) : undefined;

function refsStanding(id: ChangeId, approval: WithApproval['approval']): Refs {
  const change = approval.open.get(id);
  if (change === undefined) return approval.firstForm.get(id)?.lines.map(({ ref }) => ref);
  const { text, opening, supersedes } = change;
  if (text.terms !== undefined) return undefined;
  // Once it is open, the other one is over.
  const ended = supersedes === undefined || opening !== null ? [] : refsStanding(supersedes, approval);
  return both(ended, text.lines.flatMap(refsOf));
}

const both = (a: Refs, b: Refs): Refs => (a === undefined || b === undefined ? undefined : [...a, ...b]);

const touched = (refs: Refs): Pick<Act, 'refs'> => (refs === undefined ? {} : { refs });
