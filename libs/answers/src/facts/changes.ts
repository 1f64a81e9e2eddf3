import type {
  ApprovalEvent,
  ApprovalGranted,
  ChangeAgreed,
  ChangeDrafted,
  ChangeExpired,
  ChangeOverridden,
  ChangeProposed,
  ChangeRejected,
  ChangeSuperseded,
  ChangeWithdrawn,
} from '#approval/domain/approval.events';
import { refsOf } from '#approval/domain/change';
import { PROVIDER } from '#engagement/domain/members';
import type { Recorded } from '#kernel/decider';
import type { ChangeStatus } from '../views.ts';

type Decision = Recorded<
  ChangeAgreed | ChangeRejected | ChangeWithdrawn | ChangeExpired | ChangeSuperseded | ChangeOverridden
>;

/** A change with everything that was recorded about it, in order. */
export interface Change {
  readonly proposed: Recorded<ChangeProposed | ChangeDrafted>;
  readonly lines: { readonly entry: number; readonly ref: string }[];
  readonly approvals: Recorded<ApprovalGranted>[];
  decision: Decision | undefined;
}

const STATUS = {
  ChangeAgreed: 'agreed',
  ChangeRejected: 'rejected',
  ChangeWithdrawn: 'withdrawn',
  ChangeExpired: 'expired',
  ChangeSuperseded: 'superseded',
  ChangeOverridden: 'overridden',
} as const;

/** The register of changes. */
export class Changes {
  readonly #changes = new Map<string, Change>();
  readonly #about = new Map<string, Set<Change>>();

  record(recorded: Recorded<ApprovalEvent>): void {
    const { event, index } = recorded;
    if (event.type === 'ChangeProposed' || event.type === 'ChangeDrafted') {
      const proposed = recorded as Recorded<ChangeProposed | ChangeDrafted>;
      this.#changes.set(event.data.changeId, { proposed, lines: [], approvals: [], decision: undefined });
      return;
    }
    const change = this.change(event.data.changeId);
    switch (event.type) {
      case 'ChangeLineProposed':
        return this.#addLine(change, index, [event.data.proposed.ref]);
      case 'ChangeLineDrafted':
        return this.#addLine(change, index, refsOf(event.data.drafted));
      case 'ApprovalGranted':
        change.approvals.push(recorded as Recorded<ApprovalGranted>);
        return;
      case 'ChangeAgreed':
      case 'ChangeRejected':
      case 'ChangeWithdrawn':
      case 'ChangeExpired':
      case 'ChangeSuperseded':
      case 'ChangeOverridden':
        change.decision = recorded as Decision;
        return;
      default:
    }
  }

  /** A change that an entry names. */
  change(id: string): Change {
    const change = this.#changes.get(id);
    if (change === undefined) throw new Error(`change ${id} was never proposed`);
    return change;
  }

  /** Changes with a line about a task that a tree size knows, in the order in which they were proposed. */
  about(ref: string, treeSize: number): readonly Change[] {
    return [...(this.#about.get(ref) ?? [])]
      .filter(({ lines }) => lines.some((line) => line.ref === ref && line.entry < treeSize))
      .sort((a, b) => a.proposed.index - b.proposed.index);
  }

  #addLine(change: Change, entry: number, refs: readonly string[]): void {
    for (const ref of refs) {
      change.lines.push({ entry, ref });
      this.#aboutRef(ref).add(change);
    }
  }

  #aboutRef(ref: string): Set<Change> {
    let about = this.#about.get(ref);
    if (about === undefined) this.#about.set(ref, (about = new Set()));
    return about;
  }
}

/** What was decided about a change, as far as a tree size knows. */
export function decidedBy({ decision }: Change, treeSize: number): { status: ChangeStatus; decision?: Decision } {
  return decision === undefined || decision.index >= treeSize
    ? { status: 'proposed' }
    : { status: STATUS[decision.event.type], decision };
}

/** The approvals that a tree size knows. */
export const approvalsIn = ({ approvals }: Change, treeSize: number): readonly Recorded<ApprovalGranted>[] =>
  approvals.filter(({ index }) => index < treeSize);

/** The entries of a change's approvals and of its agreement that a tree size knows, ascending. */
export function agreementIn(change: Change, treeSize: number): readonly number[] {
  const { status, decision } = decidedBy(change, treeSize);
  const agreed = status === 'agreed' ? [decision!.index] : [];
  return [...approvalsIn(change, treeSize).map(({ index }) => index), ...agreed];
}

/** The side for which an approval speaks. */
export const sideOf = ({ event }: Recorded<ApprovalGranted>): 'provider' | 'client' =>
  event.schema === 1 ? event.data.side : event.data.party === PROVIDER ? 'provider' : 'client';
