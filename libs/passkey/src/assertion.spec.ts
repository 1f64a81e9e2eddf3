import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { browserCrypto } from '#apps/verifier/src/browser-crypto';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { ORIGIN, RP_ID, SoftwareAuthenticator, UP, UV, type Ceremony } from '#test/passkeys/software-authenticator';
import { verifyAssertion, type Assertion, type AssertionVerdict, type Expected } from './assertion.ts';

const challenge = new Uint8Array(randomBytes(48));
const authenticators = SIGNATURE_ALGORITHMS.map((algorithm) => new SoftwareAuthenticator(algorithm));

const runtimes = {
  node: { sha256, verifySignature },
  browser: { sha256, verifySignature: browserCrypto.verifySignature },
};

/** Both runtimes must say the same, and it is given back. */
function verdictOn(assertion: Assertion, of: SoftwareAuthenticator, other: Partial<Expected> = {}): AssertionVerdict {
  const { publicKey, algorithm } = of;
  const expected = { challenge, origin: ORIGIN, rpId: RP_ID, publicKey, algorithm, counter: 0, ...other };
  const verdict = verifyAssertion(assertion, expected, runtimes.node);
  expect(verifyAssertion(assertion, expected, runtimes.browser)).toEqual(verdict);
  return verdict;
}

describe.each(authenticators.map((each) => [each.algorithm, each] as const))(
  'An assertion of %s',
  (_, authenticator) => {
    const signed = (ceremony: Partial<Ceremony> = {}) => authenticator.sign({ challenge, ...ceremony });

    it('holds where everything is as it was asked for', () => {
      expect(verdictOn(signed({ counter: 7 }), authenticator, { counter: 6 })).toEqual({ holds: true, counter: 7 });
      expect(verdictOn(signed({ counter: 0 }), authenticator)).toEqual({ holds: true, counter: 0 });
    });

    it.each<[string, Partial<Ceremony>]>([
      ['type', { type: 'webauthn.create' }],
      ['challenge', { challenge: new Uint8Array(48) }],
      ['origin', { origin: 'https://onus.contoso.example.evil.example' }],
      ['origin', { crossOrigin: true }],
      ['relying-party', { rpId: 'evil.example' }],
      ['user-presence', { flags: UV }],
      ['user-verification', { flags: UP }],
      ['unreadable', { flags: UP | UV | 0x10 }],
      ['unreadable', { flags: UP | UV | 0x40 }],
    ])('is refused for its %s: %j', (fault, ceremony) => {
      expect(verdictOn(signed(ceremony), authenticator)).toMatchObject({ holds: false, fault });
    });

    it('is refused where its counter does not go up, unless it has never counted', () => {
      for (const counter of [0, 6, 7]) {
        expect(verdictOn(signed({ counter }), authenticator, { counter: 7 })).toMatchObject({ fault: 'counter' });
      }
    });

    it('is refused under the key of another authenticator, and under another algorithm', () => {
      const { algorithm } = authenticator;
      const { publicKey } = new SoftwareAuthenticator(algorithm);
      expect(verdictOn(signed(), authenticator, { publicKey })).toMatchObject({ fault: 'signature' });
      const other = authenticators.find((each) => each.algorithm !== algorithm)!;
      expect(verdictOn(signed(), authenticator, { publicKey: other.publicKey })).toMatchObject({ fault: 'algorithm' });
      expect(verdictOn(signed(), other)).toMatchObject({ fault: 'signature' });
    });

    it('is refused with any bit of its signature, its data or its key changed', () => {
      const assertion = signed();
      const parts = ['signature', 'authenticatorData', 'clientDataJSON'] as const;
      fc.assert(
        fc.property(fc.constantFrom(...parts), fc.nat(), (part, n) => {
          const bit = n % (assertion[part].length * 8);
          const changed = assertion[part].with(bit >> 3, assertion[part][bit >> 3]! ^ (1 << (bit & 7)));
          expect(verdictOn({ ...assertion, [part]: changed }, authenticator).holds).toBe(false);
        }),
        { numRuns: 60 },
      );
      fc.assert(
        fc.property(fc.nat({ max: authenticator.publicKey.length * 8 - 1 }), (bit) => {
          const { publicKey } = authenticator;
          const other = publicKey.with(bit >> 3, publicKey[bit >> 3]! ^ (1 << (bit & 7)));
          expect(verdictOn(assertion, authenticator, { publicKey: other }).holds).toBe(false);
        }),
        { numRuns: 60 },
      );
    });

    it('is refused without throwing, whatever the bytes are', () => {
      const bytes = fc.uint8Array({ maxLength: 80 });
      fc.assert(
        fc.property(bytes, bytes, bytes, (authenticatorData, clientDataJSON, signature) => {
          const assertion = signed();
          expect(verdictOn({ authenticatorData, clientDataJSON, signature }, authenticator).holds).toBe(false);
          expect(verdictOn({ ...assertion, authenticatorData }, authenticator).holds).toBe(false);
          expect(verdictOn({ ...assertion, signature }, authenticator)).toMatchObject({ fault: 'signature' });
        }),
        { numRuns: 40 },
      );
    });
  },
);

describe('Client data', () => {
  const authenticator = authenticators[0]!;
  const clientDataJSON = (text: string) => new Uint8Array(Buffer.from(text));
  const b64 = Buffer.from(challenge).toString('base64url');

  it('may have further members, and may leave out crossOrigin', () => {
    const assertion = authenticator.sign({ challenge });
    const text = `{"type":"webauthn.get","challenge":"${b64}","origin":"${ORIGIN}","extra":{"a":1}}`;
    // The hash of it is signed, so the signature is all that is left to be wrong.
    expect(verdictOn({ ...assertion, clientDataJSON: clientDataJSON(text) }, authenticator)).toMatchObject({
      fault: 'signature',
    });
  });

  it.each([
    ['a name twice', `{"type":"webauthn.get","challenge":"${b64}","origin":"a","origin":"${ORIGIN}"}`],
    ['a byte order mark', `\uFEFF{"type":"webauthn.get","challenge":"${b64}","origin":"${ORIGIN}"}`],
    ['no object', '[]'],
    ['a challenge that is no text', `{"type":"webauthn.get","challenge":1,"origin":"${ORIGIN}"}`],
    [
      'crossOrigin that is no truth',
      `{"type":"webauthn.get","challenge":"${b64}","origin":"${ORIGIN}","crossOrigin":1}`,
    ],
  ])('is not read with %s', (_, text) => {
    const assertion = { ...authenticator.sign({ challenge }), clientDataJSON: clientDataJSON(text) };
    expect(verdictOn(assertion, authenticator)).toMatchObject({ fault: 'unreadable' });
  });
});

describe('An RSA signature', () => {
  it('is refused by every runtime where its number is not below the modulus, or has another length', () => {
    const { n } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const key = {
      algorithm: 'RS256',
      n: new Uint8Array(Buffer.from(n!, 'base64url')),
      e: Uint8Array.of(1, 0, 1),
    } as const;
    for (const signature of [
      key.n,
      new Uint8Array(256).fill(0xff),
      new Uint8Array(257),
      new Uint8Array(256),
      new Uint8Array(),
    ]) {
      for (const { verifySignature: verify } of Object.values(runtimes)) {
        expect(verify(key, new Uint8Array(3), signature)).toBe(false);
      }
    }
  });
});
