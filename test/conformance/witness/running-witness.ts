import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig, type WitnessConfig } from '#apps/witness/src/config';
import { openWitness, type OpenWitness } from '#apps/witness/src/open-witness';
import { createService } from '#apps/witness/src/service';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { cosignatureVerifier } from '#transparency/checkpoint/cosignature';
import { openCheckpoint } from '#transparency/checkpoint/checkpoint';
import { parseVerifierKey } from '#transparency/note/key';
import { concatBytes, toHex } from '#transparency/bytes';

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

const NAME = 'witness.client.example';

/** A witness over a data folder of its own, reached over real HTTP. */
export class RunningWitness {
  readonly folder: string;
  readonly told: string[] = [];
  readonly faults: unknown[] = [];
  /** Milliseconds since 1970; a test moves it. */
  now = Date.UTC(2026, 2, 2);
  open!: OpenWitness;
  url!: string;
  readonly #settings: Readonly<Record<string, string>>;
  #service!: NestFastifyApplication;
  /** Any that is free at first, and the same one from then on: others have written it down. */
  #port = 0;

  private constructor(settings: Readonly<Record<string, string>>, place: string) {
    this.#settings = settings;
    this.folder = mkdtempSync(join(place, 'onus-witness-'));
  }

  /**
   * @param logs lines of the file that says whom it follows
   * @param settings variables, without `ONUS_WITNESS_`
   * @param place where its folder is made
   */
  static async start(
    logs: readonly string[],
    settings: Readonly<Record<string, string>> = {},
    place = tmpdir(),
  ): Promise<RunningWitness> {
    const running = new RunningWitness(settings, place);
    running.follow(logs);
    await running.begin();
    return running;
  }

  get config(): WitnessConfig {
    const settings = { DATA: this.folder, NAME, ...this.#settings };
    return readConfig(
      Object.fromEntries(Object.entries(settings).map(([name, value]) => [`ONUS_WITNESS_${name}`, value])),
    );
  }

  follow(logs: readonly string[]): void {
    writeFileSync(join(this.folder, 'logs.txt'), `${logs.join('\n')}\n`);
  }

  async begin(): Promise<void> {
    this.open = await openWitness(this.config, { now: () => this.now, tell: (what) => this.told.push(what) });
    const { witness, alarms } = this.open;
    const log = (fault: unknown): void => void this.faults.push(fault);
    this.#service = await createService({ witness, alarms, prefix: this.config.prefix, log });
    await this.#service.listen(this.#port, '127.0.0.1');
    const address = await this.#service.getUrl();
    this.#port = Number(new URL(address).port);
    this.url = `${address}${this.config.prefix}`;
    // Connections to the witness before a restart are dead: whoever has kept one finds out here, and not in a test.
    for (let answered = 0; answered < 2;)
      answered += await fetch(`${address}/livez`).then(
        () => 1,
        () => 0,
      );
  }

  async end(): Promise<void> {
    await this.#service.close();
    await this.open.close();
  }

  async restart(): Promise<void> {
    await this.end();
    await this.begin();
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async post(body: Uint8Array | string): Promise<Reply> {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return replyOf(
      await fetch(`${this.url}/add-checkpoint`, {
        method: 'POST',
        body: Buffer.from(bytes),
      }),
    );
  }

  async get(path: string): Promise<Reply> {
    return replyOf(await fetch(`${new URL(this.url).origin}${path}`));
  }

  /** Lets the witness look at a log that it copies. Gives what went wrong. */
  look(origin: string): Promise<string | undefined> {
    return this.open.mirrors.look(origin);
  }

  /** The latest checkpoint of an origin, as the witness shows it. */
  latest(origin: string): Promise<Reply> {
    const hash = toHex(nodeSha256.digest(new TextEncoder().encode(origin)));
    return this.get(`${this.config.prefix}/${hash}/checkpoint`);
  }

  /** The time of the cosignature that an answer or a note holds over a checkpoint, verified. @throws where it does not hold */
  timeOf(checkpoint: Uint8Array, line = ''): number {
    const verifier = cosignatureVerifier(parseVerifierKey(nodeSha256, this.open.vkey), verifyEd25519);
    const opened = openCheckpoint(concatBytes(checkpoint, new TextEncoder().encode(line)), [verifier]);
    if (!opened.ok) throw new Error(opened.detail);
    return opened.note.verified[0]!.timestamp!;
  }
}

async function replyOf(response: Response): Promise<Reply> {
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
