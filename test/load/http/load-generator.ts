import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { drive, type Pace } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';

/** Where to post evidence to: one of `paths` in turn. */
export interface PostJob {
  readonly port: number;
  readonly paths: readonly string[];
  readonly authorization: string;
  readonly connections: number;
  readonly milliseconds: number;
}

/**
 * Posts evidence over kept connections, one request at a time on each, every one with a key and a digest of its own. Written on
 * plain sockets, because whoever asks shares the processors with whoever answers.
 */
export const open: Open<null, PostJob, Pace> = async () => {
  let number = 0;
  return {
    setup: 'plain sockets',
    run: async ({ port, paths, authorization, connections, milliseconds }) => {
      const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
      try {
        return await drive(connections, milliseconds, (caller) => {
          const path = paths[number % paths.length]!;
          return open[caller]!.post(path, authorization, bodyOf(Date.now() * 1_000 + number++));
        });
      } finally {
        for (const connection of open) connection.close();
      }
    },
    close: async () => {},
  };
};

const bodyOf = (number: number): string =>
  `{"digest":"sha256:${number.toString(16).padStart(64, '0')}","title":"Security event log review of the day",` +
  '"size":48213,"mediaType":"application/json"}';

const CREATED = 'HTTP/1.1 201 ';

class Connection {
  readonly #socket: Socket;
  #received = '';
  #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed a connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  post(path: string, authorization: string, body: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}\r\nidempotency-key: ${randomUUID()}\r\n` +
          `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  /** An answer is complete when its head and as many bytes as that says are there. Anything but "created" ends the measuring. */
  #receive(text: string): void {
    this.#received += text;
    const head = this.#received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received)?.[1];
    if (length === undefined) return this.#waiting?.reject(new Error(`no length: ${this.#received.slice(0, head)}`));
    if (this.#received.length < head + 4 + Number(length)) return;
    const answer = this.#received;
    this.#received = '';
    if (answer.startsWith(CREATED)) this.#waiting?.resolve();
    else this.#waiting?.reject(new Error(answer));
  }
}
