import type { Introducing } from '#answers/people/introductions';
import { mentionOf } from '../../queries/entries.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';

/** What the file knows of who added whom. */
export function introducingIn({ people, entries }: Reader, { ledger, treeSize }: Prefix): Introducing {
  return {
    added: (member) => {
      const index = people.addedWith(ledger, treeSize, member);
      if (index === undefined) return undefined;
      const entry = entries.entry<'MemberAdded'>(ledger, index);
      return { party: entry.data.partyId, by: entry, mention: () => mentionOf(people, ledger, treeSize, entry) };
    },
    named: (bearer) => people.named(ledger, treeSize, bearer),
    hasPasskey: (member) => people.credentials(ledger, treeSize).some((credential) => credential.member === member),
  };
}
