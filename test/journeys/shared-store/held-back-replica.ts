import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';

/** Two replicas of one log, of which one can be kept from hearing of what the other records. */
export class HeldBackReplica {
  readonly one: RunningService;
  readonly other: RunningService;
  readonly cast: Cast;
  readonly #near: KurrentTestServer;
  readonly #far: KurrentTestServer;

  private constructor(near: KurrentTestServer, far: KurrentTestServer, one: RunningService, cast: Cast) {
    this.#near = near;
    this.#far = far;
    this.one = one;
    this.cast = cast;
    this.other = new RunningService({ shared: far.url, signingKeyFile: join(one.folder, 'signing-key.pem') });
    // What does not come is not waited for.
    this.other.positionWaitMs = 50;
  }

  static async start(): Promise<HeldBackReplica> {
    const near = await KurrentTestServer.start();
    const far = await KurrentTestServer.start({ log: near.log });
    const one = await RunningService.start(undefined, { shared: near.url });
    const replicas = new HeldBackReplica(near, far, one, await openEngagement(one));
    await replicas.other.open();
    await replicas.derived();
    return replicas;
  }

  /** Resolves when the other one has derived everything. */
  async derived(): Promise<void> {
    await this.other.onus.read.reach(await this.other.onus.store.lastPosition(), 120_000);
  }

  /** Nothing of what is recorded comes to the other replica by itself, but it reads and writes as before. */
  async holdBack(held: boolean): Promise<void> {
    await this.#far.stop();
    this.#far.plan = ({ method }) => (held && method === 'subscribe' ? 'drop-before-commit' : undefined);
    await this.#far.listen();
  }

  async end(): Promise<void> {
    for (const service of [this.one, this.other]) {
      await service.close();
      rmSync(service.folder, { recursive: true, force: true });
    }
    await this.#near.stop();
    await this.#far.stop();
  }
}
