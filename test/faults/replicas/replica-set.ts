import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import { makeKeyFile } from '#sealing/key/key-file';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { BuiltProduct } from '../service/programs/built-product.ts';
import { ServedProduct } from '../service/programs/served-product.ts';
import { PEOPLE, type Person } from '../service/writing/acts.ts';
import type { Keys } from '../service/writing/http-door.ts';
import { CutLine } from './cut-line.ts';

/** A replica of the service in a process of its own, with a folder of its own, and a line of its own to the event store. */
export class Replica {
  readonly folder: string;
  readonly line: CutLine;
  readonly #set: ReplicaSet;
  #served: ServedProduct | undefined;
  /** Where it answers; undefined while it does not. */
  url: string | undefined;

  constructor(set: ReplicaSet, folder: string, line: CutLine) {
    this.#set = set;
    this.folder = folder;
    this.line = line;
  }

  /** Starts it, or starts it again; resolves when it listens. */
  async start(): Promise<void> {
    const { product, keyFile } = this.#set;
    const environment = {
      ONUS_STORE: `kurrentdb://127.0.0.1:${this.line.port}?tls=false`,
      ONUS_SIGNING_KEY_FILE: keyFile,
    };
    this.#served = new ServedProduct(product, this.folder, environment);
    this.url = await this.#served.address();
  }

  /** Ends it with nothing that it could do about it. Gives what it had said. */
  async kill(): Promise<string> {
    this.url = undefined;
    const ended = await this.#served!.child.kill();
    this.#served = undefined;
    return ended.errors;
  }

  /** Asks it to end, and waits until it has finished what it accepted. Gives its exit code and what it had said. */
  async stop(): Promise<{ readonly code: number | null; readonly errors: string }> {
    this.url = undefined;
    const served = this.#served;
    this.#served = undefined;
    return served === undefined ? { code: 0, errors: '' } : served.stop();
  }
}

/** Replicas on one event store, and one more in this process, which looks at what they did. */
export class ReplicaSet {
  readonly folder = mkdtempSync(join(tmpdir(), 'onus-replicas-'));
  readonly keyFile = join(this.folder, 'given-key.pem');
  readonly replicas: Replica[] = [];
  server!: KurrentTestServer;
  product!: BuiltProduct;
  onus!: Onus;

  static async begin(count: number): Promise<ReplicaSet> {
    const set = new ReplicaSet();
    makeKeyFile(set.keyFile);
    [set.server, set.product] = await Promise.all([
      KurrentTestServer.start(),
      BuiltProduct.build(join(set.folder, 'built')),
    ]);
    // What is kept of every call would grow for as long as a test runs.
    set.server.calls.length = 0;
    set.onus = await openOnus({
      folder: join(set.folder, 'onlooker'),
      shared: set.server.url,
      signingKeyFile: set.keyFile,
      origin: 'onus.example',
    });
    for (let i = 0; i < count; i++) await set.add();
    await Promise.all(set.replicas.map((replica) => replica.start()));
    return set;
  }

  /** One more replica, which is not started yet. */
  async add(): Promise<Replica> {
    const folder = join(this.folder, `replica-${this.replicas.length + 1}`);
    mkdirSync(folder, { mode: 0o700 });
    const replica = new Replica(this, folder, await CutLine.to(this.server.port));
    this.replicas.push(replica);
    return replica;
  }

  /** A key for each of the people of these engagements, good at every replica. */
  async makeKeys(engagements: readonly string[]): Promise<Keys> {
    const ring = KeyRing.shared(this.onus.store);
    const keys = {} as Record<Person, string>;
    for (const person of Object.keys(PEOPLE) as Person[]) {
      const bindings = engagements.map((engagement) => ({ engagement, member: PEOPLE[person] }));
      keys[person] = (await ring.create({ label: person, owner: person === 'nora', bindings })).key;
    }
    return keys;
  }

  async end(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await this.onus.close();
    await Promise.all(this.replicas.map(({ line }) => line.close()));
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
