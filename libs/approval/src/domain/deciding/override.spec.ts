import { describe, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL } from '#responsibility/domain/examples/duties';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { askToOverride, confirmIt, digestIn, draftOf, reviseIt } from '../examples/changes.ts';
import { lines } from '../examples/first-form.ts';
import { agreed, handover, twoTasks } from '../examples/scenes.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, lindqvist, jansen, robot } = cast;
const open = given(...twoTasks, handover());
const digest = digestIn(open.state, 'C-1');
const asked = open.and({ command: askToOverride('C-1', digest), by: meier });

describe('Overriding the approvals of a change', () => {
  it('takes the word of an owner and of a second person, and is recorded as what it is', () => {
    asked.when(confirmIt('C-1', digest), { by: okafor }).recordsTypes('ChangeOverridden', 'ResponsibilityAssigned');
    asked.when(confirmIt('C-1', digest), { by: keller }).recordsTypes('ChangeOverridden', 'ResponsibilityAssigned');
  });

  it('is asked for by an owner who is a person, with a reason that can be read later', () => {
    open.when(askToOverride('C-1', digest), { by: keller }).refuses('engagement/not-allowed');
    open.when(askToOverride('C-1', digest, 19), { by: meier }).refuses('approval/reason-too-short');
    open.when(askToOverride('C-1', digest, 20), { by: meier }).accepted();
    open
      .and({ command: { type: 'ChangeRoles', data: { member: 'm10', roles: ['owner'] } }, by: meier })
      .when(askToOverride('C-1', digest), { by: robot })
      .refuses('approval/robot');
  });

  it('is confirmed by another, who did not write the change', () => {
    asked.when(confirmIt('C-1', digest), { by: meier }).refuses('approval/second-person');
    const byLindqvist = given(...twoTasks, handover(lindqvist));
    const text = digestIn(byLindqvist.state, 'C-1');
    byLindqvist
      .and({ command: askToOverride('C-1', text), by: meier })
      .when(confirmIt('C-1', text), { by: lindqvist })
      .refuses('approval/second-person');
    asked.when(confirmIt('C-1', digest), { by: jansen }).refuses('engagement/not-allowed');
    asked
      .and({ command: { type: 'ChangeRoles', data: { member: 'm10', roles: ['approver'] } }, by: meier })
      .when(confirmIt('C-1', digest), { by: robot })
      .refuses('approval/robot');
  });

  it('is bound to the text for which it was asked', () => {
    open.when(confirmIt('C-1', digest), { by: okafor }).refuses('approval/no-override');
    open.when(askToOverride('C-1', 'another'), { by: meier }).refuses('approval/stale-digest');
    asked.when(confirmIt('C-1', 'another'), { by: okafor }).refuses('approval/stale-digest');
    asked.when(askToOverride('C-1', digest), { by: meier }).refuses('approval/override-asked');
    const revised = asked.and({ command: reviseIt('C-1', { effectiveFrom: APRIL }, lines.assign('LOG-03')), by: ruiz });
    revised.when(confirmIt('C-1', digestIn(revised.state, 'C-1')), { by: okafor }).refuses('approval/no-override');
  });

  it('is refused for a draft, and where a task has moved', () => {
    const draft = given(...twoTasks, { command: draftOf({ effectiveFrom: APRIL }, lines.assign('LOG-03')), by: ruiz });
    draft.when(askToOverride('C-1', digestIn(draft.state, 'C-1')), { by: meier }).refuses('approval/still-a-draft');
    agreed(asked.and(handover()), 'C-2').when(confirmIt('C-1', digest), { by: okafor }).refuses('approval/base-moved');
  });
});
