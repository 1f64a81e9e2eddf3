import type {
  ExceptionState,
  ReviewState,
  ReviewView,
  VersionChanges,
  VersionState,
  VersionView,
} from '#answers/matrix-version/views';
import type { Effective } from '#answers/point-in-time';
import { at, effectiveText } from '../addresses.ts';
import type { HttpServer } from '../http-connection.ts';
import type { MatrixClient, ProposedVersion } from '../onus-client.ts';

/** Versions, reviews and exceptions on a server. */
export class HttpMatrix implements MatrixClient {
  readonly #server: HttpServer;

  constructor(server: HttpServer) {
    this.#server = server;
  }

  async propose(slug: string, effective: Effective | undefined, commandId: string): Promise<ProposedVersion> {
    const body = effective === undefined ? {} : { effective: effectiveText(effective) };
    const written = await this.#server.connection.post(`${at(slug)}/versions`, { commandId, body });
    const { version } = written.receipt as Pick<ProposedVersion, 'version'>;
    return { version, ...this.#server.recorded(written) };
  }

  versions(slug: string): Promise<readonly VersionView[]> {
    return this.#server.everyPage<VersionView>(`${at(slug)}/versions`);
  }

  version(slug: string, id: string): Promise<VersionState> {
    return this.#server.connection.get(`${at(slug)}/versions/${encodeURIComponent(id)}`);
  }

  document(slug: string, id: string): Promise<Uint8Array> {
    return this.#server.connection.bytes(`${at(slug)}/versions/${encodeURIComponent(id)}/document`, {});
  }

  changes(slug: string, effective: Effective, since?: string): Promise<VersionChanges> {
    return this.#server.connection.get(`${at(slug)}/versions/changes`, { since, effective: effectiveText(effective) });
  }

  reviews(slug: string): Promise<readonly ReviewView[]> {
    return this.#server.everyPage<ReviewView>(`${at(slug)}/reviews`);
  }

  review(slug: string, id: string): Promise<ReviewState> {
    return this.#server.connection.get(`${at(slug)}/reviews/${encodeURIComponent(id)}`);
  }

  exceptions(slug: string): Promise<readonly ExceptionState[]> {
    return this.#server.everyPage<ExceptionState>(`${at(slug)}/exceptions`);
  }

  exception(slug: string, id: string): Promise<ExceptionState> {
    return this.#server.connection.get(`${at(slug)}/exceptions/${encodeURIComponent(id)}`);
  }
}
