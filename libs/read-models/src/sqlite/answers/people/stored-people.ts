import type { Told } from '#answers/matrix-version/told';
import { delegationState, delegationViews } from '#answers/people/delegation-view';
import { introductionOf } from '#answers/people/introductions';
import { memberStates } from '#answers/people/member-state';
import { termsView } from '#answers/people/terms-view';
import type { Known } from '#answers/point-in-time';
import type { CredentialView, DelegationState, Introduction, MemberState, TermsView } from '#answers/views';
import type { PeopleEvent } from '#engagement/domain/engagement.events';
import type { PeopleRegister, Standing } from '../../../people-register.ts';
import { mentionOf } from '../../queries/entries.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { prefixOf } from '../prefix.ts';
import { introducingIn } from './introducing.ts';
import { tellerOf } from '../register/told.ts';

type Ask = <T>(question: (reader: Reader) => T) => T;

/** What is known of people, in the file that answers. */
export class StoredPeople implements PeopleRegister {
  readonly #ask: Ask;

  /** `ask` puts a question to the file that answers, and to one state of it. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  credentials(engagement: string, known?: Known): readonly CredentialView[] {
    return this.#of(engagement, known, ({ people }, { ledger, treeSize }) => people.credentials(ledger, treeSize));
  }

  members(engagement: string, { at, known }: Standing): readonly MemberState[] {
    return this.#of(engagement, known, (reader, prefix) => {
      const { ledger, treeSize } = prefix;
      const { added } = introducingIn(reader, prefix);
      const members = reader.people
        .members(ledger, treeSize)
        .map((member) => ({ ...member, added: added(member.id)!.mention() }));
      return memberStates(members, toldOfPeople(reader, prefix), tellerOf(reader, prefix), at);
    });
  }

  introduction(engagement: string, member: string, known?: Known): Introduction | null {
    return this.#of(
      engagement,
      known,
      (reader, prefix) => introductionOf(member, introducingIn(reader, prefix)) ?? null,
    );
  }

  delegations(engagement: string, { at, known }: Standing): readonly DelegationState[] {
    return this.#of(engagement, known, (reader, prefix) =>
      delegationViews(toldOfPeople(reader, prefix), tellerOf(reader, prefix)).map((view) => delegationState(view, at)),
    );
  }

  terms(engagement: string, known?: Known): TermsView {
    return this.#of(engagement, known, (reader, prefix) => {
      const opened = prefix.treeSize === 0 ? undefined : reader.entries.entry<'EngagementOpened'>(prefix.ledger, 0);
      return termsView(opened?.data.contract, toldOfPeople(reader, prefix));
    });
  }

  #of<T>(engagement: string, known: Known | undefined, question: (reader: Reader, prefix: Prefix) => T): T {
    return this.#ask((reader) => question(reader, prefixOf(reader, engagement, known)));
  }
}

/** Everything that was said of people beside their names and roles, and of the contract. */
function toldOfPeople(reader: Reader, { ledger, treeSize }: Prefix): readonly Told<PeopleEvent>[] {
  return reader.people.said(ledger, treeSize).map((index) => {
    const entry = reader.entries.entry<PeopleEvent['type']>(ledger, index);
    return { mention: mentionOf(reader.people, ledger, treeSize, entry), event: entry };
  });
}
