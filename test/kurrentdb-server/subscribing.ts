import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault } from './faults.ts';
import type { Log, Recorded } from './log.ts';
import { eventAnswer, failures, nameIn, type ReadCall } from './messages.ts';

/** Events of a subscription after which a fault strikes. */
const STRIKES_AFTER = 3;
/** Events that a filter passes over between two checkpoints. */
const CHECKPOINT_EVERY = 32;

/** A subscription: what is there after a position, "caught up", then what comes, with checkpoints where a filter passes events over. */
export function subscribe(log: Log, call: ReadCall, fault: Fault | undefined): void {
  const options = call.request.getOptions()!;
  const matches = matcherOf(options);
  const subscription: Subscription = { call, matches, fault, after: startAfter(options, log), given: 0, passed: 0 };
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  const confirmed = new streams.ReadResp();
  confirmed.setConfirmation(confirmation);
  call.write(confirmed);
  let caughtUp = false;
  const send = (): void => {
    const ended = deliver(log, subscription);
    if (ended) return stop();
    if (caughtUp) return;
    caughtUp = true;
    const answer = new streams.ReadResp();
    answer.setCaughtUp(new streams.ReadResp.CaughtUp());
    call.write(answer);
  };
  const stop = log.listen(send);
  call.on('cancelled', stop);
  send();
}

interface Subscription {
  readonly call: ReadCall;
  readonly matches: (event: Recorded) => boolean;
  readonly fault: Fault | undefined;
  after: bigint;
  given: number;
  passed: number;
}

/** Sends what is new; true when the subscription is over, or silent for ever. */
function deliver(log: Log, subscription: Subscription): boolean {
  const { call, matches, fault } = subscription;
  const { all } = log;
  for (let at = firstAfter(all, subscription.after); at < all.length; at++) {
    const event = all[at]!;
    subscription.after = event.position;
    if (!matches(event)) {
      if (++subscription.passed % CHECKPOINT_EVERY === 0) call.write(checkpoint(event.position));
      continue;
    }
    if (subscription.given === STRIKES_AFTER && strike(subscription)) return true;
    subscription.given++;
    call.write(eventAnswer(event));
    if (fault === 'duplicate') {
      for (const again of log.all.filter((each) => matches(each) && each.position <= event.position).slice(-3)) {
        call.write(eventAnswer(again));
      }
    }
  }
  return false;
}

function strike({ call, fault }: Subscription): boolean {
  if (fault === 'stall') return true;
  if (fault === 'clean-end') call.end();
  else if (fault === 'slow-consumer') call.emit('error', failures.slowConsumer());
  else return false;
  return true;
}

/** Index of the first event after a position, by halving. */
export function firstAfter(events: readonly Recorded[], position: bigint): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.position <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkpoint(position: bigint): streams.ReadResp {
  const reached = new streams.ReadResp.Checkpoint();
  reached.setCommitPosition(String(position));
  reached.setPreparePosition(String(position));
  const answer = new streams.ReadResp();
  answer.setCheckpoint(reached);
  return answer;
}

/** A subscription begins after the event that stands at its position. */
function startAfter(options: streams.ReadReq.Options, log: Log): bigint {
  const all = options.getAll();
  if (all === undefined) {
    const revision = options.getStream()!.hasRevision() ? Number(options.getStream()!.getRevision()) : -1;
    const standing = log.all.findLast((event) => matcherOf(options)(event) && event.revision <= revision);
    return standing?.position ?? 0n;
  }
  if (all.hasStart()) return 0n;
  return all.hasEnd() ? log.all.at(-1)!.position : BigInt(all.getPosition()!.getCommitPosition());
}

/** Whether an event is one that was asked for. */
export function matcherOf(options: streams.ReadReq.Options): (event: Recorded) => boolean {
  if (options.hasStream()) {
    const name = nameIn(options.getStream()!.getStreamIdentifier());
    return ({ stream }) => stream === name;
  }
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const byType = filter.hasEventType();
  const expression = byType ? filter.getEventType()! : filter.getStreamIdentifier()!;
  const prefixes = expression.getPrefixList();
  const pattern = new RegExp(expression.getRegex());
  return ({ stream, type }) => {
    const text = byType ? type : stream;
    return prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : pattern.test(text);
  };
}
