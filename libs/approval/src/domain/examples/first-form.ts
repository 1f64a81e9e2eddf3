import type { Actor, ExamplesOf } from '#kernel/event';
import { toSeal, type Sha256, type Unsealed } from '#kernel/sealed';
import { canonicalize } from '#kernel/json';
import { cast } from '#engagement/domain/engagement.examples';
import { APRIL, assignments, definitions, FEBRUARY } from '#responsibility/domain/examples/duties';
import type {
  ApprovalCommand,
  ApproveChange,
  ProposeChange,
  RejectChange,
  WithdrawChange,
} from '../approval.commands.ts';
import type { ChangeLineProposed, ChangeProposed } from '../approval.events.ts';
import type { ChangeId, ChangeLine } from '../change.ts';

/** Lines of a change as people write them. */
export const lines = {
  /** Adds a duty and says who bears it. */
  define: (ref: string): ChangeLine => ({
    ref,
    act: 'define',
    definition: definitions.patching,
    assignment: assignments.northwind,
  }),
  assign: (ref: string, assignment: keyof typeof assignments = 'northwind'): ChangeLine => ({
    ref,
    act: 'assign',
    assignment: assignments[assignment],
  }),
  revise: (ref: string): ChangeLine => ({ ref, act: 'revise', definition: definitions.hosting }),
  retire: (ref: string): ChangeLine => ({ ref, act: 'retire' }),
} as const;

/** When a change is to hold. */
export interface When {
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
}

export const propose = (when: When, ...of: readonly ChangeLine[]): Unsealed<ProposeChange> => ({
  type: 'ProposeChange',
  data: { title: toSeal('Log review goes to Northwind SOC'), lines: of, ...when },
});

/** What an approval names: the canonical lines and interval of the change, as whoever read them computes it. */
export const digestOfChange = (sha256: Sha256, when: When, ...of: readonly ChangeLine[]): string =>
  sha256(`onus/change/v1\n${canonicalize({ ...when, lines: of })}`, 'hex');

export const approve = (change: ChangeId, digest: string): ApproveChange => ({
  type: 'ApproveChange',
  data: { change, digest },
});

export const reject = (change: ChangeId): Unsealed<RejectChange> => ({
  type: 'RejectChange',
  data: { change, reason: toSeal('The handover needs a trained deputy first.') },
});

export const withdraw = (change: ChangeId): WithdrawChange => ({ type: 'WithdrawChange', data: { change } });

/** Ruiz of the provider proposes a change, Keller approves it for the provider and Okafor for the client. */
export const agree = (
  sha256: Sha256,
  change: ChangeId,
  when: When,
  ...of: readonly ChangeLine[]
): readonly { readonly command: Unsealed<ApprovalCommand>; readonly by: Actor }[] => {
  const digest = digestOfChange(sha256, when, ...of);
  return [
    { command: propose(when, ...of), by: cast.ruiz },
    { command: approve(change, digest), by: cast.keller },
    { command: approve(change, digest), by: cast.okafor },
  ];
};

/** Digest of the first example. */
export const FIRST_DIGEST = 'b734caebd32710aa7cbb233861b3e4ace799b2cf367efe387cb19525713cc4e1';

/** A proposal and what it leads to, in the first form. */
export const firstForm: ExamplesOf<ChangeProposed | ChangeLineProposed> = {
  ChangeProposed: [
    {
      type: 'ChangeProposed',
      schema: 1,
      data: {
        changeId: 'C-1',
        title: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
        reason: { sealed: 'haenUZHS9OjWXJhvw5Yg-AqprsYoV0YzFN1tk8429Xw' },
        lines: 2,
        effectiveFrom: FEBRUARY,
        effectiveTo: APRIL,
        backdatedDays: 12,
        digest: FIRST_DIGEST,
      },
    },
    {
      type: 'ChangeProposed',
      schema: 1,
      data: {
        changeId: 'C-2',
        title: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
        lines: 1,
        effectiveFrom: APRIL,
        digest: 'ef23aaa12e6cdf7cf2cc5396eeab887bd94d870edb1830ed69ef9ff12fbd4278',
      },
    },
  ],
  ChangeLineProposed: [
    {
      type: 'ChangeLineProposed',
      schema: 1,
      data: {
        changeId: 'C-1',
        line: 1,
        proposed: {
          ref: 'LOG-03',
          act: 'assign',
          assignment: assignments.twoAccountable,
          accepts: ['assignment/accountable-overlap'],
        },
      },
    },
    {
      type: 'ChangeLineProposed',
      schema: 1,
      data: {
        changeId: 'C-1',
        line: 2,
        proposed: { ref: 'PAT-01', act: 'define', definition: definitions.patching, assignment: assignments.northwind },
      },
    },
    {
      type: 'ChangeLineProposed',
      schema: 1,
      data: { changeId: 'C-2', line: 1, proposed: { ref: 'BKP-04', act: 'retire' } },
    },
  ],
};
