import type { Actor } from '#kernel/event';
import type { Bearer } from '#responsibility/domain/assignment.rules';
import type { Mention, Named } from '../views.ts';

/** Who acted, by name; and in whose right, where it was not the own. Rights stay within a party. */
export function actorNamed(
  { party, member, onBehalfOf }: Pick<Actor, 'party' | 'member' | 'onBehalfOf'>,
  named: (bearer: Bearer) => Named,
): Pick<Mention, 'by' | 'onBehalfOf'> {
  const by = named({ party, member });
  return onBehalfOf === null ? { by } : { by, onBehalfOf: named({ party, member: onBehalfOf }) };
}
