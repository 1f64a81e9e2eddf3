import type { Circumstances } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import { requireRole, type EngagementState, type WithEngagement } from '#engagement/domain/engagement.state';
import { refuse as refuseTask } from '#responsibility/domain/responsibility.refusals';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import type { ObjectionCommand, RaiseObjection } from './objection.commands.ts';
import type { ObjectingSide, ObjectionEvent } from './objection.events.ts';
import { refuse } from './objection.refusals.ts';
import { openObjection, type WithObjection } from './objection.state.ts';

type State = WithEngagement & WithResponsibility & WithObjection;

/**
 * The rules about objections: each of the two sides may say that a line is not what was agreed, and the other answers. Nothing of
 * the line changes by that; only an agreed change alters it, and only the side that objected says that it no longer does.
 */
export function decideObjection(
  command: ObjectionCommand,
  state: State,
  circumstances: Circumstances,
): readonly ObjectionEvent[] {
  const side = sideOf(state.engagement, circumstances.actor);
  switch (command.type) {
    case 'RaiseObjection':
      return raise(command, side, state, circumstances);
    case 'AnswerObjection': {
      const { objection: objectionId, words } = command.data;
      const { task: taskId } = openObjection(state.objection, objectionId);
      return [{ type: 'ObjectionAnswered', schema: 1, data: { objectionId, taskId, side, words } }];
    }
    case 'WithdrawObjection': {
      const { objection: objectionId, ...why } = command.data;
      const objection = openObjection(state.objection, objectionId);
      if (objection.side !== side) refuse.otherSide(objectionId, objection.side);
      return [{ type: 'ObjectionWithdrawn', schema: 1, data: { objectionId, taskId: objection.task, ...why } }];
    }
  }
}

function raise(
  { data: { ref, about, reason } }: RaiseObjection,
  side: ObjectingSide,
  { responsibility }: State,
  { nextIndex }: Circumstances,
): readonly ObjectionEvent[] {
  const task = taskByRef(responsibility, ref);
  // An import whose last part never came has introduced the reference, and said nothing that anybody could object to.
  if (task.definition.length === 0) refuseTask.unknownTask(ref);
  if (about !== undefined && !isSizeUpTo(nextIndex, about.treeSize)) refuse.notYetKnown(about.treeSize, nextIndex);
  const objection = { objectionId: `o${nextIndex}`, taskId: task.id, ref, side };
  return [
    {
      type: 'ObjectionRaised',
      schema: 1,
      data: { ...objection, ...(about !== undefined && { about }), reason },
    },
  ];
}

/** The side for which the actor speaks. To object, and to answer, is a person's. */
function sideOf(engagement: EngagementState, actor: Actor): ObjectingSide {
  const acting = requireRole(engagement, actor, 'owner', 'contributor', 'approver');
  if (acting.kind !== 'person') refuse.robot();
  const side = engagement.parties.get(acting.party);
  return side === 'provider' || side === 'client' ? side : refuse.notASide();
}

const isSizeUpTo = (size: number, treeSize: number): boolean =>
  Number.isSafeInteger(treeSize) && treeSize >= 1 && treeSize <= size;
