import type { Certificate } from '#answers/certificate/views';
import type { InboxView } from '#answers/inbox/views';
import { decodeUtf8 } from '#transparency/bytes';
import { at } from '../addresses.ts';
import { PAGE } from '../pages/every-page.ts';
import type { HttpConnection } from '../http-connection.ts';
import type { AgreementClient } from '../onus-client.ts';

const addressOf = (slug: string, change: string): string =>
  `${at(slug)}/changes/${encodeURIComponent(change)}/certificate`;

/** What waits for whom, and certificates, on a server. */
export class HttpAgreement implements AgreementClient {
  readonly #connection: HttpConnection;

  constructor(connection: HttpConnection) {
    this.#connection = connection;
  }

  inbox(slug: string): Promise<InboxView> {
    return this.#connection.get(`${at(slug)}/inbox`, { limit: PAGE });
  }

  certificate(slug: string, change: string): Promise<Certificate> {
    return this.#connection.get(addressOf(slug, change), { format: 'json' });
  }

  async certificatePage(slug: string, change: string): Promise<string> {
    return decodeUtf8(await this.#connection.bytes(addressOf(slug, change), { format: 'html' }));
  }
}
