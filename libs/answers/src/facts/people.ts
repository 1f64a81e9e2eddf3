import type { CredentialRegistered } from '#engagement/domain/credential.events';
import type { MemberAdded, PartyAdded } from '#engagement/domain/engagement.events';
import type { Recorded } from '#kernel/decider';
import type { SignatureAlgorithm } from '#kernel/signature';
import type { Bearer } from '#responsibility/domain/assignment.rules';
import type { Named } from '../views.ts';

/** Opens the commitment to a text; null where it was erased, or is not for whoever asks. */
export type OpenText = (commitment: string) => string | null;

interface KnownParty {
  readonly side: Named['side'];
  readonly name: string;
  readonly knownFrom: number;
}

interface KnownMember {
  readonly party: string;
  /** The commitment to the name. */
  readonly name: string;
  readonly knownFrom: number;
  readonly added: Recorded<MemberAdded>;
}

/** Who is who, as far as a tree size knows. What it does not know is shown by its pseudonym. */
export class People {
  readonly #parties = new Map<string, KnownParty>();
  readonly #members = new Map<string, KnownMember>();
  readonly #credentials = new Map<string, Recorded<CredentialRegistered>>();
  readonly #open: OpenText;

  constructor(open: OpenText) {
    this.#open = open;
  }

  addParty({ index, event: { data } }: Recorded<PartyAdded>): void {
    this.#parties.set(data.partyId, { side: data.side, name: data.name, knownFrom: index + 1 });
  }

  addMember(added: Recorded<MemberAdded>): void {
    const { memberId, partyId: party, name } = added.event.data;
    this.#members.set(memberId, { party, name: name.sealed, knownFrom: added.index + 1, added });
  }

  addCredential(registered: Recorded<CredentialRegistered>): void {
    this.#credentials.set(registered.event.data.credentialId, registered);
  }

  /** Of which algorithm a passkey is that was registered before an entry; null where there was none. */
  algorithmOf(credential: string, before: number): SignatureAlgorithm | null {
    const registered = this.#credentials.get(credential);
    return registered !== undefined && registered.index < before ? registered.event.data.algorithm : null;
  }

  /** With which entry a member was added, as far as a tree size knows. */
  addedWith(treeSize: number, member: string): Recorded<MemberAdded> | undefined {
    const known = this.#members.get(member);
    return known !== undefined && known.knownFrom <= treeSize ? known.added : undefined;
  }

  /** Whether a member has registered a passkey, as far as a tree size knows; what became of it does not matter. */
  hasPasskey(treeSize: number, member: string): boolean {
    const registered = [...this.#credentials.values()];
    return registered.some(({ index, event: { data } }) => index < treeSize && data.memberId === member);
  }

  /** A bearer or actor by name. Somebody who acts for another party than the own one is shown with that party. */
  named(treeSize: number, { party, member }: Bearer): Named {
    const shown = this.#party(treeSize, party);
    if (member === undefined) return shown;
    const known = this.#members.get(member);
    const name = known !== undefined && known.knownFrom <= treeSize ? this.#open(known.name) : null;
    return { ...shown, member, name };
  }

  /** A member by itself, for example a deputy; null where there is none. */
  member(treeSize: number, member: string | undefined): Named | null {
    if (member === undefined) return null;
    return this.named(treeSize, { party: this.#members.get(member)?.party ?? '', member });
  }

  #party(treeSize: number, party: string): Named {
    const known = this.#parties.get(party);
    return known !== undefined && known.knownFrom <= treeSize
      ? { party, name: known.name, partyName: known.name, side: known.side }
      : { party, name: party, partyName: party, side: 'third' };
  }
}

/** How a bearer is called in one word: by name, by pseudonym where the name was erased, or else by party. */
export const calledName = ({ member, name, partyName }: Named): string =>
  member === undefined ? partyName : (name ?? member);
