import type { Circumstances } from '#kernel/decider';
import { microsOf, type Instant } from '#kernel/instant';
import { canonicalize } from '#kernel/json';
import type { MemberState, WithEngagement } from '#engagement/domain/engagement.state';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import type { EndException, ExceptionCommand, RecordException } from '../matrix-version.commands.ts';
import { refuse } from '../matrix-version.refusals.ts';
import type { WithMatrixVersion } from '../matrix-version.state.ts';
import { activeMember, sideOf, writingSide } from '../sides.ts';
import type { ExceptionEvent } from '../exception.events.ts';
import { runningException } from './exception.state.ts';

type State = WithEngagement & WithResponsibility & WithMatrixVersion;

/** The rules about exceptions: for a time that ends, about something that is named, and accepted by whoever bears the risk. */
export function decideException(
  command: ExceptionCommand,
  state: State,
  circumstances: Circumstances,
): readonly ExceptionEvent[] {
  switch (command.type) {
    case 'RecordException':
      return record(command, state, circumstances);
    case 'AcceptException': {
      const { exception: exceptionId } = command.data;
      const { actor, recordedAt } = circumstances;
      const { owner, accepted } = runningException(state.matrixVersion.exceptions, exceptionId, recordedAt);
      const acting = activeMember(state.engagement, actor.member, recordedAt);
      if (acting?.kind !== 'person' || actor.member !== owner) refuse.notRiskOwner(owner);
      if (accepted) refuse.alreadyAccepted(exceptionId);
      return [{ type: 'ExceptionAccepted', schema: 1, data: { exceptionId } }];
    }
    case 'EndException':
      return end(command, state, circumstances);
  }
}

function record(
  { data }: RecordException,
  { engagement, responsibility }: State,
  { actor, recordedAt, nextIndex }: Circumstances,
): readonly ExceptionEvent[] {
  writingSide(engagement, actor);
  const { refs = [], controls = [], owner, from, to } = data;
  if (refs.length + controls.length === 0) refuse.coversNothing();
  for (const ref of refs) taskByRef(responsibility, ref);
  checkDistinct(refs, (ref) => ref);
  checkDistinct(controls, (control) => canonicalize(control));
  if (!canAccept(engagement.members.get(owner), recordedAt, to)) refuse.badOwner(owner);
  if (microsOf(from) >= microsOf(to)) refuse.badInterval(from, to);
  if (microsOf(to) <= microsOf(recordedAt)) refuse.exceptionOver('would be expired already');
  return [{ type: 'ExceptionRecorded', schema: 1, data: { exceptionId: `x${nextIndex}`, ...data } }];
}

/** Whether a member is a person who takes part at some moment from now on, before the exception expires. */
function canAccept(bearer: MemberState | undefined, now: Instant, end: Instant): boolean {
  if (bearer?.kind !== 'person' || bearer.removed) return false;
  const { period } = bearer;
  return period === null || (microsOf(now) < period.to && period.from < microsOf(end));
}

function checkDistinct<T>(items: readonly T[], nameOf: (item: T) => string): void {
  const seen = new Set<string>();
  for (const name of items.map(nameOf)) {
    if (seen.has(name)) refuse.coversTwice(name);
    seen.add(name);
  }
}

/** To end an exception makes the duty stand as it was: the bearer of the risk may, and those who decide on either side. */
function end(
  { data: { exception: exceptionId, reason } }: EndException,
  { engagement, matrixVersion }: State,
  { actor, recordedAt }: Circumstances,
): readonly ExceptionEvent[] {
  const { owner } = runningException(matrixVersion.exceptions, exceptionId, recordedAt);
  const acting = activeMember(engagement, actor.member, recordedAt);
  if (acting?.kind !== 'person') return refuse.notToEnd();
  const decides = acting.roles.includes('owner') || acting.roles.includes('approver');
  if (actor.member !== owner && !(decides && sideOf(engagement, acting) !== undefined)) refuse.notToEnd();
  return [{ type: 'ExceptionEnded', schema: 1, data: { exceptionId, reason } }];
}
