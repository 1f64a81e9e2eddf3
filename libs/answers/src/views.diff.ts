import type { AsOf, EngagementView, MatrixLine } from './views.ts';

/** One task that differs between two points on the two clocks. */
export interface DiffLine {
  readonly ref: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Which of mark, owner, group, raci, parts, definition, attributes, closed differ; JSON pointers such as `/attributes/can_be_inherited`. */
  readonly fields: readonly string[];
  readonly before: MatrixLine | null;
  readonly after: MatrixLine | null;
}

export interface DiffView {
  readonly engagement: EngagementView;
  readonly before: AsOf;
  readonly after: AsOf;
  readonly counts: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly lines: readonly DiffLine[];
}
