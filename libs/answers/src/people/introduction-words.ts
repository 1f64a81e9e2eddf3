import { calledName } from '../facts/people.ts';
import type { Introduction } from '../views.ts';

/**
 * Who brought in somebody who spoke for a side. The other side did, for the first of each: whether that one is who the name says, and
 * nobody’s puppet, no ledger can know. A name that is not known, or was not handed on, is told by its pseudonym.
 */
export function introductionWords({ member, first, broughtIn, passkey }: Introduction): string {
  const { by, entry } = broughtIn;
  const broughtInBy = `brought in by ${calledName(by)} of ${by.partyName} (${by.side}) in entry ${entry}`;
  const how =
    first.member === member.member ? `was ${broughtInBy}` : `goes back to ${calledName(first)}, ${broughtInBy}`;
  return `${calledName(member)} (${member.side}) ${how}${passkey ? '' : ', and has registered no passkey'}.`;
}
