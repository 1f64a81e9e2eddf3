import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CredentialRegistered, CredentialRevoked } from '#engagement/domain/credential.events';
import type { EngagementEvent, PartyAdded, PeopleEvent } from '#engagement/domain/engagement.events';
import type { Fact } from './fact.ts';

type EventOf<T extends EngagementEvent['type']> = Extract<EngagementEvent, { readonly type: T }>;

/** Parties, members, their passkeys, and which roles a member held from when on; and where else something was said of people and terms. Names of members stay sealed. */
export class PeopleTable {
  readonly #party: StatementSync;
  readonly #member: StatementSync;
  readonly #roles: StatementSync;
  readonly #remove: StatementSync;
  readonly #say: StatementSync;
  readonly #credential: StatementSync;
  readonly #revoke: StatementSync;

  constructor(database: DatabaseSync) {
    this.#party = database.prepare(
      'INSERT INTO parties (ledger, party, side, name, known_from) VALUES (?, ?, ?, ?, ?)',
    );
    this.#member = database.prepare(
      'INSERT INTO members (ledger, member, party, kind, name, known_from) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#roles = database.prepare(
      'INSERT INTO roles (ledger, member, known_from, roles, removed) VALUES (?, ?, ?, ?, 0)',
    );
    this.#credential = database.prepare(
      'INSERT INTO credentials (ledger, credential, entry, data, revoked) VALUES (?, ?, ?, ?, NULL)',
    );
    this.#revoke = database.prepare('UPDATE credentials SET revoked = ? WHERE ledger = ? AND credential = ?');
    // The roles that it held last stay beside its name.
    this.#remove = database.prepare(
      `INSERT INTO roles (ledger, member, known_from, roles, removed)
       SELECT ledger, member, ?3, roles, 1 FROM roles WHERE ledger = ?1 AND member = ?2 ORDER BY known_from DESC LIMIT 1`,
    );
    this.#say = database.prepare('INSERT INTO said_of_people (ledger, known_from) VALUES (?, ?)');
  }

  addParty({ ledger, index, data }: Fact<PartyAdded>): void {
    this.#party.run(ledger.id, data.partyId, data.side, data.name, index + 1);
  }

  addMember({ ledger, index, data }: Fact<EventOf<'MemberAdded'>>): void {
    const { memberId, partyId, kind, name, roles } = data;
    this.#member.run(ledger.id, memberId, partyId, kind, name.sealed, index + 1);
    this.#roles.run(ledger.id, memberId, index + 1, JSON.stringify(roles));
  }

  changeRoles({ ledger, index, data }: Fact<EventOf<'MemberRolesChanged'>>): void {
    this.#roles.run(ledger.id, data.memberId, index + 1, JSON.stringify(data.roles));
  }

  removeMember({ ledger, index, data }: Fact<EventOf<'MemberRemoved'>>): void {
    this.#remove.run(ledger.id, data.memberId, index + 1);
  }

  addCredential({ ledger, index, data }: Fact<CredentialRegistered>): void {
    this.#credential.run(ledger.id, data.credentialId, index, JSON.stringify(data));
  }

  revokeCredential({ ledger, index, data }: Fact<CredentialRevoked>): void {
    this.#revoke.run(index, ledger.id, data.credentialId);
  }

  /** Few such things are said in a ledger: their entries are found here, and read together. */
  say({ ledger, index }: Fact<PeopleEvent>): void {
    this.#say.run(ledger.id, index + 1);
  }
}
