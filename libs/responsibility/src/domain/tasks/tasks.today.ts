import type { Command } from '#kernel/decider';
import type { ResponsibilityCommand } from '../responsibility.commands.ts';
import { refuse } from '../responsibility.refusals.ts';
import type { WithResponsibility } from '../responsibility.state.ts';
import type { TaskRef } from '../task.ts';
import { isKnownRef } from './known-tasks.ts';
import { knownInOtherForm } from './other-forms.ts';

/** What is asked of new commands beside the rules, which have accepted them. @throws Refusal */
export function checkTasksToday(command: Command, state: WithResponsibility): void {
  const asked = command as ResponsibilityCommand;
  if (asked.type === 'DefineTask') checkForms([asked.data.ref], state);
  else if (asked.type === 'RecordImport') checkForms(new Set(asked.data.lines.map(({ ref }) => ref)), state);
}

/** Two tasks whose references nobody can tell apart by looking at them are one that is asked for under the wrong name. @throws Refusal */
export function checkForms(refs: Iterable<TaskRef>, { responsibility: { tasks } }: WithResponsibility): void {
  const added = new Map<string, TaskRef>();
  for (const ref of refs) {
    if (isKnownRef(tasks, ref)) continue;
    const form = ref.normalize('NFC');
    const other = knownInOtherForm(tasks, ref) ?? added.get(form);
    if (other !== undefined && other !== ref) refuse.looksAlike(ref, other);
    added.set(form, ref);
  }
}
