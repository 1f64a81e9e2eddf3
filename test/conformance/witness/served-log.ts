import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SampleLog } from './sample-log.ts';

/** A log over HTTP, as a static folder of C2SP tlog-tiles would be, with what can go wrong. */
export class ServedLog {
  /** What is served: another log, where it is to show another history. */
  log: SampleLog;
  /** Size of the checkpoint that is shown; undefined for the latest. */
  size: number | undefined;
  /** Needed to read anything. */
  token: string | undefined;
  /** What is answered instead, by path. */
  readonly instead = new Map<string, Uint8Array | number>();
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(log: SampleLog) {
    this.log = log;
    this.#server = createServer((request, response) => {
      const path = request.url!.replace(/^\/log\//, '');
      this.asked.push(path);
      const answer = this.#answer(path, request.headers.authorization);
      if (typeof answer === 'number')
        response.writeHead(answer, answer === 302 ? { location: '/log/elsewhere' } : {}).end();
      else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer);
    });
  }

  static async start(log: SampleLog): Promise<ServedLog> {
    const served = new ServedLog(log);
    await new Promise<void>((resolve) => served.#server.listen(0, '127.0.0.1', resolve));
    return served;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/log`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(path: string, authorisation: string | undefined): Uint8Array | number {
    if (this.token !== undefined && authorisation !== `Bearer ${this.token}`) return 401;
    const instead = this.instead.get(path);
    if (instead !== undefined) return instead;
    const size = path === 'checkpoint' ? this.size : undefined;
    try {
      return this.log.resource(path, size) ?? 404;
    } catch {
      return 404;
    }
  }
}
