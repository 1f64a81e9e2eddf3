import type { TaskId, TaskRef } from '#responsibility/domain/task';
import type { ObjectingSide, ObjectionEvent, ObjectionId } from './objection.events.ts';
import { refuse } from './objection.refusals.ts';

/** An objection, as far as the rules ask. */
export interface ObjectionState {
  readonly task: TaskId;
  readonly ref: TaskRef;
  readonly side: ObjectingSide;
  open: boolean;
}

/** Every objection that was ever raised: what is over can be told from what never was. */
export type ObjectionsState = Map<ObjectionId, ObjectionState>;

export interface WithObjection {
  readonly objection: ObjectionsState;
}

export const initialObjection = (): ObjectionsState => new Map();

/** Folds one event into the state. */
export function evolveObjection(state: ObjectionsState, { type, data }: ObjectionEvent): void {
  const { objectionId } = data;
  switch (type) {
    case 'ObjectionRaised': {
      const { taskId, ref, side } = data;
      state.set(objectionId, { task: taskId, ref, side, open: true });
      return;
    }
    // What was said to an objection is for people to weigh.
    case 'ObjectionAnswered':
      return;
    case 'ObjectionWithdrawn':
    case 'ObjectionResolved':
      openObjection(state, objectionId).open = false;
  }
}

/** An open objection; refuses where it is over, or never was. */
export function openObjection(state: ObjectionsState, id: ObjectionId): ObjectionState {
  const objection = state.get(id) ?? refuse.unknownObjection(id);
  return objection.open ? objection : refuse.notOpen(id);
}
