import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import { at } from '../addresses.ts';
import type { HttpConnection, Query } from '../http-connection.ts';
import type { ObjectionClient } from '../onus-client.ts';

interface Server {
  readonly connection: HttpConnection;
  readonly everyPage: <T>(path: string, query: Query) => Promise<readonly T[]>;
}

/** Objections on a server. */
export class HttpObjections implements ObjectionClient {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  list(slug: string, ref?: string, status?: ObjectionStatus): Promise<readonly ObjectionView[]> {
    return this.#server.everyPage<ObjectionView>(`${at(slug)}/objections`, { ref, status });
  }

  show(slug: string, id: string): Promise<ObjectionView> {
    return this.#server.connection.get(`${at(slug)}/objections/${encodeURIComponent(id)}`);
  }
}
