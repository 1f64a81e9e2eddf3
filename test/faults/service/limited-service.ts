import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { Onus } from '#apps/ledger/src/runtime/onus';
import { folderSettings } from '#apps/ledger/src/runtime/settings';
import { openStorage, type Storage } from '#apps/ledger/src/runtime/storage';
import { createService } from '#apps/ledger/src/service';
import { makeKeys } from './programs/served-product.ts';
import { openEngagement } from './writing/acts.ts';
import { HttpDoor, type Keys } from './writing/http-door.ts';

/** The HTTP service in this process, with its storage at hand: its quota can be changed while it runs. */
export class LimitedService {
  readonly storage: Storage;
  readonly onus: Onus;
  readonly ring: KeyRing;
  /** What it told whoever runs it. */
  readonly troubles: readonly string[];
  readonly faults: unknown[] = [];
  readonly engagement: string;
  readonly keys: Keys;
  #service!: NestFastifyApplication;
  #url!: string;

  private constructor(storage: Storage, onus: Onus, ring: KeyRing, troubles: string[], engagement: string, keys: Keys) {
    this.storage = storage;
    this.onus = onus;
    this.ring = ring;
    this.troubles = troubles;
    this.engagement = engagement;
    this.keys = keys;
  }

  /** Opens a data folder, with one engagement and the people in it, and listens. */
  static async start(folder: string): Promise<LimitedService> {
    const troubles: string[] = [];
    const storage = await openStorage({ folder, onTrouble: (what) => troubles.push(what) });
    const onus = new Onus({ ...storage, ...folderSettings(folder), release: storage.close });
    const engagement = await openEngagement(onus, 'contoso');
    const keys = await makeKeys(folder, [engagement]);
    const limited = new LimitedService(storage, onus, KeyRing.open(folder), troubles, engagement, keys);
    limited.#service = await createService(onus, limited.ring, { log: (fault) => limited.faults.push(fault) });
    await limited.#service.listen(0, '127.0.0.1');
    limited.#url = await limited.#service.getUrl();
    return limited;
  }

  get door(): HttpDoor {
    return new HttpDoor(this.#url, this.keys);
  }

  /** Status and body of an answer; paths are of the engagement unless they begin with a slash. */
  async get(path: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    const address = path.startsWith('/') ? path : `/v1/engagements/${this.engagement}/${path}`;
    const response = await fetch(this.#url + address, { headers: { authorization: `Bearer ${this.keys.nora}` } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async post(path: string, body: object): Promise<Response> {
    return fetch(`${this.#url}/v1/engagements/${this.engagement}/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.keys.nora}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    });
  }

  async close(): Promise<void> {
    await this.#service.close();
    await this.onus.close();
  }
}
