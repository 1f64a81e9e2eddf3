import type { ServerDuplexStream } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import protobufEmpty from 'google-protobuf/google/protobuf/empty_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Serving } from './appending.ts';
import type { Proposed, WriteResult } from './log.ts';
import { expectedIn, failures, nameIn, proposedIn } from './messages.ts';

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

interface Pending {
  readonly options: streams.BatchAppendReq.Options;
  readonly events: Proposed[];
}

/**
 * Streams/BatchAppend: many appends over one call, told apart by a correlation id. The client that the adapter uses answers all of
 * them with the error of one, which is why the adapter never comes here.
 */
export function handleBatchAppend(serving: Serving, now: () => number, call: BatchCall): void {
  const pending = new Map<string, Pending>();
  call.on('data', (request: streams.BatchAppendReq) => {
    const correlation = request.getCorrelationId()!;
    const key = correlation.getString();
    if (request.hasOptions()) pending.set(key, { options: request.getOptions()!, events: [] });
    const batch = pending.get(key)!;
    batch.events.push(...request.getProposedMessagesList().map(proposedIn));
    if (!request.getIsFinal()) return;
    pending.delete(key);
    finish(serving, now, call, correlation, batch);
  });
  call.on('end', () => call.end());
}

function finish(serving: Serving, now: () => number, call: BatchCall, correlation: shared.UUID, batch: Pending): void {
  const stream = nameIn(batch.options.getStreamIdentifier());
  const fault = serving.faultOf('batch-append', stream);
  if (fault === 'silent') return;
  if (fault === 'drop-before-commit') return void call.emit('error', failures.dropped());
  const late = batch.options.getDeadline() !== undefined && batch.options.getDeadline()!.toDate().getTime() < now();
  const written = late ? 'late' : serving.log.write(stream, expectedIn(batch.options), batch.events);
  if (fault === 'commit-then-drop') return void call.emit('error', failures.dropped());
  const answer = answerTo(stream, written);
  answer.setCorrelationId(fault === 'unknown-correlation' ? unknownId() : correlation);
  call.write(answer);
}

function answerTo(stream: string, written: WriteResult | 'late'): streams.BatchAppendResp {
  const answer = new streams.BatchAppendResp();
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(stream));
  answer.setStreamIdentifier(name);
  if (written !== 'late' && (written.kind === 'written' || written.kind === 'replayed')) {
    const place = new shared.AllStreamPosition();
    place.setCommitPosition(String(written.position));
    place.setPreparePosition(String(written.position));
    const success = new streams.BatchAppendResp.Success();
    success.setCurrentRevision(String(written.revision));
    success.setPosition(place);
    return answer.setSuccess(success);
  }
  return answer.setError(errorOf(stream, written));
}

function errorOf(stream: string, written: WriteResult | 'late'): statuses.Status {
  const error = new statuses.Status();
  const details = new any.Any();
  const pack = (message: { serializeBinary(): Uint8Array }, name: string): void =>
    details.pack(message.serializeBinary(), `event_store.client.${name}`);
  if (written === 'late') pack(new shared.Timeout(), 'Timeout');
  else if (written.kind === 'deleted') pack(new shared.StreamDeleted(), 'StreamDeleted');
  else if (written.kind === 'too-large') {
    pack(new shared.MaximumAppendSizeExceeded().setMaxappendsize(written.most), 'MaximumAppendSizeExceeded');
  } else if (written.kind === 'wrong-revision') {
    const wrong = new shared.WrongExpectedVersion();
    if (written.actual < 0) wrong.setCurrentNoStream(new protobufEmpty.Empty());
    else wrong.setCurrentStreamRevision(String(written.actual));
    pack(wrong, 'WrongExpectedVersion');
  }
  error.setMessage(`the append to ${stream} failed`);
  return error.setDetails(details);
}

function unknownId(): shared.UUID {
  const id = new shared.UUID();
  id.setString(crypto.randomUUID());
  return id;
}
