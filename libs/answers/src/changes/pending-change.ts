import { FOREVER, microsOf, type Instant } from '#kernel/instant';
import type { Asked } from '../point-in-time.ts';
import type { PendingChange } from '../views.ts';
import { titleIn, textIn, type Telling } from './change-basis.ts';
import { groundIn, isEnd, openedIn, statusOf, type Happening } from './course.ts';

/**
 * A change with a line about the task that did not hold at the asked time, as far as its course goes: open by then, or in force only
 * later; or an open correction that came later and speaks of that time. What was rejected or withdrawn waits for nothing, and a
 * draft is nobody's word yet. An emergency is told for as long as it holds, whatever became of it: it was never agreed to begin with.
 * `about` are the entries with the lines. Undefined where there is nothing to tell.
 */
export function pendingChange(
  course: readonly Happening[],
  about: readonly number[],
  asked: Asked,
  { open }: Pick<Telling, 'open'>,
): PendingChange | undefined {
  const opened = openedIn(course);
  if (opened === undefined) return undefined;
  const status = statusOf(course);
  const text = textIn(course);
  const emergency = course.find(({ event }) => event.type === 'EmergencyTookEffect')?.event;
  const wasProposed = microsOf(opened.recordedAt) < asked.to;
  const comesLater = microsOf(text.effectiveFrom) >= asked.to;
  const isDecided = status === 'agreed' || status === 'overridden';
  const waits = status === 'proposed' ? wasProposed || !comesLater : isDecided && wasProposed && comesLater;
  if (!(emergency === undefined ? waits : overlaps(text, asked))) return undefined;
  const end = course.find(({ event }) => isEnd(event));
  return {
    change: text.changeId,
    title: titleIn(course, open),
    proposedAt: opened.recordedAt,
    status,
    effectiveFrom: text.effectiveFrom,
    effectiveTo: text.effectiveTo ?? null,
    agreedAt: end?.recordedAt ?? null,
    ...(emergency?.type === 'EmergencyTookEffect' && { ratifyBy: emergency.data.ratifyBy }),
    entries: entriesOf(course, about),
  };
}

function entriesOf(course: readonly Happening[], about: readonly number[]): readonly number[] {
  const told = course.filter(
    ({ event }) => event.type === 'ApprovalGranted' || event.type === 'ChangeOpened' || isEnd(event),
  );
  const ground = groundIn(course);
  const entries = [
    course[0]!.index,
    ...about,
    ...told.map(({ index }) => index),
    ...(ground === undefined ? [] : [ground.index]),
  ];
  return [...new Set(entries)].sort((a, b) => a - b);
}

function overlaps(
  { effectiveFrom, effectiveTo }: { readonly effectiveFrom: Instant; readonly effectiveTo?: Instant },
  { from, to }: Asked,
): boolean {
  return microsOf(effectiveFrom) < to && from < (effectiveTo === undefined ? FOREVER : microsOf(effectiveTo));
}
