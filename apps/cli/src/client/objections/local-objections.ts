import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import type { Page, ReadModels } from '#read-models/read-models';
import type { ObjectionClient } from '../onus-client.ts';

interface Folder {
  /** The read models with everything that was written, and the id of an engagement. */
  readonly at: (slug: string) => Promise<{ readonly read: ReadModels; readonly id: string }>;
  readonly everyPage: <T>(page: (page: Page) => { items: readonly T[]; next: string | null }) => readonly T[];
}

/** Objections in a data folder. */
export class LocalObjections implements ObjectionClient {
  readonly #folder: Folder;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  async list(slug: string, ref?: string, status?: ObjectionStatus): Promise<readonly ObjectionView[]> {
    const { read, id } = await this.#folder.at(slug);
    const filter = { ...(ref !== undefined && { ref }), ...(status !== undefined && { status }) };
    return this.#folder.everyPage((page) => read.objections(id, filter, page));
  }

  async show(slug: string, objection: string): Promise<ObjectionView> {
    const { read, id } = await this.#folder.at(slug);
    return read.objection(id, objection);
  }
}
