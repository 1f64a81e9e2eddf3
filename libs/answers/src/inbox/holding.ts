import type { DraftLine, NewTask } from '#approval/domain/change';
import type { OpenChange } from '#approval/domain/drafting/open-change';
import { movedSince } from '#approval/domain/drafting/written-on';
import type { Instant } from '#kernel/instant';
import { checkBearers, namingUntil } from '#responsibility/domain/statements';
import type { OnusState } from '#rulebook/rulebook';
import { allowed } from './rights.ts';

/** Why a text cannot come in force as it stands, whoever approves it; undefined where it can. */
export type Hindrance = 'task-altered' | 'bearer-left';

/** What an emergency says is in force already. */
export function hindranceOf({ text, ratifyBy }: OpenChange, state: OnusState, at: Instant): Hindrance | undefined {
  if (ratifyBy !== null) return undefined;
  if (movedSince(text, state.responsibility) !== undefined) return 'task-altered';
  return namesWhoLeft(text, state, at) ? 'bearer-left' : undefined;
}

/** Whether lines name somebody who is of the engagement no more, for a time in which he would have to be. */
export function namesWhoLeft(
  { lines, effectiveTo }: { readonly lines: readonly DraftLine[]; readonly effectiveTo?: Instant },
  { engagement }: OnusState,
  at: Instant,
): boolean {
  const naming = namingUntil(effectiveTo, at);
  const check = (): true => {
    for (const { ref, assignment } of lines.flatMap(assigningIn)) checkBearers(ref, assignment, engagement, naming);
    return true;
  };
  return allowed(check) === undefined;
}

function assigningIn(line: DraftLine): readonly Pick<NewTask, 'ref' | 'assignment'>[] {
  if (line.act === 'split') return line.into;
  return 'assignment' in line ? [line] : [];
}
