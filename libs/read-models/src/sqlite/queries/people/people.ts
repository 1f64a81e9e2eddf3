import type { Bearer } from '#responsibility/domain/assignment.rules';
import type { CredentialView, MemberView, Named, PartyView } from '#answers/views';
import type { CredentialRegistered } from '#engagement/domain/credential.events';
import type { SignatureAlgorithm } from '#kernel/signature';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';
import type { SealedTexts } from './texts.ts';

/** A party or a member as it is shown, and from which tree size on it is known. */
interface Known {
  readonly named: Named;
  readonly knownFrom: number;
}

/** Who was asked for in a ledger so far. */
interface Acquaintances {
  readonly parties: Map<string, Known>;
  readonly members: Map<string, Known>;
}

type PartyRow = [party: string, side: Named['side'], name: string, knownFrom: number];
type MemberRow = [member: string, party: string, kind: MemberView['kind'], name: string];
type RolesRow = [member: string, roles: string, removed: number];

/** Who is who in a ledger. */
export class PeopleQueries {
  readonly #texts: SealedTexts;
  readonly #party: Rows<PartyRow>;
  readonly #member: Rows<[party: string, sealed: string, knownFrom: number]>;
  readonly #parties: Rows<PartyRow>;
  readonly #members: Rows<MemberRow>;
  readonly #roles: Rows<RolesRow>;
  readonly #said: Rows<[knownFrom: number]>;
  readonly #credentials: Rows<[entry: number, data: string, revoked: number | null]>;
  readonly #credential: Rows<[data: string]>;
  readonly #known = new BoundedCache<number, Acquaintances>(1_000);

