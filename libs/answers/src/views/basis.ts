import type { Instant } from '#kernel/instant';
import type { ChangeSide, CountedApproval } from '../views.change.ts';
import type { Mention } from './people.ts';

/** What every change says of itself, wherever something is in force by it. */
interface OfChange {
  readonly change: string;
  readonly title: string | null;
  readonly backdatedDays?: number;
}

/**
 * What an answer rests on, as it was when it began to count. Only a change with its approvals was agreed in Onus: an emergency, an
 * override and an import were not, and every answer says so.
 */
export type Basis =
  | (OfChange & {
      readonly kind: 'change';
      readonly agreed: true;
      readonly approvals: readonly CountedApproval[];
      /** Sides that said nothing for as long as the policy allows, and were taken to have accepted. No approvals. */
      readonly deemed?: readonly { readonly entry: number; readonly side: ChangeSide; readonly silentSince: Instant }[];
    })
  | (OfChange & {
      readonly kind: 'emergency';
      readonly agreed: false;
      readonly declared: Mention;
      readonly ratifyBy: Instant;
    })
  | (OfChange & {
      readonly kind: 'override';
      readonly agreed: false;
      readonly requested: Mention;
      readonly reason: string | null;
      readonly confirmed: Mention;
    })
  | {
      readonly kind: 'import';
      readonly agreed: false;
      readonly import: string;
      readonly format: 'matrix-csv' | 'assignments';
      readonly digest: string;
      readonly line?: number;
      readonly importer: Mention;
      readonly note: 'imported; not agreed in Onus';
    }
  | { readonly kind: 'direct'; readonly agreed: false; readonly by: Mention };
