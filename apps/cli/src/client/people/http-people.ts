import type { DelegationState, EngagementDetails, MemberState, PartyView, TermsView } from '#answers/views';
import type { Known } from '#answers/point-in-time';
import { at, knownText } from '../addresses.ts';
import type { HttpConnection } from '../http-connection.ts';
import type { PeopleClient } from '../onus-client.ts';

interface Items<T> {
  readonly items: readonly T[];
}

/** Who takes part, on a server. */
export class HttpPeople implements PeopleClient {
  readonly #connection: HttpConnection;

  constructor(connection: HttpConnection) {
    this.#connection = connection;
  }

  async parties(slug: string, known?: Known): Promise<readonly PartyView[]> {
    const query = { known: knownText(known) };
    return (await this.#connection.get<Items<PartyView>>(`${at(slug)}/parties`, query)).items;
  }

  me(slug: string): Promise<MemberState> {
    return this.#connection.get(`${at(slug)}/me`);
  }

  async members(slug: string): Promise<readonly MemberState[]> {
    return (await this.#connection.get<Items<MemberState>>(`${at(slug)}/members`)).items;
  }

  async delegations(slug: string): Promise<readonly DelegationState[]> {
    return (await this.#connection.get<Items<DelegationState>>(`${at(slug)}/delegations`)).items;
  }

  async terms(slug: string): Promise<TermsView> {
    return (await this.#connection.get<EngagementDetails>(at(slug))).terms;
  }
}
