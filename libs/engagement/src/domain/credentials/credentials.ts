import type { Actor } from '#kernel/event';
import type { PublicKey } from '#kernel/signature';
import { fromBase64Url } from '#passkey/base64url';
import { keyIdentity, readCoseKey } from '#passkey/cose-key';
import { Unreadable } from '#passkey/unreadable';
import type { Credential, CredentialEvent } from '../credential.events.ts';
import type { CredentialCommand } from '../engagement.commands.ts';
import { requireRole, type CredentialState, type EngagementState } from '../engagement.state.ts';
import { ROLES } from '../members.ts';
import { refuse } from './credential.refusals.ts';

const MOST_ID_BYTES = 1_023;
/** WebAuthn runs in secure contexts: over TLS, or on the machine itself. */
const ORIGIN = /^(?:https:\/\/([a-z0-9.-]+)|http:\/\/(localhost))(?::[1-9][0-9]{0,4})?$/;

/** The rules about passkeys: a person registers its own; it, or an owner of its party, revokes it. */
export function decideCredential(
  command: CredentialCommand,
  engagement: EngagementState,
  actor: Actor,
): readonly CredentialEvent[] {
  const acting = requireRole(engagement, actor, ...ROLES);
  const { credentialId } = command.data;
  const known = engagement.credentials.get(credentialId);
  if (command.type === 'RegisterCredential') {
    if (acting.kind !== 'person') refuse.notAPerson();
    if (known !== undefined) refuse.known(credentialId);
    const identity = keyIdentity(checkedKey(command.data));
    // One signature would count for two members, or twice for one.
    for (const registered of engagement.credentials.values()) {
      if (identityOf(registered) === identity) refuse.known(credentialId);
    }
    return [{ type: 'CredentialRegistered', schema: 1, data: { memberId: actor.member, ...command.data } }];
  }
  if (known === undefined) return refuse.unknown(credentialId);
  const ofParty = engagement.members.get(known.member)?.party;
  const isOwner = acting.roles.includes('owner') && acting.party === ofParty;
  if (known.member !== actor.member && !isOwner) refuse.notYours();
  if (known.revoked) refuse.revokedAlready(credentialId);
  return [{ type: 'CredentialRevoked', schema: 1, data: { memberId: known.member, credentialId } }];
}

/** Worked out once: whoever registers passkeys by the thousand would have each of them read again for the next. */
const identities = new WeakMap<CredentialState, string>();

function identityOf(registered: CredentialState): string {
  const before = identities.get(registered);
  if (before !== undefined) return before;
  const identity = keyIdentity(readKey(registered.publicKey));
  identities.set(registered, identity);
  return identity;
}

/** The public key of a credential that can be registered. */
function checkedKey({ credentialId, publicKey, algorithm, rpId, origin }: Credential): PublicKey {
  const id = fromBase64Url(credentialId);
  if (id === undefined || id.length === 0 || id.length > MOST_ID_BYTES) {
    refuse.bad(`its id must be 1 to ${MOST_ID_BYTES} bytes in base64url`);
  }
  const key = readKey(publicKey);
  if (key.algorithm !== algorithm) refuse.bad(`its public key is one of ${key.algorithm}, not of ${algorithm}`);
  const [, secure, local] = ORIGIN.exec(origin) ?? [];
  const host = secure ?? local ?? refuse.bad('its origin must be https://, a host, and a port where it is not 443');
  if (rpId === '' || (host !== rpId && !host.endsWith(`.${rpId}`))) {
    refuse.bad(`its relying party ${rpId} is neither the host of its origin nor above it`);
  }
  return key;
}

function readKey(publicKey: string): PublicKey {
  const bytes = fromBase64Url(publicKey) ?? refuse.bad('its public key must be base64url');
  try {
    return readCoseKey(bytes);
  } catch (error) {
    if (error instanceof Unreadable) return refuse.bad(`it has ${error.message}`);
    throw error;
  }
}
