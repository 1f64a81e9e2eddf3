import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MemberAdded, MemberRemoved, MemberRolesChanged, PartyAdded } from '#engagement/domain/engagement.events';
import type { Fact } from './fact.ts';

/** Parties, members, and which roles a member held from when on. Names of members stay sealed. */
export class PeopleTable {
  readonly #party: StatementSync;
  readonly #member: StatementSync;
  readonly #roles: StatementSync;
  readonly #remove: StatementSync;

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
    // The roles that it held last stay beside its name.
    this.#remove = database.prepare(
      `INSERT INTO roles (ledger, member, known_from, roles, removed)
       SELECT ledger, member, ?3, roles, 1 FROM roles WHERE ledger = ?1 AND member = ?2 ORDER BY known_from DESC LIMIT 1`,
    );
  }

  addParty({ ledger, index, data }: Fact<PartyAdded>): void {
    this.#party.run(ledger.id, data.partyId, data.side, data.name, index + 1);
  }

  addMember({ ledger, index, data }: Fact<MemberAdded>): void {
    const { memberId, partyId, kind, name, roles } = data;
    this.#member.run(ledger.id, memberId, partyId, kind, name.sealed, index + 1);
    this.#roles.run(ledger.id, memberId, index + 1, JSON.stringify(roles));
  }

  changeRoles({ ledger, index, data }: Fact<MemberRolesChanged>): void {
    this.#roles.run(ledger.id, data.memberId, index + 1, JSON.stringify(data.roles));
  }

  removeMember({ ledger, index, data }: Fact<MemberRemoved>): void {
    this.#remove.run(ledger.id, data.memberId, index + 1);
  }
}
