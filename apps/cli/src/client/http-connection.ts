import type { Recorded } from './onus-client.ts';
import { UsageError } from '../usage-error.ts';
import { problemOf, unreachable } from './server-problem.ts';

/** Query parameters; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

export interface WriteRequest {
  readonly commandId: string;
  readonly method?: 'DELETE';
  /** Undefined where there is none. */
  readonly body: unknown;
}

/** An answer of a write: the receipt, and whether the command had been recorded before. */
export interface Written {
  readonly receipt: unknown;
  readonly replayed: boolean;
}

/** One server and one key. Every answer is JSON; every "no" is thrown as a `ServerProblem`. */
export class HttpConnection {
  readonly #base: string;
  readonly #key: string;
  readonly #onBehalfOf: string | undefined;
  #position: string | undefined;

  /** `onBehalfOf`: the member in whose right everything is recorded. @throws UsageError where the address is no HTTP address */
  constructor(url: string, key: string, onBehalfOf?: string) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new UsageError(`--server: "${url}" is no address of a server`, 'Write it like http://127.0.0.1:4180');
    }
    this.#base = url.replace(/\/+$/, '');
    this.#key = key;
    this.#onBehalfOf = onBehalfOf;
  }

  /** Reads, with everything in the answer that this connection wrote. */
  async get<T>(path: string, query: Query = {}): Promise<T> {
    const response = await this.#fetch(path + queryText(query), { headers: this.#readHeaders });
    return (await this.#answer(response)) as T;
  }

  /** Reads a file. */
  async bytes(path: string, query: Query): Promise<Uint8Array> {
    const response = await this.#fetch(path + queryText(query), { headers: this.#readHeaders });
    if (!response.ok) await this.#answer(response);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Asks many questions, one a line, and gives the answers, one a line (NDJSON). */
  async ask<T>(path: string, query: Query, lines: string): Promise<readonly T[]> {
    const response = await this.#fetch(path + queryText(query), {
      method: 'POST',
      headers: { ...this.#readHeaders, 'content-type': 'text/tab-separated-values' },
      body: lines,
    });
    if (!response.ok) await this.#answer(response);
    const text = await response.text();
    return text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as T)));
  }

  /** Has a file looked at, and reads what is said of it. */
  async submit<T>(path: string, file: Uint8Array, type: string): Promise<T> {
    const response = await this.#fetch(path, {
      method: 'POST',
      headers: { ...this.#readHeaders, 'content-type': type },
      body: new Uint8Array(file),
    });
    return (await this.#answer(response)) as T;
  }

  /** Records something: a JSON body, or the bytes of a file with their media type. */
  async post(path: string, request: WriteRequest, query: Query = {}, type?: string): Promise<Written> {
    const { commandId, method = 'POST', body } = request;
    const response = await this.#fetch(path + queryText(query), {
      method,
      headers: {
        ...this.#headers,
        'idempotency-key': commandId,
        ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
        ...(this.#onBehalfOf !== undefined && { 'onus-on-behalf-of': this.#onBehalfOf }),
      },
      ...(body !== undefined && {
        body: type === undefined ? JSON.stringify(body) : new Uint8Array(body as Uint8Array),
      }),
    });
    const receipt = await this.#answer(response);
    const { position } = receipt as { position?: string };
    if (position !== undefined) this.#position = position;
    return { receipt, replayed: response.headers.get('idempotency-replayed') === 'true' };
  }

  get #readHeaders(): Readonly<Record<string, string>> {
    return { ...this.#headers, ...(this.#position !== undefined && { 'if-position-at-least': this.#position }) };
  }

  get #headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#key}`, accept: 'application/json' };
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.#base + path, init);
    } catch (error) {
      throw unreachable(this.#base, error);
    }
  }

  async #answer(response: Response): Promise<unknown> {
    const text = await response.text();
    let body: unknown;
    try {
      body = text === '' ? null : JSON.parse(text);
    } catch {
      // Not ours: a proxy, or another server at the address. Told by its status, or below.
      body = undefined;
    }
    if (!response.ok || body === undefined) throw problemOf(response.status, body);
    return body;
  }
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** A server, as the clients of parts of its API share it. */
export interface HttpServer {
  readonly connection: HttpConnection;
  /** Every item of a list that is answered in pages. */
  readonly everyPage: <T>(path: string) => Promise<readonly T[]>;
  readonly recorded: (written: Written) => Recorded;
}
