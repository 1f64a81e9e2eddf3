import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault } from './faults.ts';
import { StreamTombstoned, type Log, type Recorded } from './log.ts';
import { eventAnswer, failures, identifier, nameIn, type ReadCall } from './messages.ts';
import { firstAfter, matcherOf, subscribe } from './subscribing.ts';

interface Reading {
  readonly log: Log;
  faultOf(method: 'read' | 'subscribe', stream: string | undefined): Fault | undefined;
  readonly leader: () => { readonly host: string; readonly port: number };
}

/** Events of a read that is cut short after so many. */
const CUT_AFTER = 2;

/** Streams/Read: a stream or everything, forwards or backwards, once or as a subscription, filtered or not. */
export function handleRead(serving: Reading, call: ReadCall): void {
  const options = call.request.getOptions()!;
  const stream = options.hasStream() ? nameIn(options.getStream()!.getStreamIdentifier()) : undefined;
  const method = options.hasSubscription() ? 'subscribe' : 'read';
  const fault = serving.faultOf(method, stream);
  if (fault === 'silent') return;
  if (fault === 'not-leader') return fail(call, failures.notLeader(serving.leader()));
  if (fault === 'drop-before-commit' || (fault === 'commit-then-drop' && method === 'subscribe')) {
    return fail(call, failures.dropped());
  }
  if (method === 'subscribe') return subscribe(serving.log, call, fault);
  try {
    readOnce(serving.log, call, options, stream, fault);
  } catch (error) {
    if (!(error instanceof StreamTombstoned)) throw error;
    fail(call, failures.deleted(error.stream));
  }
}

function readOnce(
  log: Log,
  call: ReadCall,
  options: streams.ReadReq.Options,
  stream: string | undefined,
  fault: Fault | undefined,
): void {
  const events = stream === undefined ? log.all : log.read(stream);
  if (events === undefined) {
    const missing = new streams.ReadResp.StreamNotFound();
    missing.setStreamIdentifier(identifier(stream!));
    const answer = new streams.ReadResp();
    answer.setStreamNotFound(missing);
    call.write(answer);
    call.end();
    return;
  }
  if (stream === undefined && !isBoundary(log, startOf(options))) return fail(call, failures.noRecord());
  const found = page(events, options);
  const cut = fault === 'clean-end' || fault === 'commit-then-drop';
  for (const event of cut ? found.slice(0, Math.min(CUT_AFTER, found.length - 1)) : found) {
    call.write(eventAnswer(event));
  }
  if (fault === 'commit-then-drop') return fail(call, failures.dropped());
  if (fault !== 'commit-then-silent') call.end();
}

/** Revisions, and positions forwards, include the event that stands there. */
function page(events: readonly Recorded[], options: streams.ReadReq.Options): readonly Recorded[] {
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const matches = options.hasStream() ? () => true : matcherOf(options);
  const step = backwards ? -1 : 1;
  const found: Recorded[] = [];
  const count = Number(options.getCount());
  for (let at = firstOf(events, options, backwards); found.length < count; at += step) {
    const event = events[at];
    if (event === undefined) break;
    if (matches(event)) found.push(event);
  }
  return found;
}

function firstOf(events: readonly Recorded[], options: streams.ReadReq.Options, backwards: boolean): number {
  const from = startOf(options);
  if (from === 'start') return backwards ? -1 : 0;
  if (from === 'end') return backwards ? events.length - 1 : events.length;
  if (options.hasStream()) {
    const at = Number(from) - (events[0]?.revision ?? 0);
    return backwards ? Math.min(at, events.length - 1) : Math.max(at, 0);
  }
  // Backwards, a position is where an event ended: the one that begins there is not among them.
  return backwards ? firstAt(events, from) - 1 : firstAt(events, from);
}

function startOf(options: streams.ReadReq.Options): bigint | 'start' | 'end' {
  if (options.hasStream()) {
    const stream = options.getStream()!;
    if (stream.hasStart()) return 'start';
    return stream.hasEnd() ? 'end' : BigInt(stream.getRevision());
  }
  const all = options.getAll()!;
  if (all.hasStart()) return 'start';
  return all.hasEnd() ? 'end' : BigInt(all.getPosition()!.getCommitPosition());
}

/** Whether a record begins there: a real server cannot read from the middle of one. What was scavenged began somewhere, too. */
function isBoundary({ all, end }: Log, from: bigint | 'start' | 'end'): boolean {
  return typeof from === 'string' || from >= end || all[firstAt(all, from)]?.position === from;
}

/** Index of the first event at a position or after it. */
const firstAt = (events: readonly Recorded[], position: bigint): number => firstAfter(events, position - 1n);

const fail = (call: ReadCall, error: object): void => {
  call.emit('error', error);
};
