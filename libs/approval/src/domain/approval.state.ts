import type { Recorded } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { ApprovalEvent, ChangeProposed } from './approval.events.ts';
import { refuse } from './approval.refusals.ts';
import type { ApprovingSide, ChangeId, ChangeLine } from './change.ts';

/** A change that waits for decisions. */
export interface OpenChange {
  readonly author: string;
  readonly digest: string;
  readonly proposedAt: number;
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly lines: ChangeLine[];
  /** Which entry approved for a side. */
  readonly approvals: Partial<Record<ApprovingSide, number>>;
}

export interface ApprovalState {
  readonly open: Map<ChangeId, OpenChange>;
  /** How many changes were ever proposed. */
  proposed: number;
}

export interface WithApproval {
  readonly approval: ApprovalState;
}

export const initialApproval = (): ApprovalState => ({ open: new Map(), proposed: 0 });

/** Folds one event into the state. */
export function evolveApproval(state: ApprovalState, { index, actor, event }: Recorded<ApprovalEvent>): void {
  const { changeId } = event.data;
  switch (event.type) {
    case 'ChangeProposed':
      state.proposed++;
      state.open.set(changeId, opened(event, index, actor.member));
      return;
    case 'ChangeLineProposed':
      openChange(state, changeId).lines.push(event.data.proposed);
      return;
    case 'ApprovalGranted':
      openChange(state, changeId).approvals[event.data.side] = index;
      return;
    case 'ChangeAgreed':
    case 'ChangeRejected':
    case 'ChangeWithdrawn':
      state.open.delete(changeId);
      return;
  }
}

/** An open change; refuses where it is decided already or never was. */
export function openChange(state: ApprovalState, id: ChangeId): OpenChange {
  const change = state.open.get(id);
  if (change !== undefined) return change;
  const number = /^C-([1-9]\d*)$/.exec(id)?.[1];
  return number !== undefined && Number(number) <= state.proposed ? refuse.notOpen(id) : refuse.unknownChange(id);
}

function opened({ data }: ChangeProposed, index: number, author: string): OpenChange {
  const { digest, effectiveFrom, effectiveTo } = data;
  return {
    author,
    digest,
    proposedAt: index,
    effectiveFrom,
    ...(effectiveTo !== undefined && { effectiveTo }),
    lines: [],
    approvals: {},
  };
}
