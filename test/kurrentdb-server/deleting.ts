import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Answer, Serving } from './appending.ts';
import { empty, expectedIn, failures, nameIn } from './messages.ts';

/** Streams/Delete, a soft delete. */
export function handleDelete(
  serving: Serving,
  { request }: { readonly request: streams.DeleteReq },
  answer: Answer<streams.DeleteResp>,
): void {
  handle(serving, 'delete', request, answer, () => new streams.DeleteResp().setNoPosition(empty()));
}

/** Streams/Tombstone, a hard delete. */
export function handleTombstone(
  serving: Serving,
  { request }: { readonly request: streams.TombstoneReq },
  answer: Answer<streams.TombstoneResp>,
): void {
  handle(serving, 'tombstone', request, answer, () => new streams.TombstoneResp().setNoPosition(empty()));
}

function handle<T>(
  serving: Serving,
  method: 'delete' | 'tombstone',
  request: streams.DeleteReq | streams.TombstoneReq,
  answer: Answer<T>,
  done: () => T,
): void {
  const options = request.getOptions()!;
  const stream = nameIn(options.getStreamIdentifier());
  const fault = serving.faultOf(method, stream);
  if (fault === 'silent') return;
  if (fault === 'drop-before-commit') return answer(failures.dropped());
  if (fault === 'not-leader') return answer(failures.notLeader(serving.leader()));
  const written = serving.log[method](stream, expectedIn(options));
  if (fault === 'commit-then-silent') return;
  if (fault === 'commit-then-drop') return answer(failures.dropped());
  if (written.kind === 'deleted') return answer(failures.deleted(stream));
  if (written.kind === 'wrong-revision') return answer(failures.wrongRevision(stream, written.actual));
  answer(null, done());
}
