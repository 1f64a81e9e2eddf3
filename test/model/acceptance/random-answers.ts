import { cast } from '#engagement/domain/engagement.examples';
import { review, submit } from '#evidence/domain/evidence.examples';
import type { Unsealed } from '#kernel/sealed';
import { answer, raise, withdraw } from '#objection/domain/objection.examples';
import type { AssignmentToAccept } from '#responsibility/domain/responsibility.commands';
import { acknowledge, acknowledgeAll, decline } from '#responsibility/domain/responsibility.examples';
import { eachTask, taskKnown } from '#responsibility/domain/tasks/known-tasks';
import type { OnusCommand } from '#rulebook/rulebook';
import { REFS, type RandomAct } from '../random-acts.ts';
import { dayOf, type RandomLedger } from '../random-ledger.ts';

type Of<D extends RandomAct['do']> = Extract<RandomAct, { readonly do: D }>;

/** What somebody makes of an assignment, with ids, texts and entries as they stand. */
export function answerIn(ledger: RandomLedger, act: Of<'acknowledge'>): Unsealed<OnusCommand> {
  const { text, how } = act;
  const ref = REFS[act.task]!;
  const id = ledger.model.taskOf(ref, ledger.size);
  const assignment = assignmentIn(ledger, id, act.back);
  const digest = text === 'other' ? 'f'.repeat(64) : lastText(ledger, id);
  if (how === 'several') return acknowledgeAll({ ref, assignment, text: digest }, ...another(ledger, ref));
  const named = text === 'none' ? undefined : digest;
  return how === 'decline' ? decline(ref, assignment, named) : acknowledge(ref, assignment, named);
}

/** What one side objects to, or makes of an objection. */
export function objectionIn(
  ledger: RandomLedger,
  act: Of<'object'> | Of<'answer' | 'take back'>,
): Unsealed<OnusCommand> {
  if (act.do === 'object') {
    const { about } = act;
    const answered = about && { effective: dayOf(about.day), treeSize: ledger.size - about.back };
    return raise(REFS[act.task], answered ?? undefined);
  }
  const id = objectionOf(ledger, act.which);
  return act.do === 'answer' ? answer(id) : withdraw(id, act.which === 0 ? 'It was a mistake.' : undefined);
}

/** An answer to the objection that was raised last. */
export const answerNewest = (ledger: RandomLedger): Unsealed<OnusCommand> => answer(objectionOf(ledger, 0));

/** Its own side takes back the objection that was raised last. */
export const withdrawNewest = (ledger: RandomLedger): Unsealed<OnusCommand> => withdraw(objectionOf(ledger, 0));

/** Evidence of three weeks, and what those who check it say: the first accepts it, the second returns it. */
export function showAndCheck(ledger: RandomLedger, { who, task, at, reviews }: Of<'show'>): void {
  const covers = { from: dayOf(at), to: dayOf(at + 21) };
  const digest = `sha256:${String(ledger.size % 10).repeat(64)}`;
  const entry = ledger.size;
  if (ledger.attempt(submit({ ref: REFS[task]!, covers, digest }), cast[who]) === undefined) return;
  for (const [i, by] of reviews.entries()) {
    const checked = i === 0 ? review(`e${entry}`) : review(`e${entry}`, 'returned', 'A day is missing.');
    ledger.attempt(checked, cast[by]);
  }
}

/** The assignment that holds now or later, or one of those that were recorded last. */
function assignmentIn(ledger: RandomLedger, task: string | undefined, back: number): number {
  const holding = taskKnown(ledger.state.responsibility.tasks, task ?? '')?.named.at(-1)?.entry;
  if (back === 0) return holding ?? 0;
  const assigned = ledger.model.entries.filter(
    ({ event }) => event.type === 'ResponsibilityAssigned' && event.data.taskId === task,
  );
  return assigned.at(-back)?.index ?? 0;
}

function lastText(ledger: RandomLedger, task: string | undefined): string {
  const said = ledger.model.entries.findLast(({ event: { data } }) => 'definition' in data && data.taskId === task);
  return (said?.event.data as { digest?: string } | undefined)?.digest ?? '0'.repeat(64);
}

/** An assignment of another task, to be accepted with the first. */
function another(ledger: RandomLedger, ref: string): readonly (AssignmentToAccept & { readonly text: string })[] {
  return [...eachTask(ledger.state.responsibility.tasks)]
    .filter((task) => task.ref !== ref && task.named.length > 0 && task.texts.length > 0)
    .slice(0, 1)
    .map((task) => ({ ref: task.ref, assignment: task.named.at(-1)!.entry, text: task.texts.at(-1)!.digest }));
}

const objectionOf = (ledger: RandomLedger, back: number): string =>
  [...ledger.state.objection.keys()].at(-1 - back) ?? 'o0';
