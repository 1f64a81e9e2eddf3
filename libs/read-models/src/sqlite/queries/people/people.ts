import type { Bearer } from '#responsibility/domain/assignment.rules';
import type { MemberView, Named, PartyView } from '../../../views.ts';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { SealedTexts } from './texts.ts';

interface Party {
  readonly side: Named['side'];
  readonly name: string;
  readonly knownFrom: number;
}

interface Member {
  readonly party: string;
  readonly sealed: string;
  readonly knownFrom: number;
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
  readonly #partyCache = new BoundedCache<string, Party>(20_000);
  readonly #memberCache = new BoundedCache<string, Member>(20_000);

  constructor(connection: ReadConnection, texts: SealedTexts) {
    this.#texts = texts;
    const party = 'SELECT party, side, name, known_from FROM parties WHERE ledger = ?';
    this.#party = connection.rows(`${party} AND party = ?`);
    this.#parties = connection.rows(`${party} AND known_from <= ? ORDER BY known_from`);
    this.#member = connection.rows('SELECT party, name, known_from FROM members WHERE ledger = ? AND member = ?');
    this.#members = connection.rows(
      'SELECT member, party, kind, name FROM members WHERE ledger = ? AND known_from <= ? ORDER BY known_from',
    );
    this.#roles = connection.rows(
      'SELECT member, roles, removed FROM roles WHERE ledger = ? AND known_from <= ? ORDER BY member, known_from',
    );
  }

  /** A bearer or actor by name, as far as a tree size knows it. What it does not know is shown by its pseudonym. */
  named(ledger: LedgerRow, treeSize: number, { party, member }: Bearer): Named {
    const found = this.#partyOf(ledger, party);
    const known = found !== undefined && found.knownFrom <= treeSize ? found : undefined;
    const side = known?.side ?? 'third';
    const partyName = known?.name ?? party;
    if (member === undefined) return { party, name: partyName, partyName, side };
    const person = this.#memberOf(ledger, member);
    const name = person !== undefined && person.knownFrom <= treeSize ? this.#texts.open(ledger.stream, person) : null;
    return { party, member, name, partyName, side };
  }

  /** A member by itself, for example a deputy; null where there is none. */
  member(ledger: LedgerRow, treeSize: number, member: string | undefined): Named | null {
    if (member === undefined) return null;
    const found = this.#memberOf(ledger, member);
    return this.named(ledger, treeSize, { party: found?.party ?? '', member });
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

  #partyOf(ledger: LedgerRow, party: string): Party | undefined {
    const key = `${ledger.id} ${party}`;
    const cached = this.#partyCache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#party.get(ledger.id, party);
    return row === undefined ? undefined : this.#partyCache.set(key, { side: row[1], name: row[2], knownFrom: row[3] });
  }

  #memberOf(ledger: LedgerRow, member: string): Member | undefined {
    const key = `${ledger.id} ${member}`;
    const cached = this.#memberCache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#member.get(ledger.id, member);
    return row === undefined
      ? undefined
      : this.#memberCache.set(key, { party: row[0], sealed: row[1], knownFrom: row[2] });
  }
}

/** How a bearer is called in one word: by name, by pseudonym where the name was erased, or else by party. */
export const calledName = ({ member, name, partyName }: Named): string =>
  member === undefined ? partyName : (name ?? member);
