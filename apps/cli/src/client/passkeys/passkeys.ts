import type { CredentialView } from '#answers/views';
import type { ReadModels } from '#read-models/read-models';
import { at } from '../addresses.ts';
import type { HttpConnection } from '../http-connection.ts';
import type { PasskeyClient } from '../onus-client.ts';

/** Passkeys on a server. */
export const passkeysOn = (server: HttpConnection): PasskeyClient => ({
  list: async (slug) =>
    (await server.get<{ readonly items: readonly CredentialView[] }>(`${at(slug)}/credentials`)).items,
});

/** The read models with everything that was written, and the id of an engagement. */
type At = (slug: string) => Promise<{ readonly read: ReadModels; readonly id: string }>;

/** Passkeys in a data folder. */
export const passkeysIn = (at: At): PasskeyClient => ({
  list: async (slug) => {
    const { read, id } = await at(slug);
    return read.people.credentials(id);
  },
});
