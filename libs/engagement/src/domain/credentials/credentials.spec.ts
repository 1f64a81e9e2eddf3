import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel/refusal';
import { toBase64Url } from '#passkey/base64url';
import type { Credential } from '../credential.events.ts';
import { evolveEngagement, initialEngagement } from '../engagement.state.ts';
import { decideCredential } from './credentials.ts';

/** A COSE key of Ed25519, but for its 32 bytes. */
const ED25519 = Uint8Array.of(0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20);

/** Passkey number so many, under an id of its own or another. */
function passkey(number: number, id = number): Credential {
  const x = new Uint8Array(32);
  new DataView(x.buffer).setUint32(0, number);
  const publicKey = toBase64Url(Uint8Array.of(...ED25519, ...x));
  const credentialId = toBase64Url(new Uint8Array(Uint32Array.of(id).buffer));
  return { credentialId, publicKey, algorithm: 'EdDSA', rpId: 'contoso.example', origin: 'https://contoso.example' };
}

describe('Registering a passkey', () => {
  it('is refused for a key that stands there under another id, among thousands', () => {
    const engagement = initialEngagement();
    const member = { party: 'p1', kind: 'person', roles: ['viewer'], removed: false, period: null } as const;
    engagement.members.set('m3', { ...member });
    const actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'test' } as const;
    const register = (data: Credential) => decideCredential({ type: 'RegisterCredential', data }, engagement, actor);
    const MANY = 3_000;
    for (let number = 0; number < MANY; number++) {
      for (const event of register(passkey(number))) evolveEngagement(engagement, event);
    }
    expect(engagement.credentials.size).toBe(MANY);
    expect(() => register(passkey(MANY - 1, MANY))).toThrow(Refusal);
    expect(() => register(passkey(0, MANY))).toThrow('registered');
    expect(register(passkey(MANY))).toHaveLength(1);
  });
});
