import { Metadata, status, type ServerWritableStream, type ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, Proposed, Recorded } from './log.ts';

/* The log's terms in those of the protocol, and back. */

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

const TICKS_A_MILLISECOND = 10_000n;

export const empty = (): shared.Empty => new shared.Empty();

export const identifier = (name: string): shared.StreamIdentifier => {
  const stream = new shared.StreamIdentifier();
  stream.setStreamName(Buffer.from(name));
  return stream;
};

export const nameIn = (stream: shared.StreamIdentifier | undefined): string =>
  Buffer.from(stream!.getStreamName_asU8()).toString();

interface ProposedMessage {
  getId(): shared.UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

export const proposedIn = (message: ProposedMessage): Proposed => ({
  id: message.getId()!.getString(),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

interface ExpectedOptions {
  hasRevision?(): boolean;
  hasStreamPosition?(): boolean;
  getRevision?(): string;
  getStreamPosition?(): string;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

export function expectedIn(options: ExpectedOptions): Expected {
  if (options.hasRevision?.() === true) return Number(options.getRevision!());
  if (options.hasStreamPosition?.() === true) return Number(options.getStreamPosition!());
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
}

export function eventAnswer(event: Recorded): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(event.id);
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(event.created) * TICKS_A_MILLISECOND));
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const answer = new streams.ReadResp();
  answer.setEvent(read);
  return answer;
}

/** An error as the server words it: the client reads which it is from the trailers. */
function failure(code: status, details: string, trailers: Readonly<Record<string, string>>): Partial<ServiceError> {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return { code, details, metadata };
}

export const failures = {
  deleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${encodeURI(stream)}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': encodeURI(stream),
    }),
  tooLarge: (most: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(most),
    }),
  wrongRevision: (stream: string, actual: number) =>
    failure(status.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion.`, {
      exception: 'wrong-expected-version',
      'stream-name': encodeURI(stream),
      'expected-version': '-2',
      'actual-version': String(actual),
    }),
  notLeader: ({ host, port }: { readonly host: string; readonly port: number }) =>
    failure(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  dropped: () => failure(status.UNAVAILABLE, 'the connection was lost', {}),
  noRecord: () => failure(status.UNKNOWN, 'Exception was thrown by handler. InvalidReadException', {}),
  slowConsumer: () => failure(status.ABORTED, 'Consumer is too slow', {}),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
};
