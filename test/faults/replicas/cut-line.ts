import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** A line between a replica and its event store that can be cut: whatever is under way on it is lost, and new connections are made. */
export class CutLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<CutLine> {
    const server = createServer((from) => {
      const to = connect(port, HOST);
      for (const [socket, other] of [
        [from, to],
        [to, from],
      ] as const) {
        line.#sockets.add(socket);
        socket.setNoDelay(true);
        // Whoever sees an end sees it at once, and so does the other side.
        socket.on('error', () => {});
        socket.on('close', () => {
          line.#sockets.delete(socket);
          other.destroy();
        });
      }
      from.pipe(to);
      to.pipe(from);
    });
    const line = new CutLine(server);
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection. Gives how many there were. */
  cut(): number {
    const sockets = [...this.#sockets];
    for (const socket of sockets) socket.destroy();
    return sockets.length / 2;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }
}
