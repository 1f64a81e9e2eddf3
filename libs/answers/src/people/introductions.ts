import type { Bearer } from '#responsibility/domain/assignment.rules';
import type { Basis, Introduction, Mention, Named } from '../views.ts';

/** How a member became known. */
export interface Added {
  /** The party that it was added to. */
  readonly party: string;
  /** Who added it. */
  readonly by: { readonly party: string; readonly member: string };
  readonly mention: () => Mention;
}

/** What must be known of people to tell who brought them in, all of it as far as one tree size knows. */
export interface Introducing {
  readonly added: (member: string) => Added | undefined;
  readonly named: (bearer: Bearer) => Named;
  /** Whether the member has registered a passkey, whatever became of it. */
  readonly hasPasskey: (member: string) => boolean;
}

/**
 * By whom of another party somebody was brought in: directly, or because whoever brought it in was. Undefined where the line ends in the
 * own party: with the founder.
 */
export function introductionOf(member: string, introducing: Introducing): Introduction | undefined {
  const { named, hasPasskey } = introducing;
  for (let first = member; ;) {
    const added = introducing.added(first);
    if (added === undefined) return undefined;
    const { party, by, mention } = added;
    if (by.party !== party) {
      return {
        member: named({ party, member }),
        first: named({ party, member: first }),
        broughtIn: mention(),
        passkey: hasPasskey(member),
      };
    }
    // The founder added himself; everybody else was added by somebody who was there before.
    if (by.member === first) return undefined;
    first = by.member;
  }
}

/** The introductions of those on whose approvals something rests, each once, in the order of their approvals. */
export function introductionsBehind(
  bases: readonly (Basis | null)[],
  introducing: Introducing,
): readonly Introduction[] {
  const approved = bases.flatMap((basis) => (basis?.kind === 'change' ? basis.approvals : []));
  const members = new Set(approved.flatMap(({ by, onBehalfOf }) => [by.member, onBehalfOf?.member]));
  return [...members].flatMap((member) => (member === undefined ? [] : (introductionOf(member, introducing) ?? [])));
}
