import type { CountedApproval, PasskeySigned } from '../views.ts';
import { doneBy, list, shortName } from './phrases.ts';

/** Characters of a credential's id that tell it apart at a glance. */
const GLANCE = 16;

/** Who approved, for which side. Where a passkey signed any of it, each says whether one signed this. */
export function approvedWords(approvals: readonly CountedApproval[]): string {
  const anySigned = approvals.some(({ signed }) => signed !== undefined);
  const how = ({ signed }: CountedApproval): string => {
    if (!anySigned) return '';
    return signed === undefined ? ', without a passkey' : ', with a passkey';
  };
  return list(approvals.map((approval) => `${doneBy(approval)} (${approval.side}${how(approval)})`));
}

/** A line for each approval that a passkey signed: which, of which algorithm, and whether it verified its user. */
export const signatureLines = (approvals: readonly CountedApproval[]): readonly string[] =>
  approvals.flatMap(({ by, signed }) =>
    signed === undefined ? [] : [`Signed by ${shortName(by)} with ${passkeyWords(signed)}.`],
  );

/** `passkey jBfuUPi0Z3YR0JOQ… (ES256, user verified)`. */
export function passkeyWords({ credential, algorithm, userVerified }: PasskeySigned): string {
  const id = credential.length > GLANCE ? `${credential.slice(0, GLANCE)}…` : credential;
  const of = algorithm === null ? 'never registered' : algorithm;
  return `passkey ${id} (${of}, user ${userVerified ? 'verified' : 'not verified'})`;
}
