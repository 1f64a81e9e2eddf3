import type { Effective } from '#answers/point-in-time';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import type { Actor } from '#kernel/event';
import type { Accepted } from '#ledger-store/submission';
import type { VersionProposed } from '#matrix-version/domain/version.events';
import { proposeVersion } from '#matrix-version/propose-version/propose-version';
import { versionChanges } from '#matrix-version/versions/version-changes';
import { versionDocument, versionState } from '#matrix-version/versions/version-document';
import type { Items } from '#read-models/matrix-register';
import type { Page } from '#read-models/page';
import type { ReadModels } from '#read-models/read-models';
import type { MatrixClient, ProposedVersion, Recorded } from '../onus-client.ts';

/** What a client on a data folder knows of the folder. */
interface Folder {
  readonly onus: Onus;
  readonly at: (slug: string) => Promise<{ readonly read: ReadModels; readonly id: string }>;
  readonly actor: (engagementId: string) => Promise<Actor>;
  /** Takes note of what was written, so that the next read has it. */
  readonly recorded: (accepted: Accepted) => Recorded;
  readonly everyPage: <T>(read: (page: Page) => Items<T>) => readonly T[];
}

/** Versions, reviews and exceptions on a data folder of this machine. */
export class LocalMatrix implements MatrixClient {
  readonly #folder: Folder;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  async propose(slug: string, effective: Effective | undefined, commandId: string): Promise<ProposedVersion> {
    const { id } = await this.#folder.at(slug);
    const actor = await this.#folder.actor(id);
    const asked = { engagementId: id, commandId, actor, ...(effective !== undefined && { effective }) };
    const accepted = await proposeVersion(this.#folder.onus, asked);
    const version = accepted.entries[0]!.data as VersionProposed['data'];
    return { version, ...this.#folder.recorded(accepted) };
  }

  async versions(slug: string) {
    const { read, id } = await this.#folder.at(slug);
    return this.#folder.everyPage((page) => read.register.versions(id, {}, page));
  }

  async version(slug: string, version: string) {
    const { id } = await this.#folder.at(slug);
    return versionState(this.#folder.onus, id, version);
  }

  async document(slug: string, version: string) {
    const { read, id } = await this.#folder.at(slug);
    const { text } = await versionDocument(this.#folder.onus, id, read.register.version(id, version));
    return new TextEncoder().encode(text);
  }

  async changes(slug: string, effective: Effective, since?: string) {
    const { read, id } = await this.#folder.at(slug);
    return versionChanges(read, id, effective, since);
  }

  async reviews(slug: string) {
    const { read, id } = await this.#folder.at(slug);
    return this.#folder.everyPage((page) => read.register.reviews(id, {}, page));
  }

  async review(slug: string, review: string) {
    const { read, id } = await this.#folder.at(slug);
    return read.register.review(id, review);
  }

  async exceptions(slug: string) {
    const { read, id } = await this.#folder.at(slug);
    const at = this.#folder.onus.now();
    return this.#folder.everyPage((page) => read.register.exceptions(id, { at }, page));
  }

  async exception(slug: string, exception: string) {
    const { read, id } = await this.#folder.at(slug);
    return read.register.exception(id, exception, this.#folder.onus.now());
  }
}
