import type { Recorded } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { ApprovalEvent, ChangeProposed } from '../approval.events.ts';
import type { ApprovingSide, ChangeId, ChangeLine } from '../change.ts';

/** A change of the first form that waits for decisions. */
export interface FirstFormChange {
  readonly author: string;
  readonly digest: string;
  readonly proposedAt: number;
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly lines: ChangeLine[];
  /** Which entry approved for a side. */
  readonly approvals: Partial<Record<ApprovingSide, number>>;
}

export interface WithFirstForm {
  /** Changes of the first form that are undecided. */
  readonly firstForm: Map<ChangeId, FirstFormChange>;
  /** How many changes there ever were, of either form. */
  proposed: number;
}

/** Folds an event about a change of the first form. Tells whether it was one. */
export function evolveFirstForm(state: WithFirstForm, { index, actor, event }: Recorded<ApprovalEvent>): boolean {
  const { changeId } = event.data;
  if (event.type === 'ChangeProposed') {
    state.proposed++;
    state.firstForm.set(changeId, opened(event, index, actor.member));
    return true;
  }
  const change = state.firstForm.get(changeId);
  if (change === undefined) return false;
  if (event.type === 'ChangeLineProposed') change.lines.push(event.data.proposed);
  else if (event.type === 'ApprovalGranted' && event.schema === 1) change.approvals[event.data.side] = index;
  else if (ENDINGS.has(event.type)) state.firstForm.delete(changeId);
  return true;
}

const ENDINGS: ReadonlySet<string> = new Set(['ChangeAgreed', 'ChangeRejected', 'ChangeWithdrawn']);

function opened({ data }: ChangeProposed, index: number, author: string): FirstFormChange {
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
