import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { Onus } from '#apps/ledger/src/runtime/onus';
import { folderSettings, keyRegister } from '#apps/ledger/src/runtime/settings';
import { openStorage, type Storage } from '#apps/ledger/src/runtime/storage';
import { openSigningKey } from '#sealing/key/signing-key';
import type { Progress } from '#read-models/read-models';
import { createService } from '#apps/ledger/src/service';
import { makeKeys } from './programs/served-product.ts';
import { openEngagement } from './writing/acts.ts';
import { HttpDoor, type Keys } from './writing/http-door.ts';

/** What is known of an engagement from outside. */
interface Known {
  readonly engagement: string;
  readonly keys: Keys;
}

/** The HTTP service in this process, with its storage at hand: its quota can be changed while it runs. */
export class LimitedService {
  readonly storage: Storage;
  readonly onus: Onus;
  /** What it told whoever runs it. */
  readonly troubles: readonly string[];
  readonly faults: unknown[] = [];
  readonly engagement: string;
  readonly keys: Keys;
  #service!: NestFastifyApplication;
  #url!: string;

  private constructor(storage: Storage, onus: Onus, troubles: readonly string[], { engagement, keys }: Known) {
    this.storage = storage;
    this.onus = onus;
    this.troubles = troubles;
    this.engagement = engagement;
    this.keys = keys;
  }

  /** Opens a data folder, with one engagement and the people in it, and listens. */
  static async start(folder: string): Promise<LimitedService> {
    return LimitedService.#open(folder, async (onus) => {
      const engagement = await openEngagement(onus, 'contoso');
      return { engagement, keys: await makeKeys(folder, [engagement]) };
    });
  }

  /** Opens the folder of one that was closed. */
  static reopen(folder: string, { engagement, keys }: LimitedService): Promise<LimitedService> {
    return LimitedService.#open(folder, () => Promise.resolve({ engagement, keys }));
  }

  static async #open(folder: string, known: (onus: Onus) => Promise<Known>): Promise<LimitedService> {
    const troubles: string[] = [];
    const onTrouble = (what: string): void => void troubles.push(what);
    const storage = await openStorage({ folder, onTrouble });
    const settings = folderSettings(folder);
    const signer = openSigningKey(folder, keyRegister(folder));
    const onus = new Onus({ ...storage, ...settings, signer, onTrouble, release: storage.close });
    const limited = new LimitedService(storage, onus, troubles, await known(onus));
    const keys = KeyRing.open(folder);
    limited.#service = await createService(onus, keys, { log: (fault) => limited.faults.push(fault) });
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

  /** Waits until deriving is as it is asked for. */
  progressWhere(holds: (progress: Progress) => boolean): Promise<Progress> {
    const { read } = this.storage;
    return new Promise((resolve) => {
      const look = (progress: Progress): void => {
        if (!holds(progress)) return;
        end();
        resolve(progress);
      };
      const end = read.onProgress(look);
      look(read.progress());
    });
  }

  async close(): Promise<void> {
    await this.#service.close();
    await this.onus.close();
  }
}
