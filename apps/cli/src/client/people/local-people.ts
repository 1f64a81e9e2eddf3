import type { DelegationState, MemberState, PartyView, TermsView } from '#answers/views';
import type { Known } from '#answers/point-in-time';
import { NotFound, type ReadModels } from '#read-models/read-models';
import { now } from '../../input/points.ts';
import type { PeopleClient } from '../onus-client.ts';

interface Folder {
  /** The member in whose name commands are given. */
  readonly member: string;
  /** The read models with everything that was written, and the id of an engagement. */
  readonly at: (slug: string) => Promise<{ readonly read: ReadModels; readonly id: string }>;
}

/** Who takes part, in a data folder. */
export class LocalPeople implements PeopleClient {
  readonly #folder: Folder;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  async parties(slug: string, known?: Known): Promise<readonly PartyView[]> {
    const { read, id } = await this.#folder.at(slug);
    return read.parties(id, known);
  }

  async me(slug: string): Promise<MemberState> {
    const { member } = this.#folder;
    const me = (await this.members(slug)).find(({ id }) => id === member);
    if (me === undefined) throw new NotFound('member', member);
    return me;
  }

  async members(slug: string): Promise<readonly MemberState[]> {
    const { read, id } = await this.#folder.at(slug);
    return read.people.members(id, { at: now() });
  }

  async delegations(slug: string): Promise<readonly DelegationState[]> {
    const { read, id } = await this.#folder.at(slug);
    return read.people.delegations(id, { at: now() });
  }

  async terms(slug: string): Promise<TermsView> {
    const { read, id } = await this.#folder.at(slug);
    return read.people.terms(id);
  }
}
