import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Instant } from '#kernel/instant';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import { createService } from '#apps/ledger/src/service';
import { folderSettings } from '#apps/ledger/src/runtime/settings';
import { nodeCrypto } from '#ledger-store/node-crypto';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import type { Share } from '#ledger-store/shares/share';
import { fromBase64 } from '#transparency/bytes';
import { readReceipt, verifyReceipt } from '#transparency/receipt';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { DocumentedAnswers } from './documented-answers.ts';

/** What the journeys pick out of answers; the schemas of the OpenAPI document say it all. */
export interface AnswerBody {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly key: string;
  readonly engagement: string;
  readonly position: string;
  readonly digest: string;
  readonly code: string;
  readonly detail: string;
  readonly traceId: string;
  readonly next: string | null;
  readonly entries: readonly {
    readonly index: number;
    readonly id: string;
    readonly type: string;
    readonly leafHash: string;
    readonly recordedAt: string;
  }[];
  readonly errors: readonly { readonly in: string; readonly pointer: string; readonly detail: string }[];
  readonly items: readonly AnswerBody[];
  readonly lines: readonly AnswerBody[];
  readonly intervals: readonly AnswerBody[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON, where it is that; else an empty object. */
  readonly body: AnswerBody;
}

export interface Sending {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a service keeps its ledgers: nothing for its folder, or an event store that others share. */
export type Stored = { readonly shared: string; readonly signingKeyFile?: string; readonly share?: Share } | undefined;

/** `ONUS_TEST_STORE=kurrentdb` runs every journey on a test server of that engine, one for each service. */
const ON_TEST_SERVERS = process.env['ONUS_TEST_STORE'] === 'kurrentdb';

/** A service over a data folder of its own, reached over real HTTP. */
export class RunningService {
  readonly folder = mkdtempSync(join(tmpdir(), 'onus-http-'));
  readonly faults: unknown[] = [];
  /** How long a read waits for its position once it is open, in milliseconds: long, but for who wants to see the end of it. */
  positionWaitMs = 120_000;
  onus!: Onus;
  keys!: KeyRing;
  url!: string;
  private now: (() => Instant) | undefined;
  private documented!: DocumentedAnswers;
  private service!: NestFastifyApplication;
  private stored: Stored;
  private server: KurrentTestServer | undefined;

  /** Nothing is open before `open`. */
  constructor(stored?: Stored) {
    this.stored = stored;
  }

  /** `now` is the clock of the service, where it is not the world's. */
  static async start(now?: () => Instant, stored?: Stored): Promise<RunningService> {
    const running = new RunningService(stored);
    running.now = now;
    await running.open();
    return running;
  }

  async open(): Promise<void> {
    if (this.stored === undefined && ON_TEST_SERVERS) {
      this.server = await KurrentTestServer.start();
      this.stored = { shared: this.server.url };
    }
    this.onus = await openOnus({
      folder: this.folder,
      origin: 'onus.example',
      ...this.stored,
      ...(this.now !== undefined && { now: this.now }),
    });
    this.keys = this.onus.store.shared ? KeyRing.shared(this.onus.store) : KeyRing.open(this.folder);
    this.service = await createService(this.onus, this.keys, {
      log: (fault) => this.faults.push(fault),
      positionWaitMs: this.positionWaitMs,
      heartbeatMs: 200,
      graceMs: 500,
    });
    await this.service.listen(0, '127.0.0.1');
    this.url = await this.service.getUrl();
    const document = await fetch(`${this.url}/v1/openapi.json`);
    this.documented = new DocumentedAnswers((await document.json()) as OpenAPIObject);
  }

  /** How the command line is told where the ledgers are. */
  get where(): readonly string[] {
    return ['--data', this.folder, ...(this.stored === undefined ? [] : ['--store', this.stored.shared])];
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.onus.close();
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async stop(): Promise<void> {
    await this.close();
    await this.server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ownerKey(label = 'owner'): Promise<string> {
    return (await this.keys.create({ label, owner: true })).key;
  }

  async send(method: string, path: string, { key, body, headers = {} }: Sending = {}): Promise<Reply> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
    const parsed = (json && text !== '' ? JSON.parse(text) : {}) as AnswerBody;
    this.documented.check(method, path, response.status, response.headers, json ? parsed : undefined);
    if (typeof parsed['checkpoint'] === 'string' || parsed['receipt'] instanceof Object) this.checkReceipt(parsed);
    return { status: response.status, headers: response.headers, text, body: parsed };
  }

  /** Holds a receipt to the key of the folder, as whoever keeps it would. @throws Error saying why it proves nothing */
  private checkReceipt(body: AnswerBody): void {
    const receipt = readReceipt(body);
    const publicKey = fromBase64(folderSettings(this.folder).signingKeys.at(-1)!);
    const logs = [{ key: ledgerKey(receipt.ledger, publicKey), url: undefined }];
    const verdict = verifyReceipt(nodeCrypto, { logs, witnesses: [], quorum: { kind: 'none' } }, receipt);
    if (!verdict.ok) throw new Error(`a receipt that proves nothing: ${verdict.detail}`);
  }

  get(path: string, key?: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send('GET', path, { ...(key !== undefined && { key }), headers });
  }

  /** A write in the right of another member. */
  postFor(behalf: string, path: string, key: string, body?: unknown): Promise<Reply> {
    const headers = { 'idempotency-key': randomUUID(), 'onus-on-behalf-of': behalf };
    return this.send('POST', path, { key, body, headers });
  }

  /** A write under a fresh Idempotency-Key, or the given one. */
  post(path: string, key: string, body?: unknown, id: string = randomUUID()): Promise<Reply> {
    return this.send('POST', path, { key, body, headers: { 'idempotency-key': id } });
  }

  remove(path: string, key: string, id: string = randomUUID()): Promise<Reply> {
    return this.send('DELETE', path, { key, headers: { 'idempotency-key': id } });
  }

  /** Comes when everything that was recorded until now can be read, also by those who name no position. */
  async caughtUp(): Promise<void> {
    await this.onus.read.reach(await this.onus.store.lastPosition(), 120_000);
  }

  /** A read that rests on at least what an earlier write recorded. */
  after(write: Reply, path: string, key: string): Promise<Reply> {
    return this.get(path, key, { 'if-position-at-least': write.headers.get('onus-position')! });
  }
}