  constructor(connection: ReadConnection, texts: SealedTexts) {
    this.#texts = texts;
    const party = 'SELECT party, side, name, known_from FROM parties WHERE ledger = ?';
    this.#party = connection.rows(`${party} AND party = ?`);
    this.#parties = connection.rows(`${party} AND known_from <= ? ORDER BY known_from`);
    this.#member = connection.rows('SELECT party, name, known_from FROM members WHERE ledger = ? AND member = ?');
    this.#members = connection.rows(
      'SELECT member, party, kind, name FROM members WHERE ledger = ? AND known_from <= ? ORDER BY known_from',
    );
    this.#said = connection.rows(
      'SELECT known_from FROM said_of_people WHERE ledger = ? AND known_from <= ? ORDER BY known_from',
    );
    this.#credentials = connection.rows(
      'SELECT entry, data, revoked FROM credentials WHERE ledger = ? AND entry < ? ORDER BY entry',
    );
    this.#credential = connection.rows(
      'SELECT data FROM credentials WHERE ledger = ? AND credential = ? AND entry < ?',
    );
    this.#roles = connection.rows(
      'SELECT member, roles, removed FROM roles WHERE ledger = ? AND known_from <= ? ORDER BY member, known_from',
    );
  }

  /** A bearer or actor by name, as far as a tree size knows it. What it does not know is shown by its pseudonym. */
  named(ledger: LedgerRow, treeSize: number, { party, member }: Bearer): Named {
    const found = member === undefined ? this.#partyOf(ledger, party) : this.#memberOf(ledger, member);
    // Somebody who acts for another party than his own is shown with that party.
    if (found !== undefined && found.knownFrom <= treeSize && found.named.party === party) return found.named;
    const ofParty = this.#partyOf(ledger, party);
    const known = ofParty !== undefined && ofParty.knownFrom <= treeSize ? ofParty.named : unknownParty(party);
    if (member === undefined) return known;
    const name = found !== undefined && found.knownFrom <= treeSize ? found.named.name : null;
    return { ...known, member, name };
  }

  /** A member by itself, for example a deputy; null where there is none. */
  member(ledger: LedgerRow, treeSize: number, member: string | undefined): Named | null {
    if (member === undefined) return null;
    const party = this.#memberOf(ledger, member)?.named.party ?? '';
    return this.named(ledger, treeSize, { party, member });
  }

  /** Whether a tree size knows a bearer by name: then every larger one does, by the same. */
  knows(ledger: LedgerRow, treeSize: number, { party, member }: Bearer): boolean {
    const ofParty = this.#partyOf(ledger, party);
    if (ofParty === undefined || ofParty.knownFrom > treeSize) return false;
    return member === undefined || this.knowsMember(ledger, treeSize, member);
  }

  /** The same of a member by itself; true where there is none. */
  knowsMember(ledger: LedgerRow, treeSize: number, member: string | undefined): boolean {
    if (member === undefined) return true;
    const found = this.#memberOf(ledger, member);
    return found !== undefined && found.knownFrom <= treeSize;
  }

  /** The entry that added a member; undefined where a tree size knows of none. */
  addedWith(ledger: LedgerRow, treeSize: number, member: string): number | undefined {
    const row = this.#member.get(ledger.id, member);
    return row === undefined || row[2] > treeSize ? undefined : row[2] - 1;
  }

  parties(ledger: LedgerRow, treeSize: number): readonly PartyView[] {
    return this.#parties.all(ledger.id, treeSize).map(([id, side, name]) => ({ id, side, name }));
  }

  members(ledger: LedgerRow, treeSize: number): readonly MemberView[] {
    // Ascending: the last row of a member is what holds.
    const roles = new Map(
      this.#roles.all(ledger.id, treeSize).map(([member, held, removed]) => [member, { held, removed }]),
    );
    const rows = this.#members.all(ledger.id, treeSize);
    const names = this.#texts.openAll(
      ledger.stream,
      rows.map(([, , , sealed]) => sealed),
    );
    return rows.map(([id, party, kind, sealed]) => ({
      id,
      party,
      kind,
      name: names.get(sealed) ?? null,
      roles: JSON.parse(roles.get(id)?.held ?? '[]') as string[],
      removed: roles.get(id)?.removed === 1,
    }));
  }

  /** The entries that say more of people than their names and roles, or something of the contract. */
  said(ledger: LedgerRow, treeSize: number): readonly number[] {
    return this.#said.all(ledger.id, treeSize).map(([knownFrom]) => knownFrom - 1);
  }

  credentials(ledger: LedgerRow, treeSize: number): readonly CredentialView[] {
    return this.#credentials.all(ledger.id, treeSize).map(([entry, json, revoked]) => {
      const { credentialId, memberId, algorithm, rpId, origin } = JSON.parse(json) as CredentialRegistered['data'];
      const isRevoked = revoked !== null && revoked < treeSize;
      return {
        id: credentialId,
        member: memberId,
        algorithm,
        rpId,
        origin,
        entry,
        revoked: isRevoked ? revoked : null,
      };
    });
  }

  /** Of which algorithm a passkey is that was registered before an entry; null where there was none. */
  algorithmOf(ledger: LedgerRow, credential: string, before: number): SignatureAlgorithm | null {
    const row = this.#credential.get(ledger.id, credential, before);
    return row === undefined ? null : (JSON.parse(row[0]) as CredentialRegistered['data']).algorithm;
  }

  /** After something was erased: what was opened is forgotten. */
  forget(): void {
    this.#known.clear();
  }

  #acquaintances({ id }: LedgerRow): Acquaintances {
    return this.#known.get(id) ?? this.#known.set(id, { parties: new Map(), members: new Map() });
  }

  #partyOf(ledger: LedgerRow, party: string): Known | undefined {
    const { parties } = this.#acquaintances(ledger);
    const known = parties.get(party);
    if (known !== undefined) return known;
    const row = this.#party.get(ledger.id, party);
    if (row === undefined) return undefined;
    const [, side, name, knownFrom] = row;
    const found = { named: { party, name, partyName: name, side }, knownFrom };
    parties.set(party, found);
    return found;
  }

  #memberOf(ledger: LedgerRow, member: string): Known | undefined {
    const { members } = this.#acquaintances(ledger);
    const known = members.get(member);
    if (known !== undefined) return known;
    const row = this.#member.get(ledger.id, member);
    if (row === undefined) return undefined;
    const [party, sealed, knownFrom] = row;
    const ofParty = this.#partyOf(ledger, party);
    const name = this.#texts.open(ledger.stream, { sealed });
    const named = { ...(ofParty?.named ?? unknownParty(party)), member, name };
    const found = { named, knownFrom: Math.max(knownFrom, ofParty?.knownFrom ?? 0) };
    members.set(member, found);
    return found;
  }
}

/** What is not known is shown by its pseudonym. */
const unknownParty = (party: string): Named => ({ party, name: party, partyName: party, side: 'third' });

/** How a bearer is called in one word: by name, by pseudonym where the name was erased, or else by party. */
export const calledName = ({ member, name, partyName }: Named): string =>
  member === undefined ? partyName : (name ?? member);
