import type { Actor } from '#kernel/event';
import type { Unsealed } from '#kernel/sealed';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import type { DraftChange } from '../approval.commands.ts';
import type { DraftLine } from '../change.ts';
import { DEFAULT_POLICY, type ApprovalPolicy } from '../policy.ts';
import { approvedBy, bothSides, put } from './changes.ts';
import { lines } from './first-form.ts';

/** LOG-03 and LOG-04 are in the matrix: entries 15 and 16. Nobody bears them yet. */
export const twoTasks = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: cast.ruiz },
  { command: defineTask('LOG-04', JANUARY), by: cast.ruiz },
];

/** C-1 is open: it would give LOG-03 to Northwind from March on. Its author is Ruiz of the provider. */
export const handover = (by: Actor = cast.ruiz, ...further: readonly DraftLine[]) => ({
  command: put({ effectiveFrom: MARCH }, lines.assign('LOG-03'), ...further),
  by,
});

/** The change as an emergency, from the moment of `effectiveFrom` on. */
export const emergency = (
  effectiveFrom: string,
  drafted: DraftLine = lines.assign('LOG-03', 'contoso'),
  before?: NonNullable<DraftChange['data']['lines'][number]['before']>,
): Unsealed<DraftChange> => {
  const { type, data } = put({ effectiveFrom });
  return {
    type,
    data: { ...data, kind: 'emergency', lines: [{ drafted, ...(before !== undefined && { before }) }] },
  };
};

/** A change that alters the policy and nothing else. */
export const newPolicy = (policy: Partial<ApprovalPolicy>, by: Actor = cast.ruiz) => ({
  command: put({ effectiveFrom: MARCH, terms: { policy: { ...DEFAULT_POLICY, ...policy } } }),
  by,
});

/** A scenario to which steps can be added. */
interface Ongoing<S> {
  readonly state: Parameters<typeof approvedBy>[0]['state'];
  and(...steps: ReturnType<typeof approvedBy>): S;
}

/** Both sides approve the change as it stands. */
export const agreed = <S>(scenario: Ongoing<S>, change: string): S =>
  scenario.and(...approvedBy(scenario, change, ...bothSides));
