import { Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type Answer, handleAppend, type Serving } from './appending.ts';
import { handleBatchAppend } from './batch-appending.ts';
import { handleDelete, handleTombstone } from './deleting.ts';
import type { Call, Fault, FaultPlan, Method } from './faults.ts';
import { Log } from './log.ts';
import { failures } from './messages.ts';
import { handleRead } from './reading.ts';

const HOST = '127.0.0.1';

export interface TestServerOptions {
  readonly plan?: FaultPlan;
  /** The server's `MaxAppendSize` in bytes; its own default is 1 MiB, and Onus asks for more (libs/kurrentdb-store/README.md). */
  readonly maxAppendSize?: number;
  /** Milliseconds by which the clock of the server is ahead of this machine's. */
  readonly clockSkew?: number;
  /** A log to serve that another node serves too. */
  readonly log?: Log;
}

/**
 * A part of the tests, and no database: one node that speaks the protocol of KurrentDB and EventStoreDB (the service definitions that
 * their client brings) over real connections, keeps everything in memory, and fails as it is told to.
 */
export class KurrentTestServer {
  readonly log: Log;
  /** Every call that came in. */
  readonly calls: Call[] = [];
  /** Chooses the fault of each call; may be changed at any time. */
  plan: FaultPlan;
  /** The node that is said to lead; this one where undefined. */
  leader: KurrentTestServer | undefined;
  #server: Server | undefined;
  #port = 0;
  readonly #now: () => number;

  private constructor({ plan, maxAppendSize = 4 * 1024 * 1024, clockSkew = 0, log }: TestServerOptions) {
    this.plan = plan ?? (() => undefined);
    this.#now = () => Date.now() + clockSkew;
    this.log = log ?? new Log({ now: this.#now, maxAppendSize });
  }

  static async start(options: TestServerOptions = {}): Promise<KurrentTestServer> {
    const server = new KurrentTestServer(options);
    await server.listen();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  /** A connection string for the client. */
  get url(): string {
    return `esdb://${HOST}:${this.#port}?tls=false`;
  }

  /** Takes connections again after `stop`, on the same port, with the same log. */
  async listen(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    this.#addServices(server);
    this.#port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${HOST}:${this.#port}`, ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    this.#server = server;
  }

  /** Cuts every connection off, as a node that dies does. */
  async stop(): Promise<void> {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  #faultOf(method: Method, stream?: string): Fault | undefined {
    const call: Call = { method, nth: this.calls.length, ...(stream !== undefined && { stream }) };
    this.calls.push(call);
    return this.plan(call);
  }

  #addServices(server: Server): void {
    const leader = (): { host: string; port: number } => ({ host: HOST, port: (this.leader ?? this).port });
    const faultOf = (method: Method, stream?: string): Fault | undefined => this.#faultOf(method, stream);
    const serving: Serving = { log: this.log, faultOf, leader };
    const streams: streamsService.IStreamsServer = {
      append: (call, answer) => handleAppend(serving, call, answer),
      batchAppend: (call) => handleBatchAppend(serving, this.#now, call),
      delete: (call, answer) => handleDelete(serving, call, answer),
      tombstone: (call, answer) => handleTombstone(serving, call, answer),
      read: (call) => handleRead({ log: this.log, faultOf, leader }, call),
    };
    server.addService(streamsService.StreamsService, streams);
    server.addService(featuresService.ServerFeaturesService, {
      getSupportedMethods: (
        _: ServerUnaryCall<shared.Empty, features.SupportedMethods>,
        answer: Answer<features.SupportedMethods>,
      ) => {
        if (faultOf('features') === 'drop-before-commit') answer(failures.dropped());
        else answer(null, supportedMethods());
      },
    });
    server.addService(gossipService.GossipService, {
      read: (_: ServerUnaryCall<shared.Empty, gossip.ClusterInfo>, answer: Answer<gossip.ClusterInfo>) => {
        if (faultOf('gossip') === 'drop-before-commit') answer(failures.dropped());
        else answer(null, this.#clusterInfo());
      },
    });
  }

  #clusterInfo(): gossip.ClusterInfo {
    const { FOLLOWER, LEADER } = gossip.MemberInfo.VNodeState;
    const info = new gossip.ClusterInfo();
    const members = this.leader === undefined ? [this] : [this, this.leader];
    for (const { port } of members) {
      const id = new shared.UUID();
      id.setString(crypto.randomUUID());
      const endPoint = new gossip.EndPoint();
      endPoint.setAddress(HOST);
      endPoint.setPort(port);
      const member = new gossip.MemberInfo();
      member.setInstanceId(id);
      member.setTimeStamp(String(this.#now() * 10_000));
      member.setState(port === (this.leader ?? this).port ? LEADER : FOLLOWER);
      member.setIsAlive(true);
      member.setHttpEndPoint(endPoint);
      info.addMembers(member);
    }
    return info;
  }
}

/** Those of a server of version 24. */
function supportedMethods(): features.SupportedMethods {
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion('24.10.0');
  for (const name of ['append', 'batchappend', 'delete', 'read', 'tombstone']) {
    const method = new features.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    supported.addMethods(method);
  }
  return supported;
}
