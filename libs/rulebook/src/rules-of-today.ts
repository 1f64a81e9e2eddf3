import type { Decider } from '#kernel/decider';
import { checkToday } from '#approval/domain/deciding/today';
import { checkEvidenceToday } from '#evidence/domain/evidence.today';
import { checkTasksToday } from '#responsibility/domain/tasks/tasks.today';
import { rulebook, type OnusCommand, type OnusEvent, type OnusState } from './rulebook.ts';

/**
 * What writes to a ledger: the rulebook, and behind it what is refused of new commands though the rules once recorded it. Nobody who
 * decides recorded entries again may use it, or honest ledgers of before would be refuted.
 */
export const rulesOfToday: Decider<OnusState, OnusCommand, OnusEvent> = {
  ...rulebook,
  decide: (command, state, circumstances) => {
    const events = rulebook.decide(command, state, circumstances);
    checkToday(command, state, circumstances);
    checkTasksToday(command, state);
    checkEvidenceToday(command, state, circumstances);
    return events;
  },
};
