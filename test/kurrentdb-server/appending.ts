import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault } from './faults.ts';
import type { Expected, Log, Proposed, WriteResult } from './log.ts';
import { empty, expectedIn, failures, nameIn, proposedIn } from './messages.ts';

/** What a handler needs of the server that it belongs to. */
export interface Serving {
  readonly log: Log;
  faultOf(method: 'append' | 'batch-append' | 'delete' | 'tombstone', stream: string): Fault | undefined;
  readonly leader: () => { readonly host: string; readonly port: number };
}

export type Answer<T> = sendUnaryData<T>;

/** Streams/Append: options first, then one message for each event, then one answer. */
export function handleAppend(
  serving: Serving,
  call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
  answer: Answer<streams.AppendResp>,
): void {
  let stream = '';
  let expected: Expected = 'any';
  const events: Proposed[] = [];
  call.on('data', (request: streams.AppendReq) => {
    if (request.hasOptions()) {
      const options = request.getOptions()!;
      stream = nameIn(options.getStreamIdentifier());
      expected = expectedIn(options);
    } else events.push(proposedIn(request.getProposedMessage()!));
  });
  call.on('end', () => {
    const fault = serving.faultOf('append', stream);
    if (fault === 'silent') return;
    if (fault === 'drop-before-commit') return answer(failures.dropped());
    if (fault === 'not-leader') return answer(failures.notLeader(serving.leader()));
    const written = serving.log.write(stream, expected, events);
    if (fault === 'commit-then-silent') return;
    if (fault === 'commit-then-drop') return answer(failures.dropped());
    // An answer of neither kind: the call ends well, and says nothing.
    if (fault === 'clean-end') return answer(null, new streams.AppendResp());
    answerAppend(stream, expected, written, fault === 'no-position', answer);
  });
}

function answerAppend(
  stream: string,
  expected: Expected,
  written: WriteResult,
  withoutPosition: boolean,
  answer: Answer<streams.AppendResp>,
): void {
  if (written.kind === 'deleted') return answer(failures.deleted(stream));
  if (written.kind === 'too-large') return answer(failures.tooLarge(written.most));
  const response = new streams.AppendResp();
  if (written.kind === 'wrong-revision') response.setWrongExpectedVersion(wrongRevision(expected, written.actual));
  else response.setSuccess(success(written, withoutPosition));
  answer(null, response);
}

function success({ revision, position }: { revision: number; position: bigint }, withoutPosition: boolean) {
  const done = new streams.AppendResp.Success();
  done.setCurrentRevision(String(revision));
  if (withoutPosition) return done.setNoPosition(empty());
  const place = new streams.AppendResp.Position();
  place.setCommitPosition(String(position));
  place.setPreparePosition(String(position));
  return done.setPosition(place);
}

function wrongRevision(expected: Expected, actual: number): streams.AppendResp.WrongExpectedVersion {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (actual < 0) wrong.setCurrentNoStream(empty());
  else wrong.setCurrentRevision(String(actual));
  if (typeof expected === 'number') return wrong.setExpectedRevision(String(expected));
  if (expected === 'no-stream') return wrong.setExpectedNoStream(empty());
  return expected === 'any' ? wrong.setExpectedAny(empty()) : wrong.setExpectedStreamExists(empty());
}
