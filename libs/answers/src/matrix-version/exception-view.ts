import { instantOf, microsOf, type Instant, type Micros } from '#kernel/instant';
import type { ExceptionEvent, ExceptionRecorded } from '#matrix-version/domain/exception.events';
import type { Asked } from '../point-in-time.ts';
import type { ExceptionState, ExceptionStatus, ExceptionView } from './views.ts';
import { ofType, type Teller, type Told } from './told.ts';

/** An exception from everything that is known of it, in order; the first event recorded it. */
export function exceptionView(told: readonly Told<ExceptionEvent>[], { open, member }: Teller): ExceptionView {
  const { mention: recorded, data } = ofType(told, 'ExceptionRecorded')[0]!;
  const { exceptionId: id, refs = [], controls = [], owner, measure, reason, from, to } = data;
  const accepted = ofType(told, 'ExceptionAccepted')[0]?.mention ?? null;
  const ended = ofType(told, 'ExceptionEnded')[0];
  return {
    id,
    refs,
    controls,
    owner: member(owner),
    measure: open(measure),
    reason: open(reason),
    from,
    to,
    covers: coveredBy(data, accepted?.recordedAt, ended?.mention.recordedAt),
    recorded,
    accepted,
    ended: ended?.mention ?? null,
    ending: ended === undefined ? null : open(ended.data.reason),
  };
}

/** Nobody has accepted a risk before he did, and nobody bears it after it was ended. */
function coveredBy(
  { from, to }: ExceptionRecorded['data'],
  accepted: Instant | undefined,
  ended: Instant | undefined,
): ExceptionView['covers'] {
  if (accepted === undefined) return null;
  const begins = Math.max(microsOf(from), microsOf(accepted));
  const ends = ended === undefined ? microsOf(to) : Math.min(microsOf(to), microsOf(ended));
  return begins < ends ? { from: instantOf(begins), to: instantOf(ends) } : null;
}

/** What an exception is at an instant. */
export const exceptionState = (view: ExceptionView, at: Instant): ExceptionState => ({
  ...view,
  status: statusAt(view, microsOf(at)),
});

/** What an exception is in a stretch of time: in force where it covers any of that, else what it is when the stretch begins. */
export function statusIn(view: ExceptionView, { from, to }: Pick<Asked, 'from' | 'to'>): ExceptionStatus {
  const { covers } = view;
  const covered = covers !== null && microsOf(covers.from) < to && from < microsOf(covers.to);
  return covered ? 'in-force' : statusAt(view, from);
}

function statusAt({ accepted, ended, to, covers }: ExceptionView, at: Micros): ExceptionStatus {
  if (ended !== null && (covers === null || microsOf(covers.to) <= at)) return 'ended';
  if (microsOf(to) <= at) return 'expired';
  if (accepted === null || covers === null) return 'not-accepted';
  return at < microsOf(covers.from) ? 'to-come' : 'in-force';
}
