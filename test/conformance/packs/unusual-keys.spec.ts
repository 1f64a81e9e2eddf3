import { describe, expect, it } from '@jest/globals';
import { Point } from '@noble/ed25519';
import { browserCrypto } from '#apps/verifier/src/browser-crypto';
import { cast } from '#engagement/domain/engagement.examples';
import { bodyDigest } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { verifyPack } from '#pack/verify/verify-pack';
import { fromBase64Url, toBase64Url } from '#passkey/base64url';
import type { ApprovalGranted } from '#approval/domain/approval.events';
import type { CredentialRegistered } from '#engagement/domain/credential.events';
import type { OnusEvent } from '#rulebook/rulebook';
import type { Forgery } from '#test/model/replaying/story';
import { SignedAgreement } from '#test/passkeys/signed-agreement';
import { packedBy, POLICY } from '#test/passkeys/signed-packs';
import { SoftwareAuthenticator } from '#test/passkeys/software-authenticator';
import { crypto } from './sample-packs.ts';

type GrantedBySignature = Extract<ApprovalGranted, { readonly schema: 3 }>;

/** B, and 1: under the neutral point for a key it holds over every text. */
const OVER_EVERYTHING = new Uint8Array(64);
OVER_EVERYTHING.set(Point.BASE.toBytes());
OVER_EVERYTHING[32] = 1;

/** Where the command begins whose first event is such a one. */
function beginningOf(ledger: Forgery, is: (event: OnusEvent) => boolean): number {
  const place = ledger.appends.findIndex(({ events }) => is(events[0]!));
  return ledger.appends.slice(0, place).reduce((index, { events }) => index + events.length, 0);
}

/** A ledger whose operator registered this key for B. Okafor, who approves with it: nobody holds what would sign for him. */
function approvedUnder(encoded: string): { readonly ledger: Forgery; readonly index: number } {
  const phones = { keller: new SoftwareAuthenticator('ES256'), okafor: new SoftwareAuthenticator('EdDSA') };
  const agreement = new SignedAgreement(phones);
  const index = agreement.forge((_, genuine) => ({ ...genuine, signature: toBase64Url(OVER_EVERYTHING) }));
  const { ledger } = agreement;
  ledger.alter(index, ({ events }) => {
    const { changeId: change, digest, signature } = (events[0] as GrantedBySignature).data;
    return { body: bodyDigest(sha256, 'ApproveChange', { change, digest, signature }) };
  });
  const isOwn = (event: OnusEvent) =>
    event.type === 'CredentialRegistered' && event.data.memberId === cast.okafor.member;
  ledger.alter(beginningOf(ledger, isOwn), ({ events }) => {
    const { data } = events[0] as CredentialRegistered;
    const key = fromBase64Url(data.publicKey)!;
    key.set(Buffer.from(encoded, 'hex'), key.length - 32);
    const { memberId, ...credential } = { ...data, publicKey: toBase64Url(key) };
    return {
      events: [{ type: 'CredentialRegistered', schema: 1, data: { memberId, ...credential } }],
      body: bodyDigest(sha256, 'RegisterCredential', credential),
    };
  });
  return { ledger, index };
}

describe('A pack in which somebody approves with a key under which one signature holds over everything', () => {
  it.each([
    ['the neutral point', `01${'00'.repeat(31)}`],
    ['the neutral point with the other sign', `01${'00'.repeat(30)}80`],
    ['the neutral point by a number that is not below the prime', `ee${'ff'.repeat(30)}7f`],
    ['no point', `02${'00'.repeat(31)}`],
  ])('is refuted at the approval, in a terminal and in a browser alike: %s', (_what, encoded) => {
    const { ledger, index } = approvedUnder(encoded);
    const pack = packedBy(ledger);
    for (const runtime of [crypto, browserCrypto]) {
      expect(verifyPack(pack, POLICY, runtime)).toMatchObject({
        verdict: 'refuted',
        code: 'wrong-entry',
        index,
        refusal: 'approval/signature-invalid',
      });
    }
  });
});
