import { inboxOf } from '#engagement/inbox/inbox';
import type { Certificate } from '#answers/certificate/views';
import type { InboxView } from '#answers/inbox/views';
import type { Actor } from '#kernel/event';
import type { ReadModels } from '#read-models/read-models';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import { PAGE } from '../pages/every-page.ts';
import type { AgreementClient } from '../onus-client.ts';

interface Folder {
  readonly onus: Onus;
  /** The read models with everything that was written, and the id of an engagement. */
  readonly at: (slug: string) => Promise<{ readonly read: ReadModels; readonly id: string }>;
  readonly actor: (engagementId: string) => Promise<Actor>;
}

/** What waits for whom, and certificates, in a data folder. */
export class LocalAgreement implements AgreementClient {
  readonly #folder: Folder;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  async inbox(slug: string): Promise<InboxView> {
    const { onus, at, actor } = this.#folder;
    const { read, id: engagementId } = await at(slug);
    const { member } = await actor(engagementId);
    const { state } = await onus.state(engagementId);
    return inboxOf({ engagementId, member, at: onus.now(), state, read }, PAGE);
  }

  async certificate(slug: string, change: string): Promise<Certificate> {
    return (await this.#certified(slug, change)).certificate;
  }

  async certificatePage(slug: string, change: string): Promise<string> {
    return (await this.#certified(slug, change)).page();
  }

  async #certified(slug: string, change: string) {
    const { certify } = await import('#apps/ledger/src/certifying/certify');
    return certify(this.#folder.onus, (await this.#folder.at(slug)).id, change);
  }
}
